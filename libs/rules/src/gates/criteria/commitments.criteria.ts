import type { DealFacts } from '../../facts/deal-facts.ts';
import { provenBy } from '../../facts/evidence.ts';
import { listed } from '../../facts/gathering.ts';
import { met, missing, notApplicable, unmet, type Criterion } from '../criterion.ts';

/** L117: the customer committed to it, as an activity or a document shows. */
const customerCommitted: Criterion<DealFacts> = {
  name: 'customerCommitted',
  version: 1,
  title: { zh: '客户已作出承诺', en: 'The customer has committed itself' },
  policyLines: [117],
  parameters: { type: 'text' },
  suppliedBy: ['RecordCustomerCommitment', 'LogActivity', 'AttachDocument'],
  judge: (facts, { type }) => {
    const given = listed(facts.customerCommitments).filter(({ data }) => data.type === type);
    if (given.length === 0) return missing(undefined, { type: String(type) });
    const proven = given
      .map(({ eventId, data }) => ({ eventId, proof: provenBy(facts, data.evidence) }))
      .filter(({ proof }) => proof.length > 0);
    if (proven.length > 0) return met(proven.flatMap(({ eventId, proof }) => [eventId, ...proof]));
    return unmet(
      'noEvidence',
      given.map(({ eventId }) => eventId),
    );
  },
};

/** L10: of what we promised nothing is broken or overdue; what another promise was agreed on for is settled by that one. Not applicable where nothing was promised. */
const commitmentsKept: Criterion<DealFacts> = {
  name: 'commitmentsKept',
  version: 1,
  title: { zh: '我方承诺均已兑现', en: 'What we promised is kept' },
  policyLines: [10],
  parameters: {},
  suppliedBy: ['FulfillCommitment', 'MakeCommitment'],
  judge: ({ commitments, commitmentsFulfilled, commitmentsBroken }, _, now) => {
    const made = listed(commitments);
    if (made.length === 0) return notApplicable;
    const replaced = new Set(made.map(({ data }) => data.insteadOf));
    const standing = made.filter(({ data }) => !replaced.has(data.commitmentId));
    const idsWhere = (holds: (id: string, dueAt: string) => boolean) =>
      standing.map(({ data }) => data).filter(({ commitmentId, dueAt }) => holds(commitmentId, dueAt));
    const evidence = standing.flatMap(({ eventId, data: { commitmentId } }) => {
      const settled = commitmentsFulfilled[commitmentId] ?? commitmentsBroken[commitmentId];
      return settled ? [eventId, settled.eventId] : [eventId];
    });
    const broken = idsWhere((id) => commitmentsBroken[id] !== undefined);
    if (broken.length > 0) return unmet('broken', evidence, { commitments: broken.map(({ commitmentId }) => commitmentId) });
    const overdue = idsWhere((id, dueAt) => commitmentsFulfilled[id] === undefined && dueAt < now);
    if (overdue.length > 0) return unmet('overdue', evidence, { commitments: overdue.map(({ commitmentId }) => commitmentId) });
    return met(evidence);
  },
};

export const commitmentCriteria: readonly Criterion<DealFacts>[] = [customerCommitted, commitmentsKept];
