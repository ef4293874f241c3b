import type { Role } from '#event-contracts';
import { worklistText } from './index.ts';

type Work = Parameters<typeof worklistText>[0];
type Approval = Work['approvals']['waitingForMe'][number];
type Contract = Work['breaches']['contracts'][number];
type Deal = Work['deals'][number];

const need: Deal['needs'][number] = {
  criterion: 'painsAndObjectivesKnown/1',
  title: { zh: '已识别核心痛点与业务目标', en: 'Pains and objectives are known' },
  policyLines: [114],
  parameters: {},
  result: 'unmet',
  spared: false,
  because: 'noBusinessObjective',
  detail: null,
  evidence: [],
  suppliedBy: [{ command: 'RecordBusinessObjective', people: ['lina', 'boss'], roles: [], rolesOnTeam: ['PRESALES'] }],
  overridableBy: { people: [], roles: ['SALES_DIRECTOR'], rolesOnTeam: [] },
};

const atRisk: Deal['atRisk'] = [
  { risk: 'stalled', since: '2026-01-26T09:00:00.000Z' },
  { risk: 'overdueStage', since: '2026-02-04T08:00:00.000Z' },
];

const deal: Deal = {
  ...{ caseId: 'c1', opportunityId: 'd1', name: 'Planning', company: 'Acme\u001b[2J', ownerId: 'lina', memberIds: [], status: 'open' },
  ...{ stage: 'S2', stageName: null, stageSince: '2026-01-05T08:00:00.000Z', stageDueAt: '2026-02-04T08:00:00.000Z', segment: 'standard' },
  wonLabel: null,
  ...{ processVersion: 'P@1', lastActivityAt: '2026-01-05T08:00:00.000Z', openedIndex: 0, revision: 0 },
  ...{ amountMinor: 100_000, currency: 'CNY', signingDate: '2026-06-30', probability: 10, category: 'pipeline' },
  ...{ dueAt: '2026-02-04T08:00:00.000Z', due: [], overdue: ['stageLimit'], atRisk, gatePassed: false },
  needs: [need],
};

const nothing: Work = {
  deals: [],
  approvals: { waitingForMe: [], sentBackToMe: [] },
  contracts: { awaitingSignature: [] },
  breaches: { approvals: [], contracts: [] },
};
const textOf = (deals: readonly Deal[]): string => worklistText({ ...nothing, deals });

const step = (number: number, ...roles: Role[]): Approval['steps'][number] => ({
  ...{ step: number, name: { zh: '审批', en: 'Approval' }, roles, decides: 'any', startedAt: null, dueAt: null, decidedAt: null },
  ...{ decisions: [], signers: [], escalation: null },
});
const word = {
  role: 'SALES_MANAGER',
  userId: 'mona',
  onBehalfOf: null,
  decision: 'approved',
  comment: 'Worth it',
  decidedAt: '2026-06-01T09:00:00.000Z',
} as const;
const escalation = { to: ['MANAGEMENT'], overdueSince: '2026-06-02T09:00:00.000Z', dueAt: '2026-06-03T09:00:00.000Z' } as const;
const approval: Approval = {
  ...{ caseId: 'c1', approvalId: 'a1', opportunityId: 'd1', type: 'discount', status: 'waiting', ownerId: 'lina', requestedBy: 'lina' },
  ...{
    reason: 'Three sites\u001b[2J',
    subjectKind: 'quote',
    subjectId: 'q1',
    subjectVersion: 2,
    contentSha256: 'a'.repeat(64),
    measures: {},
  },
  ...{ matrix: 'APPROVAL-MATRIX@1', tier: 'director', barred: ['lina'], samePersonMay: false },
  steps: [
    { ...step(1, 'SALES_MANAGER'), startedAt: '2026-06-01T08:00:00.000Z', decisions: [word] },
    { ...step(2, 'SALES_DIRECTOR'), startedAt: '2026-06-01T09:00:00.000Z', escalation },
  ],
  ...{ dueAt: '2026-06-02T09:00:00.000Z', overdue: true, mayDecideFor: ['dora'], requestedAt: '2026-06-01T08:00:00.000Z', endedAt: null },
  ...{ endedBecause: null, currentSha256: null, requestedIndex: 7, revision: 3, updatedAt: '2026-06-01T09:00:00.000Z' },
};

