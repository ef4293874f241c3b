import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DiscoveryCommand } from '../domain/discovery.ts';
import { dealController } from './deal-controller.ts';

const { PainPointRecorded, BusinessObjectiveRecorded, ChallengeStated, CurrentSolutionRecorded } = opportunities;
const { DealPurchaseIntentAssessed, FitAssessed, ProcurementProcessRecorded, QuestionnaireAnswered } = opportunities;

export const DiscoveryController = dealController<DiscoveryCommand['type']>('Discovery', 'deals: discovery', {
  RecordPainPoint: {
    path: 'pain-points',
    summary: 'A pain of the customer (L8, L21, L114, L233).',
    body: bodyOf(PainPointRecorded.fields, 'opportunityId', 'painPointId'),
    makes: { painPointId: 'pain-point' },
  },
  RecordBusinessObjective: {
    path: 'objectives',
    summary: 'What the customer wants to reach (L8, L114, L245).',
    body: bodyOf(BusinessObjectiveRecorded.fields, 'opportunityId', 'objectiveId'),
    makes: { objectiveId: 'objective' },
  },
  StateChallenge: {
    path: 'challenges',
    summary: 'What the customer says it is up against (L245).',
    body: bodyOf(ChallengeStated.fields, 'opportunityId', 'challengeId'),
    makes: { challengeId: 'challenge' },
  },
  RecordCurrentSolution: {
    path: 'current-solutions',
    summary: 'What the customer uses today, and where it falls short (L115, L246).',
    body: bodyOf(CurrentSolutionRecorded.fields, 'opportunityId', 'solutionId'),
    makes: { solutionId: 'current-solution' },
  },
  AssessDealPurchaseIntent: {
    path: 'purchase-intent',
    summary: 'How much the customer wants to buy, and by when (L234).',
    body: bodyOf(DealPurchaseIntentAssessed.fields, 'opportunityId'),
  },
  AssessFit: {
    path: 'fit',
    summary: 'How well we fit what the customer needs (L116).',
    body: bodyOf(FitAssessed.fields, 'opportunityId'),
  },
  RecordProcurementProcess: {
    path: 'procurement-process',
    summary: 'How the customer buys: steps, source of the budget, who approves (L248).',
    body: bodyOf(ProcurementProcessRecorded.fields, 'opportunityId'),
  },
  AnswerQuestionnaire: {
    path: 'questionnaires',
    summary: 'What the customer answered to a questionnaire (L251).',
    body: bodyOf(QuestionnaireAnswered.fields, 'opportunityId', 'questionnaireId'),
    makes: { questionnaireId: 'questionnaire' },
  },
});
