import type { Instant, LedgerReader } from '#eventsourcing';
import { recordedAtOf } from './batch.ts';
import { mismatch } from './checkpoint.ts';
import type { BuildRecord, BuildId, Checkpoint, ProjectionStore } from './projection-store.port.ts';

export type RunState = 'running' | 'paused' | 'filling' | 'halted';

/** A build as operators see it. Builds kept for a rollback are not among them. */
export interface ProjectionStatus extends BuildId {
  readonly name: string;
  readonly live: boolean;
  readonly state: RunState;
  /** Why it is halted. */
  readonly reason: string | undefined;
  readonly checkpoint: Checkpoint;
  /** Events not yet in the rows, those of parked cases included. */
  readonly lagEvents: number;
  /** Age of the oldest of them, from its recording; 0 when there is none. */
  readonly lagSeconds: number;
  readonly parkedCases: number;
}

const stateOf = ({ state, paused }: BuildRecord, reason: string | undefined): RunState => {
  if (reason !== undefined) return 'halted';
  if (paused) return 'paused';
  return state === 'filling' ? 'filling' : 'running';
};

const oldestWaiting = async (
  ledger: Pick<LedgerReader, 'read'>,
  { checkpoint, oldestHeldBack }: BuildRecord,
): Promise<Instant | undefined> => {
  const [next] = await ledger.read(checkpoint.position, 1);
  const times = [next && recordedAtOf(next), oldestHeldBack].filter((time) => time !== undefined);
  return times.sort()[0];
};

const statusOf = async (ledger: Pick<LedgerReader, 'head' | 'read'>, record: BuildRecord, now: number): Promise<ProjectionStatus> => {
  const { projection, version, build, checkpoint, heldBack, parkedCases } = record;
  const reason = await mismatch(ledger, checkpoint);
  const { size } = await ledger.head();
  const oldest = await oldestWaiting(ledger, record);
  return {
    projection,
    name: projection,
    version,
    build,
    live: record.state === 'live',
    state: stateOf(record, reason),
    reason,
    checkpoint,
    lagEvents: Math.max(0, size - checkpoint.position) + heldBack,
    lagSeconds: oldest === undefined ? 0 : Math.max(0, (now - Date.parse(oldest)) / 1000),
    parkedCases,
  };
};

/** All builds that are live or filling, by name; what it says comes from the database and the ledger, so that any process may ask. */
export const projectionStatus = async (
  ledger: Pick<LedgerReader, 'head' | 'read'>,
  store: Pick<ProjectionStore, 'builds'>,
  now: number,
): Promise<readonly ProjectionStatus[]> => {
  const { ledgerId } = await ledger.head();
  const records = (await store.builds(ledgerId)).filter(({ state }) => state !== 'previous');
  return Promise.all(records.map((record) => statusOf(ledger, record, now)));
};
