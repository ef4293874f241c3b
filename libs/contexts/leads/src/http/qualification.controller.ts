import { leads } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { OverrideLeadCriterion } from '../domain/overriding.ts';
import type { AnswerLeadBant, AssessPurchaseIntent } from '../domain/qualification.ts';
import { leadController } from './lead-controller.ts';

const { LeadBantAnswered, LeadCriterionOverridden, PurchaseIntentAssessed } = leads;

type Qualification = (AnswerLeadBant | AssessPurchaseIntent | OverrideLeadCriterion)['type'];

export const LeadQualificationController = leadController<Qualification>('LeadQualification', 'leads: qualification', {
  AnswerLeadBant: {
    path: 'bant',
    summary:
      'One question of the BANT form in force is answered: budget, authority, need, time frame, or what the company asks beside (L113, L230, L234).',
    body: bodyOf(LeadBantAnswered.fields, 'leadId', 'form', 'asks'),
  },
  AssessPurchaseIntent: {
    path: 'purchase-intent',
    summary: 'Intent to buy, budget range, decision chain and time table are assessed (L234).',
    body: bodyOf(PurchaseIntentAssessed.fields, 'leadId', 'contactId'),
  },
  OverrideLeadCriterion: {
    path: 'overrides',
    summary: 'A lead of someone else is let pass the gate before which it stands without a criterion, by whom the process names.',
    body: bodyOf(LeadCriterionOverridden.fields, 'leadId', 'stage', 'role'),
  },
});
