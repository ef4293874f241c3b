import { foldAll } from '#eventsourcing/testing';
import { standardAssignmentRules, type AssignmentRule, type UserFacts } from '#rules';
import { assigningBy, aLead } from '../../../../../test/support/known-lead.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';
import type { LeadCommand } from '../domain/lead-command.ts';
import { othersFor } from './looking-up.ts';

const people: readonly UserFacts[] = [
  { userId: 'all', active: true, roles: [], teamId: 'north', userRevision: 1 },
  { userId: 'bremen', active: true, roles: [], teamId: 'north', territories: ['bremen'], userRevision: 1 },
  { userId: 'gone', active: false, roles: [], teamId: 'north', territories: ['kiel'], userRevision: 1 },
  { userId: 'kiel', active: true, roles: [], teamId: 'north', territories: ['bremen', 'kiel'], userRevision: 1 },
  { userId: 'other', active: true, roles: [], teamId: 'south', territories: ['kiel'], userRevision: 1 },
];

const choosing = {
  directory: {
    user: async (userId: string) => people.find((each) => each.userId === userId),
    standing: async (userId: string) => (people.find((each) => each.userId === userId)?.active === true ? 'active' : 'inactive') as never,
    covering: async (territory: string) =>
      people.filter(({ active, territories }) => active && territories?.includes(territory)).map(({ userId }) => userId),
  },
  workload: {
    membersOf: async (teamId: string) => people.filter((each) => each.teamId === teamId).map(({ userId }) => userId),
    workOf: async (userIds: readonly string[]) => userIds.map((userId) => ({ userId, load: 0 })),
  },
  readLead: () => Promise.reject(new Error('no lead is asked for')),
};

const byRules: LeadCommand = { type: 'AssignLeadByRules', data: { leadId: 'l1' } };

const candidates = async (to: AssignmentRule['to'], territory?: string, command: LeadCommand = byRules) => {
  const rules = [{ code: 'only', name: { zh: '规则', en: 'rule' }, when: {}, to }];
  const state = foldAll(aLead, [leadEvents.captured(territory === undefined ? {} : { territory })]);
  const { candidates: found } = await othersFor(command, state, assigningBy({ ...standardAssignmentRules, version: 2, rules }), choosing);
  return found.map(({ userId }) => userId);
};

describe('whom a rule may give a lead to (L105)', () => {
  const ofTeam = { teamId: 'north', by: 'load' } as const;
  const covering = { covers: 'territory', by: 'load' } as const;

  it('are of a team those who cover the lead’s territory, and those who have none of their own', async () => {
    expect(await candidates(ofTeam, 'kiel')).toEqual(['all', 'kiel']);
    expect(await candidates(ofTeam, 'bremen')).toEqual(['all', 'bremen', 'kiel']);
    expect(await candidates(ofTeam, 'hamburg')).toEqual(['all']);
  });
  it('are all of the team for a lead of no territory', async () => expect(await candidates(ofTeam)).toEqual(['all', 'bremen', 'kiel']));
  it('are whoever covers the territory, in whatever team', async () => {
    expect(await candidates(covering, 'kiel')).toEqual(['kiel', 'other']);
    expect(await candidates(covering, 'hamburg')).toEqual([]);
    expect(await candidates(covering)).toEqual([]);
  });
  it('is whom the rule names, whatever they cover', async () => expect(await candidates({ userId: 'bremen' }, 'kiel')).toEqual(['bremen']));
  it('is of no matter where somebody is named', async () =>
    expect(await candidates(ofTeam, 'kiel', { type: 'AssignLead', data: { leadId: 'l1', to: 'all' } })).toEqual([]));
});
