import type { CaseId } from '#eventsourcing';
import type { LiveProgress, LiveSeat } from './live-progress.ts';
import type { ProjectionStore } from './projection-store.port.ts';

/** For a process that runs no projections itself: looks into the database each time. */
export const storeProgress = (store: Pick<ProjectionStore, 'builds' | 'parked'>, ledgerId: string): LiveProgress => ({
  ledgerId,
  liveSeat: async (projection): Promise<LiveSeat | undefined> => {
    const live = (await store.builds(ledgerId)).find((build) => build.projection === projection && build.state === 'live');
    if (!live) return undefined;
    const parkedFrom = new Map<CaseId, number>();
    if (live.parkedCases > 0)
      for (const { caseId, fromIndex, build, ...parked } of await store.parked(ledgerId))
        if (parked.projection === projection && build === live.build) parkedFrom.set(caseId, fromIndex);
    return { position: live.checkpoint.position, parkedFrom };
  },
  // Nobody tells; whoever waits looks again after a while.
  onMove: () => () => undefined,
});
