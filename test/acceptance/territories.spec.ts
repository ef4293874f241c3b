import { randomUUID } from 'node:crypto';
import { standardAssignmentRules, type AssignmentRulesContents } from '#rules';
import { accepted } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { publishDefinition, rulemakers } from '../support/rulemaking.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
const name = { zh: '规则', en: 'rule' };
const rules: AssignmentRulesContents = {
  ...{ ...standardAssignmentRules, version: 2 },
  rules: [
    { code: 'hotline', name, when: { source: ['hotline'] }, to: { teamId: 'south', by: 'load' } },
    { code: 'covered', name, when: {}, to: { covers: 'territory', by: 'load' } },
  ],
};

beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), { ...rulemakers, ruth: 'SALES_REP' });
  accepted(await running.post('/v1/users/ruth/team', { teamId: 'south' }, { as: 'operator' }));
  await publishDefinition(running, 'assignmentRules', rules);
}, 120_000);
afterAll(() => running?.stop());

const cover = (of: string, territories: unknown, as = 'operator') => running.post(`/v1/${of}/territories`, { territories }, { as });
const chartAfter = async ({ body }: Answer) =>
  (await running.get('/v1/organisation', { as: 'rita', headers: { 'dealtrail-after': body.position } })).body;
const captured = async (more: object): Promise<string> => {
  const leadId = `lead-${randomUUID()}`;
  accepted(
    await running.post('/v1/leads', { leadId, source: 'web', company: 'Acme', email: `${leadId}@acme.example`, ...more }, { as: 'sdr' }),
  );
  return leadId;
};
const assign = (leadId: string) => running.post(`/v1/leads/${leadId}/assign-by-rules`, {}, { as: 'sdr' });
/** Whose it is, once the list of leads has the answer’s effect. */
const ownerAfter = async (leadId: string, { body }: Answer): Promise<string> =>
  (await running.get(`/v1/leads/${leadId}`, { as: 'compliance', headers: { 'dealtrail-after': body.position } })).body.ownerId;
const assignedTo = async (leadId: string): Promise<string> => ownerAfter(leadId, accepted(await assign(leadId)));

describe('territories of teams and users (L105)', () => {
  it('are set by who may reorganise, well-formed, of what there is', async () => {
    expect(await cover('teams/north', ['kiel'], 'mona')).toMatchObject({ status: 403 });
    expect(await cover('users/rita', ['kiel'], 'rita')).toMatchObject({ status: 403 });
    expect(await cover('teams/north', ['kiel and bremen'])).toMatchObject({ status: 400, body: { errors: [{ field: 'territories[0]' }] } });
    expect(await cover('teams/north', 'kiel')).toMatchObject({ status: 400, body: { errors: [{ field: 'territories' }] } });
    expect(await cover('teams/nowhere', ['kiel'])).toMatchObject({ status: 404 });
    expect(await cover('users/nowhere', ['kiel'])).toMatchObject({ status: 404 });
    expect(accepted(await cover('teams/north', ['kiel', 'bremen'])).body.events).toEqual(['TeamTerritoriesSet']);
    expect((await cover('teams/north', ['bremen', 'kiel'])).body).toMatchObject({ outcome: 'noEffect' });
  });

  it('are not given to who may not act', async () => {
    accepted(await running.post('/v1/users', { userId: 'gone' }, { as: 'operator' }));
    accepted(await running.post('/v1/users/gone/deactivate', {}, { as: 'operator' }));
    expect(await cover('users/gone', ['kiel'])).toMatchObject({
      status: 409,
      body: { reason: 'UserInactive', liftedBy: ['ReactivateUser'] },
    });
  });

  it('stand in the organisation', async () => {
    const { users, teams } = await chartAfter(accepted(await cover('users/ruth', ['kiel'])));
    expect(teams).toContainEqual(expect.objectContaining({ teamId: 'north', territories: ['bremen', 'kiel'] }));
    expect(users).toContainEqual(expect.objectContaining({ userId: 'ruth', territories: ['kiel'] }));
    expect(users).toContainEqual(expect.objectContaining({ userId: 'rita', territories: [] }));
  });

  it('decide to whom leads go that are given out from then on', async () => {
    const of = (territory: string, more: object = {}) => captured({ territory, ...more });
    expect(['rita', 'mona']).toContain(await assignedTo(await of('bremen')));
    const unknown = await of('oslo');
    expect(await assign(unknown)).toMatchObject({
      status: 409,
      body: { reason: 'NobodyToAssignTo', liftedBy: ['AssignLead', 'SetTeamTerritories', 'SetUserTerritories'] },
    });
    expect(await assign(await captured({}))).toMatchObject({ status: 409, body: { reason: 'NoRuleFits' } });
    accepted(await cover('users/rolf', ['oslo']));
    // Found among all users, as far as the ledger is sequenced.
    let answer: Answer | undefined;
    expect(await until(async () => (answer = await assign(unknown)).body.outcome === 'accepted')).toBe(true);
    expect(await ownerAfter(unknown, answer!)).toBe('rolf');
  });

  it('share out the leads of a team among those who cover them', async () => {
    accepted(await cover('users/sven', ['bergen']));
    expect(await assignedTo(await captured({ territory: 'kiel', source: 'hotline' }))).toBe('ruth');
    expect(await assignedTo(await captured({ territory: 'oslo', source: 'hotline' }))).toBe('rolf');
    expect(await assign(await captured({ territory: 'rome', source: 'hotline' }))).toMatchObject({
      status: 409,
      body: { reason: 'NobodyToAssignTo', liftedBy: ['AssignLead'] },
    });
  });
});
