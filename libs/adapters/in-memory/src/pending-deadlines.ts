import type { Instant } from '#eventsourcing';
import {
  deadlinesTable,
  type DeadlineCounts,
  type DeadlinePlace,
  type DeadlinesRow,
  type PendingDeadlines,
  type WaitingStream,
} from '#projections';
import type { InMemoryProjectionStore } from './projection-store.ts';

const isBefore = (one: DeadlinePlace, other: DeadlinePlace): boolean =>
  one.firesAt === other.firesAt ? one.stream < other.stream : one.firesAt < other.firesAt;

/** Pending deadlines in the rows that a projection store in memory has. */
export class InMemoryPendingDeadlines implements PendingDeadlines {
  constructor(private readonly store: Pick<InMemoryProjectionStore, 'rows'>) {}

  async due(by: Instant, limit: number, after?: DeadlinePlace): Promise<readonly WaitingStream[]> {
    return this.#rows()
      .filter((row) => row.firesAt <= by && (!after || isBefore(after, row)))
      .sort((one, other) => (isBefore(one, other) ? -1 : 1))
      .slice(0, limit)
      .map(({ caseId, stream, firesAt, pending }) => ({ firesAt, stream, pending: pending.map((each) => ({ ...each, caseId, stream })) }));
  }

  async next(after: Instant): Promise<Instant | undefined> {
    const [next] = this.#rows()
      .map(({ firesAt }) => firesAt)
      .filter((at) => at > after)
      .sort();
    return next;
  }

  async counts(by: Instant): Promise<DeadlineCounts> {
    const all = this.#rows().flatMap(({ pending }) => pending);
    return { pending: all.length, overdue: all.filter(({ firesAt }) => firesAt <= by).length };
  }

  #rows(): readonly DeadlinesRow[] {
    return (this.store.rows(deadlinesTable.name) ?? []) as readonly DeadlinesRow[];
  }
}
