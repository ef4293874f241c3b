import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import { activitiesOf, present, same, type ActivityData, type DealFacts, type Given } from '#rules';
import { stating, type Chapter, type Known } from './chapter.ts';
import { knownActivities, knownDocuments, knownStakeholders } from './references.ts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';

/** L29, L35, L112. */
export type LogActivity = Command<'LogActivity', Given<Data<'ActivityLogged'>>>;
/** L35. What is left out stays as it is. */
export type CorrectActivity = Command<
  'CorrectActivity',
  { readonly [K in keyof ActivityData]?: ActivityData[K] | undefined } & Pick<
    Data<'ActivityCorrected'>,
    'opportunityId' | 'activityId' | 'reason'
  >
>;
/** L8, L22. */
export type ShareDealInsight = Command<'ShareDealInsight', Given<Data<'DealInsightShared'>>>;
/** L33. */
export type ShareReferenceCase = Command<'ShareReferenceCase', Given<Data<'ReferenceCaseShared'>>>;

export type ActivityCommand = LogActivity | CorrectActivity | ShareDealInsight | ShareReferenceCase;

type Refused = Refusal<OpportunityRefusal> | undefined;

const formal: readonly ActivityData['type'][] = ['meeting', 'visit'];

/** L112: face to face, and the first of them once. */
const firstFormalRefused = (facts: DealFacts, { activityId, type, firstFormal }: Given<ActivityData>): Refused => {
  if (!firstFormal) return undefined;
  if (!formal.includes(type)) return refuse('NotAFormalMeeting', { type }, ['log it as a meeting or a visit, if it was one']);
  const other = activitiesOf(facts).find(({ data }) => data.firstFormal && data.activityId !== activityId)?.data;
  return other && refuse('FirstMeetingAlreadyHeld', { activityId: other.activityId, heldAt: other.heldAt }, ['CorrectActivity']);
};

const activityRefused = (given: Given<ActivityData>, { facts }: OpenDeal, { now }: Known): Refused => {
  const { heldAt, stakeholderIds, minutesDocumentId } = given;
  if (heldAt > now) return refuse('NotYetHeld', { heldAt }, ['log it once it was held']);
  return firstFormalRefused(facts, given) ?? knownStakeholders(facts, stakeholderIds) ?? knownDocuments(facts, [minutesDocumentId]);
};

const correct = ({ reason, ...changes }: CorrectActivity['data'], deal: OpenDeal, known: Known): Outcome => {
  const { activityId } = changes;
  const standing = activitiesOf(deal.facts).find(({ data }) => data.activityId === activityId);
  if (!standing) return knownActivities(deal.facts, [activityId]) ?? accept();
  const { reason: _, ...before } = standing.data as Data<'ActivityCorrected'>;
  const corrected: ActivityData = { ...before, ...present(changes) };
  if (same(before, corrected)) return accept();
  return activityRefused(corrected, deal, known) ?? accept({ type: 'ActivityCorrected', data: { ...corrected, reason } });
};

/** What is done with the customer. A repeated log of one that was corrected since changes nothing. */
export const activities: Chapter<ActivityCommand> = {
  LogActivity: stating('ActivityLogged', { among: ({ facts }) => facts.activities, id: 'activityId', check: activityRefused }),
  CorrectActivity: correct,
  ShareDealInsight: stating('DealInsightShared', {
    among: ({ facts }) => facts.insights,
    id: 'insightId',
    check: ({ stakeholderIds, activityId }, { facts }) => knownStakeholders(facts, stakeholderIds) ?? knownActivities(facts, [activityId]),
  }),
  ShareReferenceCase: stating('ReferenceCaseShared', {
    among: ({ facts }) => facts.referenceCases,
    id: 'sharingId',
    check: ({ activityId, documentId }, { facts }) => knownActivities(facts, [activityId]) ?? knownDocuments(facts, [documentId]),
  }),
};
