import { accept, refuse, type Command } from '#eventsourcing';
import { isParty, statersOf, present, same, type Given } from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { knownEvidence, knownStakeholders } from './references.ts';
import { documentsKnown, expertOf, needsKnown } from './solution-references.ts';

/** L125, L244, L251. */
export type RecordNeedsResearchSession = Command<'RecordNeedsResearchSession', Given<Data<'NeedsResearchSessionHeld'>>>;
/** L27, L35, L249. Stated otherwise under the same id, it is another version of the need, which is to be confirmed anew. */
export type RecordNeed = Command<'RecordNeed', Omit<Data<'NeedRecorded'>, 'version'>>;
/** L27, L35, L125: in the wording that the need has now. */
export type ConfirmNeed = Command<'ConfirmNeed', Omit<Data<'NeedConfirmed'>, 'version'>>;
/** L34: by presales or an architect, who is not the deal's owner, in the wording that the need has now. */
export type ConfirmTechnicalNeed = Command<'ConfirmTechnicalNeed', Given<Omit<Data<'TechnicalNeedConfirmed'>, 'version' | 'role'>>>;
/** L133, L249, L252. The versions are counted over the report. */
export type SubmitNeedsAnalysisReport = Command<'SubmitNeedsAnalysisReport', Omit<Data<'NeedsAnalysisReportSubmitted'>, 'version'>>;
/** L253 (K21, K22): by someone other than who handed it in. */
export type ReviewNeedsAnalysisReport = Command<'ReviewNeedsAnalysisReport', Given<Data<'NeedsAnalysisReportReviewed'>>>;

export type NeedsCommand =
  RecordNeedsResearchSession | RecordNeed | ConfirmNeed | ConfirmTechnicalNeed | SubmitNeedsAnalysisReport | ReviewNeedsAnalysisReport;

const recordNeed = (given: RecordNeed['data'], { facts }: OpenDeal): Outcome => {
  const earlier = facts.needs[given.needId]?.data;
  if (earlier && same({ ...given, version: earlier.version }, earlier)) return accept();
  return accept({ type: 'NeedRecorded', data: { ...given, version: (earlier?.version ?? 0) + 1 } });
};

const confirmation = stating('NeedConfirmed', {
  among: ({ facts }) => facts.needConfirmations,
  id: 'needId',
  revisable: true,
  check: ({ byStakeholderId, evidence }, deal) => knownStakeholders(deal.facts, [byStakeholderId]) ?? knownEvidence(deal.facts, evidence),
});

const confirmNeed = (given: ConfirmNeed['data'], deal: OpenDeal, known: Known): Outcome => {
  const need = deal.facts.needs[given.needId]?.data;
  return need ? confirmation({ ...given, version: need.version }, deal, known) : (needsKnown(deal, [given.needId]) ?? accept());
};

const technicalConfirmation = stating('TechnicalNeedConfirmed', {
  among: ({ facts }) => facts.technicalConfirmations,
  id: 'needId',
  revisable: true,
});

const confirmTechnicalNeed = (given: ConfirmTechnicalNeed['data'], deal: OpenDeal, known: Known): Outcome => {
  const need = deal.facts.needs[given.needId]?.data;
  if (!need) return needsKnown(deal, [given.needId]) ?? accept();
  if (need.kind !== 'technical') return refuse('NeedNotTechnical', { needId: need.needId }, ['ConfirmNeed']);
  const expert = expertOf(deal, known);
  if ('refusal' in expert) return expert.refusal;
  return technicalConfirmation({ ...given, version: need.version, role: expert.role }, deal, known);
};

const submitReport = (given: SubmitNeedsAnalysisReport['data'], deal: OpenDeal): Outcome => {
  const earlier = deal.facts.needsReports[given.reportId]?.data;
  if (earlier && same({ ...given, version: earlier.version }, earlier)) return accept();
  const submitted = { ...given, version: (earlier?.version ?? 0) + 1 };
  return (
    documentsKnown(deal, [given.documentId], ['needsAnalysisReport']) ?? accept({ type: 'NeedsAnalysisReportSubmitted', data: submitted })
  );
};

const reviewReport = (given: ReviewNeedsAnalysisReport['data'], { facts }: OpenDeal, known: Known): Outcome => {
  const { reportId, version } = given;
  const report = facts.needsReports[reportId];
  if (!report) return onFile('report', facts.needsReports, [reportId], 'SubmitNeedsAnalysisReport') ?? accept();
  const latest = report.data.version;
  if (version !== latest) return refuse('NotLatestVersion', { reportId, version, latest }, [`look at version ${latest}`]);
  if (statersOf(report).some((stater) => isParty(known, stater)))
    return refuse('OwnWork', { submittedBy: report.by }, ['have someone else review it']);
  const reviewed = present(given);
  return same(reviewed, facts.needsReportReviews[reportId]?.data)
    ? accept()
    : accept({ type: 'NeedsAnalysisReportReviewed', data: reviewed });
};

/** What the customer needs (L27, L34–L35, L125, L241–L253). */
export const needs: Chapter<NeedsCommand> = {
  RecordNeedsResearchSession: stating('NeedsResearchSessionHeld', {
    among: ({ facts }) => facts.researchSessions,
    id: 'sessionId',
    check: ({ participants, minutesDocumentId }, deal) =>
      knownStakeholders(deal.facts, participants.stakeholderIds) ?? documentsKnown(deal, [minutesDocumentId], ['meetingMinutes']),
  }),
  RecordNeed: recordNeed,
  ConfirmNeed: confirmNeed,
  ConfirmTechnicalNeed: confirmTechnicalNeed,
  SubmitNeedsAnalysisReport: submitReport,
  ReviewNeedsAnalysisReport: reviewReport,
};
