import type { OpportunityEvent } from '#event-contracts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

import type { Parameters } from '../requirement.ts';

const someone = (stakeholderId: string, ...roles: ('decisionMaker' | 'economicBuyer' | 'user')[]): OpportunityEvent =>
  fact('StakeholderIdentified', { stakeholderId, contactId: `c-${stakeholderId}`, roles, influence: 3 });
const heldAt = '2026-05-29T07:00:00.000Z';
const met = (...stakeholderIds: string[]): OpportunityEvent =>
  fact('ActivityLogged', { activityId: 'a1', type: 'meeting', purpose: 'x', heldAt, stakeholderIds });
const buying = (steps: string[], approverIds: string[] = []): OpportunityEvent =>
  fact('ProcurementProcessRecorded', { steps, budgetSource: 'x', approvalAuthority: 'x', approverIds });
const competitor = (competitorId: string): OpportunityEvent => fact('CompetitorIdentified', { competitorId, kind: 'vendor', name: 'x' });
const position = (competitorId: string, held: 'ahead' | 'level' | 'behind'): OpportunityEvent =>
  fact('CompetitorPositionAssessed', { competitorId, position: held });
const counter = (competitorId: string): OpportunityEvent => fact('CounterStrategyRecorded', { competitorId, strategy: 'x' });
const answered = fact('QualificationAnswered', {
  ...{
    question: 'BANT.need',
    framework: 'BANT',
    form: 'BANT@1',
    asks: ['need'],
    element: 'need',
    met: true,
    answer: 'x',
    evidence: { stakeholderIds: ['s1'] },
  },
});
const revised = fact('StakeholderRevised', { stakeholderId: 's1', contactId: 'c-s1', roles: ['decisionMaker'], influence: 5 });

const missing = { result: 'missing' };
const unmet = (because: string, detail?: object) => ({ result: 'unmet', because, ...(detail && { detail }) });
const found = (...evidence: readonly string[]) => ({ result: 'met', evidence });
const deciding = { roles: ['decisionMaker'] };

type Case = readonly [name: string, events: readonly OpportunityEvent[], expected: object, parameters?: Parameters];

const tables: Readonly<Record<string, readonly Case[]>> = {
  'stakeholdersKnown/1': [
    ['nobody', [], missing, deciding],
    ['nobody in that role', [someone('s1', 'user'), met('s1')], missing, deciding],
    [
      'a role without anyone',
      [someone('s1', 'decisionMaker'), met('s1')],
      unmet('roleOpen', { roles: ['user'] }),
      { roles: ['decisionMaker', 'user'] },
    ],
    ['someone who was only named', [someone('s1', 'decisionMaker')], unmet('nameOnly', { roles: ['decisionMaker'] }), deciding],
    ['someone who took part', [someone('s1', 'decisionMaker'), met('s1')], found('e1', 'e2'), deciding],
    ['someone who answered', [someone('s1', 'decisionMaker'), answered], found('e1', 'e2'), deciding],
    ['someone who approves', [someone('s1', 'decisionMaker'), buying(['x'], ['s1'])], found('e1', 'e2'), deciding],
    ['someone whose role became known later', [someone('s1', 'user'), met('s1'), revised], found('e1', 'e3', 'e2'), deciding],
    [
      'someone for each of the roles',
      [someone('s1', 'decisionMaker', 'user'), met('s1')],
      found('e1', 'e2'),
      { roles: ['decisionMaker', 'user'] },
    ],
  ],
  'decisionChainKnown/1': [
    ['nothing', [], missing],
    ['no steps', [someone('s1', 'decisionMaker'), buying([], ['s1'])], unmet('noSteps')],
    ['nobody who approves', [buying(['x'])], unmet('noApprover')],
    ['approvers none of whom decides', [someone('s1', 'user'), buying(['x'], ['s1'])], unmet('nobodyDecides')],
    ['who decides', [someone('s1', 'economicBuyer'), buying(['x'], ['s1'])], found('e2', 'e1')],
  ],
  'competitionKnown/1': [
    ['nothing', [], missing],
    [
      'someone whose position is not',
      [competitor('k1'), competitor('k2'), position('k1', 'level')],
      unmet('notAssessed', { competitors: ['k2'] }),
    ],
    ['all of them', [competitor('k1'), position('k1', 'level')], found('e1', 'e2')],
  ],
  'competitorsCountered/1': [
    ['nobody to counter', [], { result: 'notApplicable' }],
    ['someone whose position is not known', [competitor('k1')], unmet('notAssessed', { competitors: ['k1'] })],
    [
      'someone who is level, and nothing against them',
      [competitor('k1'), position('k1', 'level')],
      unmet('noStrategy', { competitors: ['k1'] }),
    ],
    ['someone who is behind', [competitor('k1'), position('k1', 'behind')], found('e1', 'e2')],
    ['a strategy against whoever is ahead', [competitor('k1'), position('k1', 'ahead'), counter('k1')], found('e1', 'e2', 'e3')],
  ],
};

describe.each(Object.entries(tables))('%s', (criterion, cases) => {
  for (const [name, events, expected, parameters = {}] of cases)
    it(`finds ${name}`, () => expect(verdictOn(criterion, parameters, events)).toMatchObject(expected));
});
