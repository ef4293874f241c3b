import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import { latestVersionOf, stakeholdersOf, type Given } from '#rules';
import { resourceAllowed } from './allowance.ts';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';
import { knownDocuments, knownStakeholders } from './references.ts';
import { notAskedAs } from './resources.ts';
import { painPointsKnown, solutionUnknown, somethingNamed } from './solution-references.ts';

/** L32, L129. Stated anew, it is put off. */
export type ScheduleDemo = Command<'ScheduleDemo', Data<'DemoScheduled'>>;
/** L32, L129, L260. The audience's roles are those on file. */
export type RecordDemo = Command<
  'RecordDemo',
  Given<Omit<Data<'DemoDelivered'>, 'audience'>> & { readonly stakeholderIds: readonly string[] }
>;
/** L37, L134 (K25, K29). */
export type RecordDemoOutcome = Command<'RecordDemoOutcome', Given<Data<'DemoOutcomeRecorded'>>>;
/** L129, L188. */
export type RequestPoc = Command<'RequestPoc', Data<'PocRequested'>>;
/** L129, L188. By what it is allowed is found, not stated. */
export type StartPoc = Command<'StartPoc', Omit<Data<'PocStarted'>, 'authority'>>;
/** L129, L134 (K28). It succeeded only if all of its criteria of success were met. */
export type ConcludePoc = Command<'ConcludePoc', Given<Data<'PocConcluded'>>>;
/** Before its end only: what it showed cannot be taken back. */
export type CancelPoc = Command<'CancelPoc', Data<'PocCancelled'>>;

export type DemonstrationCommand = ScheduleDemo | RecordDemo | RecordDemoOutcome | RequestPoc | StartPoc | ConcludePoc | CancelPoc;

type Refused = Refusal<OpportunityRefusal> | undefined;

/** A demonstration may be recorded after the solution went on; never of a version that there was not. */
const versionKnown = ({ facts }: OpenDeal, shown: Data<'DemoDelivered'>['solution']): Refused => {
  if (!shown) return undefined;
  const latest = latestVersionOf(facts, shown.solutionId)?.data.version;
  if (latest === undefined) return solutionUnknown(shown.solutionId);
  return shown.version <= latest ? undefined : refuse('NotLatestVersion', { ...shown, latest }, [`look at version ${latest}`]);
};

const demo = stating('DemoDelivered', {
  among: ({ facts }) => facts.demos,
  id: 'demoId',
  check: ({ solution, painPointIds, audience }, deal) =>
    somethingNamed('stakeholderIds', audience) ?? painPointsKnown(deal, painPointIds) ?? versionKnown(deal, solution),
});

const recordDemo = ({ stakeholderIds, ...given }: RecordDemo['data'], deal: OpenDeal, known: Known): Outcome => {
  const unknown = knownStakeholders(deal.facts, stakeholderIds);
  if (unknown) return unknown;
  const audience = stakeholdersOf(deal.facts)
    .map(({ data: { stakeholderId, roles } }) => ({ stakeholderId, roles }))
    .filter(({ stakeholderId }) => stakeholderIds.includes(stakeholderId));
  return demo({ ...given, audience }, deal, known);
};

const pocRequested = ({ facts }: OpenDeal, pocId: string): Refused => onFile('requested POC', facts.pocRequests, [pocId], 'RequestPoc');

const pocOpen = ({ facts }: OpenDeal, pocId: string): Refused => {
  if (facts.pocConclusions[pocId]) return refuse('PocEnded', { pocId, as: 'concluded' }, ['RequestPoc']);
  return facts.pocCancellations[pocId] ? refuse('PocEnded', { pocId, as: 'cancelled' }, ['RequestPoc']) : undefined;
};

const startPoc = (given: StartPoc['data'], deal: OpenDeal, known: Known): Outcome => {
  const { pocId } = given;
  if (deal.facts.pocStarts[pocId]) return accept();
  const hindrance = pocRequested(deal, pocId) ?? pocOpen(deal, pocId);
  if (hindrance) return hindrance;
  const allowed = resourceAllowed(deal, { pocId }, known);
  return 'refusal' in allowed ? allowed.refusal : accept({ type: 'PocStarted', data: { ...given, ...allowed } });
};

const criteriaKnown = ({ facts }: OpenDeal, { pocId, result, criteriaMet }: ConcludePoc['data']): Refused => {
  const criteria = facts.pocRequests[pocId]?.data.successCriteria.map(({ criterionId }) => criterionId) ?? [];
  const unknown = criteriaMet.filter((id) => !criteria.includes(id));
  if (unknown.length > 0)
    return refuse('NotOnFile', { what: 'criterion of success', ids: unknown }, ['name those that it was asked for with']);
  const open = criteria.filter((id) => !criteriaMet.includes(id));
  return result === 'succeeded' && open.length > 0
    ? refuse('SuccessCriteriaOpen', { pocId, criterionIds: open }, ['conclude it as what it is'])
    : undefined;
};

const conclude = stating('PocConcluded', {
  among: ({ facts }) => facts.pocConclusions,
  id: 'pocId',
  check: (given, deal) =>
    pocOpen(deal, given.pocId) ??
    onFile('started POC', deal.facts.pocStarts, [given.pocId], 'StartPoc') ??
    criteriaKnown(deal, given) ??
    knownDocuments(deal.facts, [given.reportDocumentId]),
});

const cancel = ({ pocId, ...given }: CancelPoc['data'], deal: OpenDeal): Outcome => {
  if (deal.facts.pocCancellations[pocId]) return accept();
  return pocRequested(deal, pocId) ?? pocOpen(deal, pocId) ?? accept({ type: 'PocCancelled', data: { pocId, ...given } });
};

/** What was shown and tried out (L32, L129, L260). A major POC waits for an approval of its own (L188). */
export const demonstration: Chapter<DemonstrationCommand> = {
  ScheduleDemo: stating('DemoScheduled', {
    among: ({ facts }) => facts.demosScheduled,
    id: 'demoId',
    revisable: true,
    check: ({ painPointIds }, deal) => painPointsKnown(deal, painPointIds),
  }),
  RecordDemo: recordDemo,
  RecordDemoOutcome: stating('DemoOutcomeRecorded', {
    among: ({ facts }) => facts.demoOutcomes,
    id: 'demoId',
    revisable: true,
    check: ({ demoId, ratedByStakeholderId }, deal) =>
      onFile('demo that was held', deal.facts.demos, [demoId], 'RecordDemo') ?? knownStakeholders(deal.facts, [ratedByStakeholderId]),
  }),
  RequestPoc: stating('PocRequested', {
    among: ({ facts }) => facts.pocRequests,
    id: 'pocId',
    check: ({ pocId, successCriteria }, { facts }) =>
      notAskedAs(facts.resourceRequests, 'ResourceRequested', pocId) ?? somethingNamed('successCriteria', successCriteria),
  }),
  StartPoc: startPoc,
  ConcludePoc: conclude,
  CancelPoc: cancel,
};
