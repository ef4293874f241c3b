import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { AnswerQualification } from '../domain/qualification.ts';
import { dealController } from './deal-controller.ts';

const { QualificationAnswered } = opportunities;

export const QualificationController = dealController<AnswerQualification['type']>('Qualification', 'deals: qualification', {
  AnswerQualification: {
    path: 'qualification-answers',
    summary: 'A question of a sales method is answered; what all answers amount to is counted by the server (L30, L113, L230).',
    body: bodyOf(QualificationAnswered.fields, 'opportunityId', 'question', 'form', 'asks'),
  },
});
