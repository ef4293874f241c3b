import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import { latestVersionOf, returnOn, type FactsById, type Given, type NoReturn } from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';
import { knownDocuments, knownEvidence, knownStakeholders } from './references.ts';
import { ofLatestVersion, solutionUnknown, somethingNamed } from './solution-references.ts';

/** L130, L133, L261, L265. */
export type RecordFeedback = Command<'RecordFeedback', Given<Data<'CustomerFeedbackReceived'>>>;
/** L130, L262: the latest version of a solution answers it; a revision may also say so itself. */
export type AddressFeedback = Command<'AddressFeedback', Omit<Data<'FeedbackAddressed'>, 'solutionVersion'>>;
/** L7, L9, L131. Stated otherwise, it is to be acknowledged anew. */
export type RecordValuePoint = Command<'RecordValuePoint', Given<Data<'ValuePointRecorded'>>>;
/** L131. */
export type RecordValueAcknowledgement = Command<'RecordValueAcknowledgement', Data<'SolutionValueAcknowledged'>>;
/** L9, L42, L138 (K37). */
export type CompleteRoiAnalysis = Command<
  'CompleteRoiAnalysis',
  Given<Omit<Data<'RoiAnalysisCompleted'>, 'net' | 'roiBasisPoints' | 'paybackMonths'>>
>;

export type ValueCommand = RecordFeedback | AddressFeedback | RecordValuePoint | RecordValueAcknowledgement | CompleteRoiAnalysis;

type Refused = Refusal<OpportunityRefusal> | undefined;
type Subject = Data<'CustomerFeedbackReceived'>['subject'];

const suppliers: Readonly<Record<Exclude<Subject, 'other'>, string>> = {
  solution: 'DesignSolution',
  demo: 'RecordDemo',
  poc: 'RequestPoc',
  proposal: 'SubmitProposal',
};

const subjectsOf = ({ facts }: OpenDeal): Readonly<Record<Exclude<Subject, 'other'>, FactsById>> => ({
  solution: facts.solutionDesigns,
  demo: facts.demos,
  poc: facts.pocRequests,
  proposal: facts.proposals,
});

const subjectKnown = ({ subject, subjectId, subjectVersion }: RecordFeedback['data'], deal: OpenDeal): Refused => {
  if (subject === 'other') return undefined;
  if (subjectId === undefined) return somethingNamed('subjectId', []);
  const unknown = onFile(subject, subjectsOf(deal)[subject], [subjectId], suppliers[subject]);
  if (unknown || subject !== 'solution') return unknown;
  if (subjectVersion === undefined) return somethingNamed('subjectVersion', []);
  const latest = latestVersionOf(deal.facts, subjectId)?.data.version ?? 0;
  return subjectVersion <= latest
    ? undefined
    : refuse('NotLatestVersion', { solutionId: subjectId, version: subjectVersion, latest }, [`look at version ${latest}`]);
};

const addressed = stating('FeedbackAddressed', { among: ({ facts }) => facts.feedbackAddressed, id: 'feedbackId', revisable: true });

/** What was made before the feedback does not answer it. */
const address = (given: AddressFeedback['data'], deal: OpenDeal, known: Known): Outcome => {
  const { feedbackId, solutionId } = given;
  const feedback = deal.facts.feedback[feedbackId];
  const latest = latestVersionOf(deal.facts, solutionId);
  if (!feedback) return onFile('feedback', deal.facts.feedback, [feedbackId], 'RecordFeedback') ?? accept();
  if (!latest) return solutionUnknown(solutionId);
  const solutionVersion = latest.data.version;
  if (latest.revision < feedback.revision)
    return refuse('FeedbackNotAnswered', { feedbackId, solutionId, solutionVersion }, ['ReviseSolution']);
  return addressed({ ...given, solutionVersion }, deal, known);
};

const liftedBy: Readonly<Record<NoReturn, string>> = {
  CurrenciesDiffer: 'state all amounts in one currency',
  HorizonOtherwise: 'state one year for each 12 months of the horizon, or a part of them',
  NothingInvested: 'state what the customer spends',
  AmountBeyondRange: 'state amounts whose results are at most 2^53−1',
};

const roi = stating('RoiAnalysisCompleted', {
  among: ({ facts }) => facts.roiAnalyses,
  id: 'roiId',
  check: ({ documentId }, deal) => knownDocuments(deal.facts, [documentId]),
});

const completeRoi = (given: CompleteRoiAnalysis['data'], deal: OpenDeal, known: Known): Outcome => {
  const computed = returnOn(given);
  return typeof computed === 'string'
    ? refuse(computed, { roiId: given.roiId }, [liftedBy[computed]])
    : roi({ ...given, ...computed, paybackMonths: computed.paybackMonths }, deal, known);
};

/** What the customer says of what it is offered, and what it is worth to it (L7, L9, L42, L130–L131, L261–L262). */
export const value: Chapter<ValueCommand> = {
  RecordFeedback: stating('CustomerFeedbackReceived', {
    among: ({ facts }) => facts.feedback,
    id: 'feedbackId',
    check: (given, deal) =>
      subjectKnown(given, deal) ?? knownStakeholders(deal.facts, [given.fromStakeholderId]) ?? knownEvidence(deal.facts, given.evidence),
  }),
  AddressFeedback: address,
  RecordValuePoint: stating('ValuePointRecorded', { among: ({ facts }) => facts.valuePoints, id: 'valuePointId', revisable: true }),
  RecordValueAcknowledgement: stating('SolutionValueAcknowledged', {
    among: ({ facts }) => facts.valueAcknowledgements,
    id: 'acknowledgementId',
    check: (given, deal) =>
      ofLatestVersion(deal, given) ??
      somethingNamed('valuePointIds', given.valuePointIds) ??
      onFile('value point', deal.facts.valuePoints, given.valuePointIds, 'RecordValuePoint') ??
      knownStakeholders(deal.facts, [given.byStakeholderId]) ??
      knownEvidence(deal.facts, given.evidence),
  }),
  CompleteRoiAnalysis: completeRoi,
};
