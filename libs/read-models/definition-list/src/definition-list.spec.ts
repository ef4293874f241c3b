import type { DefinitionEvent } from '#event-contracts';
import { rowsOf, salesLedger, type Circumstances } from '../../../../test/support/sales-ledger.ts';
import { definitionListProjection } from './index.ts';

const stream = 'policy-SALES-PROC-003';
const named = (version: number) => ({ kind: 'policy', id: 'SALES-PROC-003', version }) as const;
const sha256 = 'a'.repeat(64);
const contents = (version: number, en = 'Sales process') => ({ ...named(version), title: { zh: '销售流程', en } });

const told = async (...events: readonly (readonly [DefinitionEvent, Circumstances?])[]) => {
  const ledger = salesLedger();
  for (const [event, given] of events) await ledger.record(stream, event, given);
  return rowsOf(definitionListProjection, ledger.events());
};

const drafted = (version: number): [DefinitionEvent, Circumstances] => [
  { type: 'DefinitionDrafted', data: { ...named(version), sha256, contents: contents(version) } },
  { by: 'olga' },
];
const submitted: [DefinitionEvent] = [{ type: 'DefinitionSubmitted', data: { ...named(1), sha256 } }];
const approved: [DefinitionEvent, Circumstances] = [
  { type: 'DefinitionApproved', data: { ...named(1), sha256, role: 'MANAGEMENT' } },
  { by: 'max' },
];
const [effectiveFrom, reviewDueAt] = ['2026-07-01T00:00:00.000Z', '2027-07-01T00:00:00.000Z'];
const published: [DefinitionEvent, Circumstances] = [
  { type: 'DefinitionPublished', data: { ...named(1), sha256, effectiveFrom, reviewDueAt } },
  { by: 'olga' },
];
const inForce = [drafted(1), submitted, approved, published] as const;

describe('the list of definitions', () => {
  it('shows a version with who wrote, approved and published it, and from when it is in force', async () => {
    expect(await told(...inForce)).toEqual([
      expect.objectContaining({
        ...{ ...named(1), status: 'published', titleEn: 'Sales process', titleZh: '销售流程', contents: contents(1), sha256 },
        ...{ draftedBy: 'olga', decidedBy: 'max', decidedAs: 'MANAGEMENT', publishedBy: 'olga', effectiveFrom, reviewDueAt },
      }),
    ]);
  });
  it('shows a revision as a draft on which nothing is decided', async () => {
    const revised: DefinitionEvent = {
      type: 'DefinitionRevised',
      data: { ...named(1), sha256: 'b'.repeat(64), from: sha256, contents: contents(1, 'Selling') },
    };
    expect(await told(drafted(1), submitted, approved, [revised])).toMatchObject([
      { status: 'draft', sha256: 'b'.repeat(64), titleEn: 'Selling', decidedBy: null, submittedAt: null },
    ]);
  });
  it('shows why a draft was rejected', async () => {
    const rejected: DefinitionEvent = { type: 'DefinitionRejected', data: { ...named(1), sha256, reason: 'too long' } };
    expect(await told(drafted(1), submitted, [rejected, { by: 'max' }])).toMatchObject([
      { status: 'rejected', decidedBy: 'max', rejectionReason: 'too long' },
    ]);
  });
  it('keeps a version that another one followed beside it', async () => {
    const superseded: DefinitionEvent = { type: 'DefinitionSuperseded', data: { ...named(1), by: 2, from: '2026-10-01T00:00:00.000Z' } };
    expect(await told(...inForce, drafted(2), [superseded])).toMatchObject([
      { version: 1, supersededBy: 2, supersededFrom: '2026-10-01T00:00:00.000Z' },
      { version: 2, status: 'draft' },
    ]);
  });
  it('shows whether a review is due, and how the last one ended (L191, L321)', async () => {
    const due: DefinitionEvent = { type: 'DefinitionReviewDue', data: { ...named(1), dueAt: reviewDueAt } };
    const reviewed: DefinitionEvent = {
      type: 'DefinitionReviewed',
      data: { ...named(1), outcome: 'keep', reviewDueAt: '2028-06-30T00:00:00.000Z' },
    };
    expect(await told(...inForce, [due])).toMatchObject([{ reviewCalled: true }]);
    expect(await told(...inForce, [due], [reviewed])).toMatchObject([
      { reviewCalled: false, reviewOutcome: 'keep', reviewNote: null, reviewDueAt: '2028-06-30T00:00:00.000Z' },
    ]);
  });
  it('shows how a policy is meant, and who has read it (L80, L190)', async () => {
    const question = { interpretationId: 'i1', question: 'Is it?', answer: 'It is.' };
    const interpreted: DefinitionEvent = { type: 'PolicyInterpreted', data: { ...named(1), ...question } };
    const acknowledged: DefinitionEvent = { type: 'PolicyAcknowledged', data: { ...named(1), userId: 'rita' } };
    expect(await told(...inForce, [interpreted, { by: 'olga' }], [acknowledged])).toMatchObject([
      { interpretations: [{ ...question, by: 'olga' }], acknowledgedBy: ['rita'] },
    ]);
  });
});
