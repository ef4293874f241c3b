import type { Command } from '#eventsourcing';
import type { Given } from '#rules';
import { onFile, stating, type Chapter } from './chapter.ts';
import type { Data } from './opportunity.state.ts';
import { knownActivities, knownDocuments, knownStakeholders } from './references.ts';

/** L114, L233. */
export type RecordPainPoint = Command<'RecordPainPoint', Given<Data<'PainPointRecorded'>>>;
/** L114, L245. */
export type RecordBusinessObjective = Command<'RecordBusinessObjective', Given<Data<'BusinessObjectiveRecorded'>>>;
/** L245. */
export type StateChallenge = Command<'StateChallenge', Given<Data<'ChallengeStated'>>>;
/** L115, L246. */
export type RecordCurrentSolution = Command<'RecordCurrentSolution', Given<Data<'CurrentSolutionRecorded'>>>;
/** L234. */
export type AssessDealPurchaseIntent = Command<'AssessDealPurchaseIntent', Given<Data<'DealPurchaseIntentAssessed'>>>;
/** L116. */
export type AssessFit = Command<'AssessFit', Given<Data<'FitAssessed'>>>;
/** L248. */
export type RecordProcurementProcess = Command<'RecordProcurementProcess', Given<Data<'ProcurementProcessRecorded'>>>;
/** L251. */
export type AnswerQuestionnaire = Command<'AnswerQuestionnaire', Given<Data<'QuestionnaireAnswered'>>>;

export type DiscoveryCommand =
  | RecordPainPoint
  | RecordBusinessObjective
  | StateChallenge
  | RecordCurrentSolution
  | AssessDealPurchaseIntent
  | AssessFit
  | RecordProcurementProcess
  | AnswerQuestionnaire;

/** What is found out about the customer (L112–L117, L244–L248). */
export const discovery: Chapter<DiscoveryCommand> = {
  RecordPainPoint: stating('PainPointRecorded', { among: ({ facts }) => facts.painPoints, id: 'painPointId', revisable: true }),
  RecordBusinessObjective: stating('BusinessObjectiveRecorded', {
    among: ({ facts }) => facts.businessObjectives,
    id: 'objectiveId',
    revisable: true,
  }),
  StateChallenge: stating('ChallengeStated', {
    among: ({ facts }) => facts.challenges,
    ...{ id: 'challengeId', revisable: true },
    check: ({ activityId, stakeholderId }, { facts }) => knownActivities(facts, [activityId]) ?? knownStakeholders(facts, [stakeholderId]),
  }),
  RecordCurrentSolution: stating('CurrentSolutionRecorded', {
    among: ({ facts }) => facts.currentSolutions,
    ...{ id: 'solutionId', revisable: true },
  }),
  AssessDealPurchaseIntent: stating('DealPurchaseIntentAssessed', {
    among: ({ facts }) => facts.purchaseIntent,
    ...{ id: 'opportunityId', revisable: true },
  }),
  AssessFit: stating('FitAssessed', {
    among: ({ facts }) => facts.fit,
    ...{ id: 'phase', revisable: true },
    check: ({ painPointIds = [], objectiveIds = [] }, { facts }) =>
      onFile('painPoints', facts.painPoints, painPointIds, 'RecordPainPoint') ??
      onFile('objectives', facts.businessObjectives, objectiveIds, 'RecordBusinessObjective'),
  }),
  RecordProcurementProcess: stating('ProcurementProcessRecorded', {
    among: ({ facts }) => facts.procurementProcess,
    ...{ id: 'opportunityId', revisable: true },
    check: ({ approverIds }, { facts }) => knownStakeholders(facts, approverIds),
  }),
  AnswerQuestionnaire: stating('QuestionnaireAnswered', {
    among: ({ facts }) => facts.questionnaires,
    ...{ id: 'questionnaireId', revisable: true },
    check: ({ stakeholderId, documentId }, { facts }) => knownStakeholders(facts, [stakeholderId]) ?? knownDocuments(facts, [documentId]),
  }),
};
