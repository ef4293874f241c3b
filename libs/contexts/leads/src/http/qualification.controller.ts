import { leads } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { AnswerLeadBant, AssessPurchaseIntent } from '../domain/qualification.ts';
import { leadController } from './lead-controller.ts';

const { LeadBantAnswered, PurchaseIntentAssessed } = leads;

type Qualification = (AnswerLeadBant | AssessPurchaseIntent)['type'];

export const LeadQualificationController = leadController<Qualification>('LeadQualification', 'leads: qualification', {
  AnswerLeadBant: {
    path: 'bant',
    summary: 'One question of BANT is answered: budget, authority, need or time frame (L113, L230, L234).',
    body: bodyOf(LeadBantAnswered.fields, 'leadId'),
  },
  AssessPurchaseIntent: {
    path: 'purchase-intent',
    summary: 'Intent to buy, budget range, decision chain and time table are assessed (L234).',
    body: bodyOf(PurchaseIntentAssessed.fields, 'leadId', 'contactId'),
  },
});
