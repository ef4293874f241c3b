/** Why the program cannot run, in words that say what to do; shown without a stack. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** Errors whose message is meant for whoever started the program. */
const plain: ReadonlySet<string> = new Set([
  'StartFailure',
  'InvalidConfiguration',
  'EmbeddedPostgresError',
  'MasterKeyFault',
  'TokenKeyFault',
  'AnalystRoleUnfit',
  'DatabaseNewerThanProgram',
  'ClusterChanged',
  'WitnessUnavailable',
  'LedgerHalted',
]);

/** What to tell the user; the stack only of what nobody foresaw. */
export const describeFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return plain.has(error.name) ? error.message : (error.stack ?? error.message);
};
