import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, OneOf, open, Sha256 } from '../../fields.ts';
import { ApprovalAsk, ApprovalNote, withReviews } from '../approval.shared.ts';
import { overturnReasons } from '../approvals.events.ts';

const named = { opportunityId: open(Id), approvalId: open(Id) };
const Persons = Type.Array(Id);

/** What of the deal needs the word of others, and what became of it (L149, L188, L278). */
export const dealApprovals = {
  DealApprovalSought: event('DealApprovalSought', {
    aggregate: 'opportunity',
    ...withReviews,
    description: 'An approval is asked for; what it is measured by was reckoned from the deal (L149, L188).',
    fields: {
      ...named,
      ask: open(ApprovalAsk),
      /** Who may not decide: all who ever owned the deal, who asked, who wrote what is to be approved. */
      barred: open(Persons),
    },
  }),
  DealApprovalNoted: event('DealApprovalNoted', {
    aggregate: 'opportunity',
    ...withReviews,
    description: 'What became of an approval is known to the deal, with where it was read (L188).',
    fields: {
      ...named,
      note: open(ApprovalNote),
      /** Who granted it, and in whose name. */
      deciders: open(Persons),
    },
  }),
  DealApprovalOverturned: event('DealApprovalOverturned', {
    aggregate: 'opportunity',
    description: 'What an approval was asked for or granted on is no longer so: it counts no longer.',
    fields: {
      ...named,
      because: open(OneOf(...overturnReasons)),
      approvedSha256: open(Sha256),
      currentSha256: open(Sha256),
    },
  }),
};
