import { refuse, type Command, type Refusal } from '#eventsourcing';
import type { Given } from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, OpportunityRefusal } from './opportunity.state.ts';
import { knownEvidence, knownStakeholders } from './references.ts';

/** L117. */
export type RecordCustomerCommitment = Command<'RecordCustomerCommitment', Given<Data<'CustomerCommitmentObtained'>>>;
/** L10. */
export type MakeCommitment = Command<'MakeCommitment', Given<Data<'CommitmentMade'>>>;
/** L10. */
export type FulfillCommitment = Command<'FulfillCommitment', Given<Data<'CommitmentFulfilled'>>>;
/** L10. */
export type BreakCommitment = Command<'BreakCommitment', Given<Data<'CommitmentBroken'>>>;

export type CommitmentCommand = RecordCustomerCommitment | MakeCommitment | FulfillCommitment | BreakCommitment;

type Refused = Refusal<OpportunityRefusal> | undefined;

const promised = ({ facts }: OpenDeal, id: string | undefined): Refused => onFile('commitments', facts.commitments, [id], 'MakeCommitment');

/** What was settled one way is not settled the other way. */
const settled = ({ facts: { commitmentsFulfilled, commitmentsBroken } }: OpenDeal, id: string): Refused => {
  if (commitmentsFulfilled[id]) return refuse('CommitmentSettled', { commitmentId: id, as: 'fulfilled' });
  return commitmentsBroken[id] && refuse('CommitmentSettled', { commitmentId: id, as: 'broken' }, ['MakeCommitment in place of it']);
};

const promisable = ({ commitmentId, insteadOf, stakeholderId, dueAt }: MakeCommitment['data'], deal: OpenDeal, { now }: Known): Refused => {
  if (insteadOf === commitmentId) return refuse('NotOnFile', { what: 'commitments', ids: [commitmentId] }, ['name an earlier one']);
  if (dueAt <= now) return refuse('DueAlready', { dueAt }, ['promise it for a time that is ahead']);
  return promised(deal, insteadOf) ?? knownStakeholders(deal.facts, [stakeholderId]);
};

/** What the customer has promised us, and we them. */
export const commitments: Chapter<CommitmentCommand> = {
  RecordCustomerCommitment: stating('CustomerCommitmentObtained', {
    among: ({ facts }) => facts.customerCommitments,
    ...{ id: 'commitmentId', revisable: true },
    check: ({ evidence }, { facts }) => knownEvidence(facts, evidence),
  }),
  MakeCommitment: stating('CommitmentMade', { among: ({ facts }) => facts.commitments, id: 'commitmentId', check: promisable }),
  FulfillCommitment: stating('CommitmentFulfilled', {
    among: ({ facts }) => facts.commitmentsFulfilled,
    id: 'commitmentId',
    check: ({ commitmentId, evidence }, deal) =>
      promised(deal, commitmentId) ?? settled(deal, commitmentId) ?? knownEvidence(deal.facts, evidence),
  }),
  BreakCommitment: stating('CommitmentBroken', {
    among: ({ facts }) => facts.commitmentsBroken,
    id: 'commitmentId',
    check: ({ commitmentId }, deal) => promised(deal, commitmentId) ?? settled(deal, commitmentId),
  }),
};
