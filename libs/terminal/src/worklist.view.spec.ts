import { worklistText } from './index.ts';

type Deal = Parameters<typeof worklistText>[0][number];

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

const deal: Deal = {
  ...{ caseId: 'c1', opportunityId: 'd1', name: 'Planning', company: 'Acme\u001b[2J', ownerId: 'lina', memberIds: [], status: 'open' },
  ...{ stage: 'S2', stageName: null, stageSince: '2026-01-05T08:00:00.000Z', stageDueAt: '2026-02-04T08:00:00.000Z', segment: 'standard' },
  wonLabel: null,
  ...{ processVersion: 'P@1', lastActivityAt: '2026-01-05T08:00:00.000Z', openedIndex: 0, revision: 0 },
  ...{ amountMinor: 100_000, currency: 'CNY', signingDate: '2026-06-30', probability: 10, category: 'pipeline' },
  ...{ dueAt: '2026-02-04T08:00:00.000Z', due: [], overdue: ['stageLimit'], atRisk: ['stalled', 'overdueStage'], gatePassed: false },
  needs: [need],
};

describe('a worklist', () => {
  it('has a line for each deal, and what its gate needs, from whom', () => {
    const lines = worklistText([deal]).split('\n');
    expect(lines[2]).toMatch(/^d1 +Acme\\u001b\[2J +lina +S2 +1,000 CNY +2026-02-04 +stageLimit +stalled, overdueStage +needs 1$/);
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
    expect(worklistText([open]).split('\n')).toHaveLength(3);
    expect(worklistText([open])).toMatch(/1,000 CNY +– +– +– +open$/);
    expect(worklistText([{ ...open, gatePassed: null }])).toMatch(/not known here$/);
    expect(worklistText([])).toBe('There is nothing to do.');
  });
});
