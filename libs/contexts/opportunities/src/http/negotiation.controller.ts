import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DealNegotiationCommand } from '../domain/negotiation.ts';
import { dealController } from './deal-controller.ts';

const { QuoteIssued, ProcurementStepRecorded } = opportunities;

type OverHttp = Exclude<DealNegotiationCommand['type'], 'NoteNegotiation'>;

export const DealNegotiationController = dealController<OverHttp>('DealNegotiation', 'deals: negotiation', {
  EnterNegotiation: {
    path: 'negotiations',
    summary: 'The deal comes to be negotiated, about an issued quote where one is named (L45, L149).',
    body: { quoteId: { schema: QuoteIssued.fields.quoteId.schema, required: false } },
    makes: { negotiationId: 'negotiation' },
  },
  RecordProcurementStep: {
    path: 'procurement-steps',
    summary: 'How a step of the customer’s own purchase stands, and how we help with it (L46).',
    body: bodyOf(ProcurementStepRecorded.fields, 'opportunityId', 'stepId'),
    makes: { stepId: 'procurement-step' },
  },
});
