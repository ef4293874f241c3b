import { event } from '../../definition.ts';
import { Id, Instant, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { Evidence } from './qualification.events.ts';

export const customerCommitments = ['continue', 'resources', 'executiveAccess', 'trial', 'budget', 'decisionDate', 'other'] as const;

/** What the customer has promised us, and we them. */
export const commitments = {
  CustomerCommitmentObtained: event('CustomerCommitmentObtained', {
    aggregate: 'opportunity',
    description: 'The customer committed to something, for example to go on talking in depth (L117).',
    fields: {
      opportunityId: open(Id),
      commitmentId: open(Id),
      type: open(OneOf(...customerCommitments)),
      what: openOptional(Prose),
      evidence: openOptional(Evidence),
    },
  }),
  CommitmentMade: event('CommitmentMade', {
    aggregate: 'opportunity',
    description: 'We promised the customer something by a certain time (L10).',
    fields: {
      opportunityId: open(Id),
      commitmentId: open(Id),
      what: open(Prose),
      dueAt: open(Instant),
      stakeholderId: openOptional(Id),
      /** A promise that this one was agreed on in place of. */
      insteadOf: openOptional(Id),
    },
  }),
  CommitmentFulfilled: event('CommitmentFulfilled', {
    aggregate: 'opportunity',
    description: 'We did what we had promised (L10).',
    fields: { opportunityId: open(Id), commitmentId: open(Id), evidence: openOptional(Evidence) },
  }),
  CommitmentBroken: event('CommitmentBroken', {
    aggregate: 'opportunity',
    description: 'We did not do what we had promised, and say why (L10).',
    fields: { opportunityId: open(Id), commitmentId: open(Id), reason: open(Prose) },
  }),
};
