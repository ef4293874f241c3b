import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { ProposalCommand } from '../domain/proposals.ts';
import { dealController } from './deal-controller.ts';

const { ProposalDrafted, ProposalRevised, ProposalDueDateSet, ProposalSubmitted, ProposalPresented, QuoteIssued } = opportunities;
const { amount, ...submitted } = ProposalSubmitted.fields;

export const ProposalsController = dealController<ProposalCommand['type']>('Proposals', 'deals: proposals', {
  DraftProposal: {
    path: 'proposals/draft',
    summary: 'A proposal is drafted, section by section (L41, L138, L258).',
    body: bodyOf(ProposalDrafted.fields, 'opportunityId', 'proposalId', 'version'),
    makes: { proposalId: 'proposal' },
  },
  ReviseProposal: {
    path: 'proposals/revise',
    summary: 'A proposal is changed (L262).',
    body: bodyOf(ProposalRevised.fields, 'opportunityId', 'version'),
  },
  SetProposalDueDate: {
    path: 'proposals/due-date',
    summary: 'By when a proposal is to be submitted (L145, L266).',
    body: bodyOf(ProposalDueDateSet.fields, 'opportunityId'),
  },
  SubmitProposal: {
    path: 'proposals',
    summary: 'A proposal with a price was handed to the customer; the amount is that of the quote that it names (L41, L138, L139).',
    body: {
      ...bodyOf(submitted, 'opportunityId', 'proposalId', 'version', 'sections', 'quote', 'dueOn', 'inTime'),
      amount: { ...amount, required: false },
      quoteId: { ...QuoteIssued.fields.quoteId, required: false },
    },
    makes: { proposalId: 'proposal' },
  },
  PresentProposal: {
    path: 'proposals/presentations',
    summary: 'A proposal was presented to those who decide and those whom it concerns (L260).',
    body: bodyOf(ProposalPresented.fields, 'opportunityId', 'presentationId', 'version'),
    makes: { presentationId: 'presentation' },
  },
});
