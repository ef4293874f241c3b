interface KafkaError extends Error {
  readonly broker?: unknown;
}

/** kafkajs says what went wrong with a connection, and keeps to itself with which: that is in the error, or in what it came of. */
const brokerOf = (error: unknown): string | undefined => {
  for (let at = error as KafkaError | undefined; at instanceof Error; at = at.cause as KafkaError | undefined)
    if (typeof at.broker === 'string') return at.broker;
  return undefined;
};

/** The same error, or one that also says with which broker. */
export const withBrokerNamed = (error: unknown): unknown => {
  const broker = brokerOf(error);
  if (broker === undefined || !(error instanceof Error) || error.message.includes(broker)) return error;
  return new Error(`${error.message} (${broker})`, { cause: error });
};
