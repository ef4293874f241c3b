import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { entryBytes } from '#event-contracts';
import { partitionOf, type FanoutRecord } from '#fanout';
import { leafHash } from '#ledger';

interface RecordOptions {
  readonly ledgerId?: string;
  readonly index?: number;
  readonly caseId?: string;
  readonly partition?: number;
  readonly prevIndex?: number;
  readonly data?: Buffer;
  readonly sealed?: readonly Buffer[];
  readonly recordedAt?: string;
  readonly userId?: string;
}

const usual: Required<RecordOptions> = {
  ledgerId: 'ledger',
  index: 0,
  caseId: 'opportunity-1',
  partition: 0,
  prevIndex: -1,
  data: Buffer.from('{"note":"für"}'),
  sealed: [],
  recordedAt: '2026-01-31T08:00:00.123Z',
  userId: 'rita',
};

/** A record as the relay would make it, of an event that nobody checks against the catalogue. */
export const someRecord = (options: RecordOptions = {}): FanoutRecord => {
  const { ledgerId, index, caseId, partition, prevIndex, data, sealed, recordedAt, userId } = { ...usual, ...options };
  const id = randomUUID();
  const entry = entryBytes({
    v: 1,
    eventId: id,
    type: 'OpportunityAdvanced',
    schemaVersion: 1,
    stream: caseId,
    revision: index,
    caseId,
    occurredAt: '2026-01-30T10:00:00.000Z',
    recordedAt,
    actor: { userId, rolesAtThatTime: ['SALES_REP'], userRevision: 0, channel: 'api' },
    correlationId: id,
    causationId: id,
    commandId: id,
    policyVersion: '2026-01',
    processVersion: '2026-01',
    dataHash: '0'.repeat(64),
    sealed: sealed.map(() => ({ key: 'person:1', hash: '0'.repeat(64) })),
  });
  const event = { stream: caseId, revision: index, caseId, entry, data, sealed, index, leaf: leafHash(entry) };
  return { ledgerId, partition, prevIndex, event };
};

/** So many records of as many indexes, over all partitions, each with the one before it. */
export const recordsFrom = (from: number, count: number, partitions: number, bytes = 0): readonly FanoutRecord[] => {
  const last = new Map<number, number>();
  return Array.from({ length: count }, (_, at) => {
    const index = from + at;
    const caseId = `opportunity-${index % 50}`;
    const partition = partitionOf(caseId, partitions);
    const prevIndex = last.get(partition) ?? -1;
    last.set(partition, index);
    return someRecord({ index, caseId, partition, prevIndex, data: Buffer.from(JSON.stringify({ note: 'x'.repeat(bytes) })) });
  });
};

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

export const anyRecord: fc.Arbitrary<FanoutRecord> = fc
  .record({
    ledgerId: fc.uuid(),
    index: fc.nat(),
    caseId: fc.stringMatching(/^[A-Za-z0-9._-]{1,200}$/),
    partition: fc.nat(40),
    prevIndex: fc.integer({ min: -1 }),
    data: bytes,
    sealed: fc.array(bytes, { maxLength: 3 }),
    recordedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }).map((time) => new Date(time).toISOString()),
    userId: fc.string(),
  })
  .map(someRecord);
