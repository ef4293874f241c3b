import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { ProposalSection, proposalSections } from './lifecycle.events.ts';

/** Before whom a proposal is presented (L260). */
export const audiences = ['decisionMakers', 'technical', 'users', 'procurement', 'finance'] as const;

/** What a proposal is checked for: its sections (L138), and the formal quote that goes with it (L139). */
export const proposalParts = [...proposalSections, 'quote'] as const;

const content = {
  opportunityId: open(Id),
  proposalId: open(Id),
  /** Counted over all proposals of the deal, from 1. */
  version: open(Type.Integer({ minimum: 1 })),
  solutionId: openOptional(Id),
  solutionVersion: openOptional(Type.Integer({ minimum: 1 })),
  sections: open(Type.Array(ProposalSection)),
};

const parts = Type.Array(OneOf(...proposalParts));

/** Proposals, from the first draft to their presentation. Their submission is part of the deal's course. */
export const proposals = {
  ProposalDrafted: event('ProposalDrafted', {
    aggregate: 'opportunity',
    description: 'A proposal of a solution was drafted (L41, L138, L258).',
    fields: content,
  }),
  ProposalRevised: event('ProposalRevised', {
    aggregate: 'opportunity',
    description: 'A proposal was changed, for example as the customer’s feedback asks (L262).',
    fields: { ...content, reason: openOptional(Prose) },
  }),
  ProposalDueDateSet: event('ProposalDueDateSet', {
    aggregate: 'opportunity',
    description: 'A proposal is to be submitted by a certain day (L145, L266: K31).',
    fields: { opportunityId: open(Id), proposalId: open(Id), dueOn: open(CalendarDate), reason: openOptional(Prose) },
  }),
  ProposalCompletenessChecked: event('ProposalCompletenessChecked', {
    aggregate: 'opportunity',
    description:
      'The server reckoned which of the parts that a proposal is to have were there when it was submitted (L138, L139, L145: K30).',
    fields: {
      opportunityId: open(Id),
      proposalId: open(Id),
      version: open(Type.Integer({ minimum: 1 })),
      required: open(parts),
      missing: open(parts),
    },
  }),
  ProposalPresented: event('ProposalPresented', {
    aggregate: 'opportunity',
    description: 'A proposal was presented to those who decide and those whom it concerns (L260).',
    fields: {
      opportunityId: open(Id),
      presentationId: open(Id),
      proposalId: open(Id),
      version: open(Type.Integer({ minimum: 1 })),
      audience: open(Type.Array(OneOf(...audiences))),
      stakeholderIds: openOptional(Type.Array(Id)),
      presentedOn: open(CalendarDate),
      /** The slides. */
      documentId: openOptional(Id),
    },
  }),
};
