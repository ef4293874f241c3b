import type { CaseId } from '#eventsourcing';
import type { FeedEvent } from './feed-event.ts';

/** Which events a reader wants; all where nothing is said. */
export interface FeedFilter {
  readonly types?: ReadonlySet<string>;
  readonly caseId?: CaseId;
}

export const passes = ({ types, caseId }: FeedFilter, event: Pick<FeedEvent, 'type' | 'caseId'>): boolean =>
  (caseId === undefined || event.caseId === caseId) && (types === undefined || types.has(event.type));
