import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { ValueCommand } from '../domain/value.ts';
import { dealController } from './deal-controller.ts';

const { CustomerFeedbackReceived, FeedbackAddressed, ValuePointRecorded, SolutionValueAcknowledged, RoiAnalysisCompleted } = opportunities;

export const ValueController = dealController<ValueCommand['type']>('Value', 'deals: value', {
  RecordFeedback: {
    path: 'feedback',
    summary: 'What somebody of the customer’s thinks of what it was offered (L130, L133, L261, L265).',
    body: bodyOf(CustomerFeedbackReceived.fields, 'opportunityId', 'feedbackId'),
    makes: { feedbackId: 'feedback' },
  },
  AddressFeedback: {
    path: 'address-feedback',
    summary: 'The latest version of a solution, made since, answers the feedback (L130, L262).',
    body: bodyOf(FeedbackAddressed.fields, 'opportunityId', 'solutionVersion'),
  },
  RecordValuePoint: {
    path: 'value-points',
    summary: 'What is worth something to the customer (L7, L9, L131).',
    body: bodyOf(ValuePointRecorded.fields, 'opportunityId', 'valuePointId'),
    makes: { valuePointId: 'value-point' },
  },
  RecordValueAcknowledgement: {
    path: 'value-acknowledgements',
    summary: 'Somebody of the customer’s agrees that the latest version of a solution has this value (L131).',
    body: bodyOf(SolutionValueAcknowledged.fields, 'opportunityId', 'acknowledgementId'),
    makes: { acknowledgementId: 'value-acknowledgement' },
  },
  CompleteRoiAnalysis: {
    path: 'roi-analyses',
    summary: 'What the customer invests and gains; net, ROI and payback are computed (L9, L42, L138).',
    body: bodyOf(RoiAnalysisCompleted.fields, 'opportunityId', 'roiId', 'net', 'roiBasisPoints', 'paybackMonths'),
    makes: { roiId: 'roi-analysis' },
  },
});