describe('a worklist', () => {
  it('has a line for each deal, and what its gate needs, from whom', () => {
    const lines = textOf([deal]).split('\n');
    expect(lines[2]).toMatch(
      /^d1 +Acme\\u001b\[2J +lina +S2 +1,000 CNY +2026-02-04 +stageLimit +stalled since 2026-01-26, overdueStage since 2026-02-04 +needs 1$/,
    );
    expect(lines.slice(3)).toEqual([
      '',
      'd1 (Planning), to leave S2:',
      '  Pains and objectives are known · 已识别核心痛点与业务目标 [painsAndObjectivesKnown/1]: unmet, noBusinessObjective',
      '    supplied by RecordBusinessObjective (lina, boss, whoever works on the deal)',
      '    may be overridden by SALES_DIRECTOR',
    ]);
  });

  it('says of what lacks nothing only that its gate is open, and of an empty list that it is one', () => {
    const open = { ...deal, gatePassed: true, needs: [], dueAt: null, overdue: [], atRisk: [] };
    expect(textOf([open]).split('\n')).toHaveLength(3);
    expect(textOf([open])).toMatch(/1,000 CNY +– +– +– +open$/);
    expect(textOf([{ ...open, gatePassed: null }])).toMatch(/not known here$/);
    expect(textOf([])).toBe('There is nothing to do.');
  });

  it('says of a deal that is won what its process calls that', () =>
    expect(textOf([{ ...deal, status: 'won', stage: 'S6', wonLabel: { zh: '已赢单', en: 'Closed won' } }])).toMatch(
      /lina +S6: Closed won · 已赢单 +1,000 CNY/,
    ));

  it('has the approvals of each kind under a title, at which step they are, by when, and the last word', () => {
    const lines = worklistText({ ...nothing, approvals: { waitingForMe: [approval], sentBackToMe: [] } }).split('\n');
    expect(lines[0]).toBe('Approvals that wait for you:');
    expect(lines[3]).toMatch(
      /^a1 +d1 +discount +quote q1, version 2 +lina +Three sites\\u001b\[2J +2\/2 SALES_DIRECTOR, escalated to MANAGEMENT +2026-06-02 09:00 +mona: Worth it$/,
    );
    const back = worklistText({ ...nothing, approvals: { waitingForMe: [], sentBackToMe: [{ ...approval, steps: [] }] } });
    expect(back).toMatch(/^Approvals that were sent back to you:[^]* Three sites\S+ +– +2026-06-02 09:00 +–$/);
  });

  it('has the contracts that are to be signed, and what is past its time, one part after the other', () => {
    const contract = {
      ...{ contractId: 'k1', opportunityId: 'd1', company: 'Acme', ownerId: 'lina', status: 'sent', amountMinor: 99_999 },
      ...{ currency: 'CNY', signDueAt: '2026-06-10T08:00:00.000Z', trackedStep: 'underReview' },
    } as Contract;
    const text = worklistText({
      ...{ ...nothing, deals: [{ ...deal, needs: [] }] },
      contracts: { awaitingSignature: [contract] },
      breaches: { approvals: [approval], contracts: [contract] },
    });
    const titles = ['deal', 'Contracts that wait for a signature:', 'Approvals past their time:', 'Contracts past their time:'];
    expect(text.split('\n\n').map((part, at) => part.startsWith(titles[at]!))).toEqual([true, true, true, true]);
    expect(text).toMatch(/k1 +d1 +Acme +lina +sent +999.99 CNY +2026-06-10 08:00 +underReview$/m);
  });
});
