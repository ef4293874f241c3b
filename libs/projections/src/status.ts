import type { Instant, LedgerReader } from '#eventsourcing';
import { recordedAtOf } from './batch.ts';
import { mismatch } from './checkpoint.ts';
import type { BuildRecord, BuildId, ProjectionStore } from './projection-store.port.ts';
import type { LedgerSlices } from './slice-reader.ts';

export type RunState = 'running' | 'paused' | 'filling' | 'halted';

/** A build as operators see it. Builds kept for a rollback are not among them. */
export interface ProjectionStatus extends BuildId {
  readonly name: string;
  readonly live: boolean;
  readonly state: RunState;
  /** Why it is halted. */
  readonly reason: string | undefined;
  /** The slices that are projected each by itself. */
  readonly partitions: number;
  /** Of the slice furthest behind: the ledger index that comes next. */
  readonly position: number;
  /** Events not yet in the rows, those of parked cases included. */
  readonly lagEvents: number;
  /** Age of the oldest of them, from its recording; 0 when there is none. */
  readonly lagSeconds: number;
  readonly parkedCases: number;
}

export interface StatusSources {
  readonly ledger: Pick<LedgerReader, 'head' | 'read'>;
  readonly store: Pick<ProjectionStore, 'builds'>;
  readonly slices: Pick<LedgerSlices, 'backlog'>;
}

const stateOf = ({ state, paused }: BuildRecord, reason: string | undefined): RunState => {
  if (reason !== undefined) return 'halted';
  if (paused) return 'paused';
  return state === 'filling' ? 'filling' : 'running';
};

/** How one slice of a build is doing. */
interface SliceStatus {
  readonly reason: string | undefined;
  readonly position: number;
  readonly lagEvents: number;
  readonly oldest: Instant | undefined;
}

const sliceStatus = async ({ ledger, slices }: StatusSources, record: BuildRecord): Promise<SliceStatus> => {
  const { checkpoint, heldBack, oldestHeldBack } = record;
  const reason = await mismatch(ledger, checkpoint);
  const { events, oldest } = await slices.backlog(checkpoint, checkpoint.position);
  const times = [oldest && recordedAtOf(oldest), oldestHeldBack].filter((time) => time !== undefined);
  return { reason, position: checkpoint.position, lagEvents: events + heldBack, oldest: times.sort()[0] };
};

const statusOf = async (sources: StatusSources, records: readonly BuildRecord[], now: number): Promise<ProjectionStatus> => {
  const [record] = records as readonly [BuildRecord, ...BuildRecord[]];
  const { projection, version, build } = record;
  const slices = await Promise.all(records.map((one) => sliceStatus(sources, one)));
  const reason = slices.find((one) => one.reason !== undefined)?.reason;
  const [oldest] = slices.flatMap((one) => one.oldest ?? []).sort();
  return {
    projection,
    name: projection,
    version,
    build,
    live: record.state === 'live',
    state: stateOf(record, reason),
    reason,
    partitions: record.checkpoint.of,
    position: Math.min(...slices.map(({ position }) => position)),
    lagEvents: slices.reduce((sum, { lagEvents }) => sum + lagEvents, 0),
    lagSeconds: oldest === undefined ? 0 : Math.max(0, (now - Date.parse(oldest)) / 1000),
    parkedCases: records.reduce((sum, { parkedCases }) => sum + parkedCases, 0),
  };
};

/** All builds that are live or filling, by name; what it says comes from the database and the ledger, so that any process may ask. */
export const projectionStatus = async (sources: StatusSources, now: number): Promise<readonly ProjectionStatus[]> => {
  const { ledgerId } = await sources.ledger.head();
  const builds = new Map<string, BuildRecord[]>();
  for (const record of await sources.store.builds(ledgerId)) {
    if (record.state === 'previous') continue;
    const name = `${record.projection}/${record.version}/${record.build}`;
    builds.set(name, [...(builds.get(name) ?? []), record]);
  }
  return Promise.all([...builds.values()].map((records) => statusOf(sources, records, now)));
};
