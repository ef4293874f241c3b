import type { CaseId, LedgerReader } from '#eventsourcing';
import type { LiveProgress, LiveSeat } from './live-progress.ts';
import type { BuildRecord, ProjectionStore } from './projection-store.port.ts';
import type { Partitioner } from './slice.ts';

export interface StoreProgressOptions {
  readonly store: Pick<ProjectionStore, 'builds' | 'parked'>;
  readonly ledger: Pick<LedgerReader, 'read'>;
  readonly ledgerId: string;
  readonly partitionOf: Partitioner;
}

/** For a process that runs no projections itself: looks into the database each time. */
export const storeProgress = ({ store, ledger, ledgerId, partitionOf }: StoreProgressOptions): LiveProgress => {
  /** The slice of the event; nothing before it is sequenced. */
  const sliceWith = async (slices: readonly BuildRecord[], index: number): Promise<BuildRecord | undefined> => {
    if (slices.length <= 1) return slices[0];
    const [event] = await ledger.read(index, 1);
    return event && slices.find(({ checkpoint }) => checkpoint.partition === partitionOf(event.caseId, checkpoint.of));
  };

  const parkedIn = async ({ projection, build }: BuildRecord): Promise<ReadonlyMap<CaseId, number>> => {
    const parked = (await store.parked(ledgerId)).filter((one) => one.projection === projection && one.build === build);
    return new Map(parked.map(({ caseId, fromIndex }) => [caseId, fromIndex]));
  };

  return {
    ledgerId,
    liveSeat: async (projection, index): Promise<LiveSeat | undefined> => {
      const slices = (await store.builds(ledgerId)).filter((build) => build.projection === projection && build.state === 'live');
      const live = await sliceWith(slices, index);
      if (!live) return undefined;
      return { position: live.checkpoint.position, parkedFrom: live.parkedCases > 0 ? await parkedIn(live) : new Map<CaseId, number>() };
    },
    // Nobody tells; whoever waits looks again after a while.
    onMove: () => () => undefined,
  };
};
