import type { Evidence } from '#event-contracts';
import type { DealFacts } from './deal-facts.ts';
import { documentsOnFile } from './documents.ts';
import { listed, type Fact, type FactsById } from './gathering.ts';

/** What is known of one thing now, resting on the event that stated it first and, where there is one, on the last that restated it. */
export interface Standing<D> {
  readonly data: D;
  readonly first: Fact<D>;
  readonly evidence: readonly string[];
}

/** Facts of one kind, the earliest first, each as it was last restated. */
const restated = <D>(stated: FactsById<D>, later: FactsById<D>, id: keyof D): readonly Standing<D>[] =>
  listed(stated).map((first) => {
    const last = later[String(first.data[id])];
    return { data: last?.data ?? first.data, first, evidence: last ? [first.eventId, last.eventId] : [first.eventId] };
  });

export type ActivityData = DealFacts['activities'][string]['data'];
export type StakeholderData = DealFacts['stakeholders'][string]['data'];

/** What was done with the customer, as corrected (L29, L35). */
export const activitiesOf = ({
  activities,
  activityCorrections,
}: Pick<DealFacts, 'activities' | 'activityCorrections'>): readonly Standing<ActivityData>[] =>
  restated<ActivityData>(activities, activityCorrections, 'activityId');

/** Who matters at the customer's, as it is known now (L31, L247). */
export const stakeholdersOf = ({
  stakeholders,
  stakeholderRevisions,
}: Pick<DealFacts, 'stakeholders' | 'stakeholderRevisions'>): readonly Standing<StakeholderData>[] =>
  restated<StakeholderData>(stakeholders, stakeholderRevisions, 'stakeholderId');

/** The events that a statement rests on: activities that were logged, and documents whose bytes the server has. A claimed document proves nothing, nor does a name alone. */
export const provenBy = (facts: DealFacts, evidence: Evidence | undefined): readonly string[] => {
  const { activityIds = [], documentIds = [] } = evidence ?? {};
  const activities = activitiesOf(facts).filter(({ data }) => activityIds.includes(data.activityId));
  return [...activities.flatMap((each) => each.evidence), ...documentsOnFile(facts, undefined, documentIds).map(({ eventId }) => eventId)];
};
