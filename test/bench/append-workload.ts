import { randomBytes, randomUUID } from 'node:crypto';
import type { StoredEvent } from '#eventsourcing';

/** The stored bytes of an event as the codec makes them: an entry of some 800 bytes, data of some 250. Made ahead, the same for all sides. */
const eventOf = (stream: string, revision: number, caseId: string): StoredEvent => {
  const at = new Date(1_735_689_600_000 + revision * 1000).toISOString();
  const hex = randomBytes(32).toString('hex');
  const entry = {
    actor: { channel: 'api', rolesAtThatTime: ['sales-rep', 'team-member'], userId: `user-${randomUUID()}`, userRevision: 3 },
    caseId,
    causationId: randomUUID(),
    commandId: randomUUID(),
    correlationId: randomUUID(),
    dataHash: hex,
    eventId: randomUUID(),
    occurredAt: at,
    policyVersion: 'policy-2025-01',
    processVersion: 'process-standard-7',
    recordedAt: at,
    revision,
    schemaVersion: 1,
    sealed: [],
    stream,
    type: 'OpportunityForecastRevised',
    v: 1,
  };
  const data = {
    amount: { currency: 'CNY', minor: 1_250_000 + revision },
    category: 'commit',
    note: `expected after the steering committee ${hex.slice(0, 40)}`,
    probability: 60,
    reason: 'the customer moved its budget round by one month',
    signingDate: '2025-06-30',
    stage: 'S4',
  };
  return { stream, revision, caseId, entry: Buffer.from(JSON.stringify(entry)), data: Buffer.from(JSON.stringify(data)), sealed: [] };
};

export const clients = 16;

/** For each client its appends, in order: streams of thirty events, one after another, `size` events an append. */
export const workload = (appends: number, size: number): readonly (readonly (readonly StoredEvent[])[])[] =>
  Array.from({ length: clients }, () => {
    const own: StoredEvent[][] = [];
    while (own.length < appends / clients) {
      const stream = `opportunity-${randomUUID()}`;
      const caseId = `case-${randomUUID()}`;
      for (let first = 0; first < 30 && own.length < appends / clients; first += size) {
        own.push(Array.from({ length: size }, (_, ordinal) => eventOf(stream, first + ordinal, caseId)));
      }
    }
    return own;
  });

export type Workload = ReturnType<typeof workload>;

export const eventsIn = (load: Workload): number => load.flat(2).length;

/** Every client does its appends one after another; all clients at once. */
export const play = async (load: Workload, append: (events: readonly StoredEvent[], client: number) => Promise<unknown>): Promise<void> => {
  await Promise.all(
    load.map(async (own, client) => {
      for (const events of own) await append(events, client);
    }),
  );
};
