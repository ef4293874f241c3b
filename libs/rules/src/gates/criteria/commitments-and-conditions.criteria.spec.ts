import type { OpportunityEvent } from '#event-contracts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

import type { Parameters } from '../requirement.ts';

const activity = fact('ActivityLogged', { activityId: 'a1', type: 'call', purpose: 'x', heldAt: '2026-05-29T07:00:00.000Z' });
const obtained = (type: 'continue' | 'budget', evidence = {}): OpportunityEvent =>
  fact('CustomerCommitmentObtained', { commitmentId: 'cc1', type, evidence });
const made = (commitmentId: string, dueAt: string, more: object = {}): OpportunityEvent =>
  fact('CommitmentMade', { commitmentId, what: 'x', dueAt, ...more });
const [past, ahead] = ['2026-05-31T08:00:00.000Z', '2026-06-02T08:00:00.000Z'];
const fulfilled = fact('CommitmentFulfilled', { commitmentId: 'p1' });
const broken = fact('CommitmentBroken', { commitmentId: 'p1', reason: 'x' });
const judged = (complex: boolean, userId = 'pia') => ({
  ...fact('ProjectComplexityAssessed', { complex, reasons: 'x' }),
  actor: { userId, rolesAtThatTime: ['PRESALES'], userRevision: 0, channel: 'api' },
});
const strategic = fact('ProcessVariantPinned', { segment: 'strategic', process: 'a@1', from: 'a@1' });

const missing = { result: 'missing' };
const unmet = (because: string, detail?: object) => ({ result: 'unmet', because, ...(detail && { detail }) });
const met = (...evidence: readonly string[]) => ({ result: 'met', evidence });
const going = { type: 'continue' };
const eur = (minor: number) => ({ minor, currency: 'EUR' });

type Case = readonly [name: string, events: readonly OpportunityEvent[], expected: object, parameters?: Parameters];

// The deal of these tests is expected to be of 1,000 minor units of EUR.
const tables: Readonly<Record<string, readonly Case[]>> = {
  'customerCommitted/1': [
    ['nothing', [], missing, going],
    ['another commitment', [activity, obtained('budget', { activityIds: ['a1'] })], missing, going],
    ['nothing but our word', [obtained('continue')], unmet('noEvidence'), going],
    ['an activity in which it was given', [activity, obtained('continue', { activityIds: ['a1'] })], met('e2', 'e1'), going],
  ],
  'commitmentsKept/1': [
    ['nothing promised', [], { result: 'notApplicable' }],
    ['a promise that is broken', [made('p1', ahead), broken], unmet('broken', { commitments: ['p1'] })],
    ['a promise that is overdue', [made('p1', past)], unmet('overdue', { commitments: ['p1'] })],
    ['a promise that is not yet due', [made('p1', ahead)], met('e1')],
    ['a promise that is kept', [made('p1', past), fulfilled], met('e1', 'e2')],
    ['another in place of a broken one', [made('p1', past), broken, made('p2', ahead, { insteadOf: 'p1' })], met('e3')],
    [
      'another in place of a broken one, overdue',
      [made('p1', past), broken, made('p2', past, { insteadOf: 'p1' })],
      unmet('overdue', { commitments: ['p2'] }),
    ],
  ],
  'dealAtLeast/1': [
    ['enough', [], met(), eur(1_000)],
    ['too little', [], unmet('belowAmount'), eur(1_001)],
    ['another currency', [], { result: 'missing', because: 'otherCurrency' }, { minor: 1, currency: 'CNY' }],
  ],
  'segmentIs/1': [
    ['everyone else’s', [], unmet('otherSegment', { segment: 'standard' }), { segments: ['strategic', 'channel'] }],
    ['one of these', [strategic], met(), { segments: ['strategic', 'channel'] }],
  ],
  'complexProject/1': [
    ['no word of presales', [], { result: 'missing', because: 'notAssessed' }],
    ['the word of presales', [judged(true)], met('e1')],
    ['the word of presales against it', [judged(false)], unmet('notComplex')],
    ['the word of whoever owns the deal', [judged(true, 'rep1')], { result: 'missing', because: 'notAssessed' }],
    ['an amount that makes it so, whatever presales says', [judged(false)], met(), eur(1_000)],
    ['an amount that does not', [], unmet('belowAmount'), eur(1_001)],
    ['the word of presales at a small amount', [judged(true)], met('e1'), eur(1_001)],
    ['another currency', [], { result: 'missing', because: 'otherCurrency' }, { minor: 1, currency: 'CNY' }],
  ],
};

describe.each(Object.entries(tables))('%s', (criterion, cases) => {
  for (const [name, events, expected, parameters = {}] of cases)
    it(`finds ${name}`, () => expect(verdictOn(criterion, parameters, events)).toMatchObject(expected));
});
