import { randomUUID } from 'node:crypto';
import { grantTogether, runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
const deal = (name: string) => `${name}-${randomUUID()}`;
const opening = { name: 'Plant', company: 'Acme', expectedAmount: { minor: 100, currency: 'CNY' }, expectedSigningDate: '2027-03-31' };
const open = async (opportunityId: string, ownerId = 'rita') =>
  expect(await running.post('/v1/opportunities', { opportunityId, ownerId, ...opening }, { as: ownerId })).toMatchObject({ status: 201 });
const lose = (opportunityId: string, as: string, onBehalfOf?: string) =>
  running.post(
    `/v1/opportunities/${opportunityId}/lose`,
    { reason: 'price' },
    { as, ...(onBehalfOf !== undefined && { headers: { 'on-behalf-of': onBehalfOf } }) },
  );
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

beforeAll(async () => {
  running = await withStaff(await runningApp());
}, 120_000);
afterAll(() => running?.stop());

describe('acting on behalf of another', () => {
  it('is refused while nothing is delegated, and told why', async () => {
    const id = deal('one');
    await open(id);
    expect(await lose(id, 'rolf', 'rita')).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('no delegation by rita') },
    });
  });
  it('is possible in the roles that were delegated, is on record, and ends with the delegation', async () => {
    const [first, second] = [deal('first'), deal('second')];
    await open(first);
    await open(second);
    const delegation = { delegationId: 'd1', to: 'rolf', roles: ['SALES_REP'], until: inDays(10) };
    expect(await running.post('/v1/users/rita/delegations', delegation, { as: 'rita' })).toMatchObject({ status: 200 });
    expect(await lose(first, 'rolf')).toMatchObject({ status: 403 });
    const { status, headers } = await lose(first, 'rolf', 'rita');
    expect(status).toBe(200);
    const history = await running.get(`/v1/deals/${first}/history`, {
      as: 'compliance',
      headers: { 'dealtrail-after': headers.get('dealtrail-position')! },
    });
    expect(history.body.items.at(-1)).toMatchObject({
      type: 'OpportunityLost',
      actor: { userId: 'rolf', onBehalfOf: 'rita', roles: ['SALES_REP'] },
    });
    expect(await running.post('/v1/users/rita/delegations/revoke', { delegationId: 'd1' }, { as: 'rita' })).toMatchObject({ status: 200 });
    expect(await lose(second, 'rolf', 'rita')).toMatchObject({ status: 403 });
  });
  it.each([['rita'], ['not an id!']])('is malformed for %s by rita', async (header) =>
    expect(await lose('none', 'rita', header)).toMatchObject({ status: 400 }),
  );
});

describe('the description of the API', () => {
  it('says of every command that it can be given on behalf of another, but for what everyone does in person', async () => {
    const { paths, components } = (await running.get('/openapi.json')).body as {
      paths: Record<string, { post?: { parameters?: { name?: string; $ref?: string }[] } }>;
      components: { parameters: Record<string, object> };
    };
    const parametersOf = (path: string) => paths[path]?.post?.parameters ?? [];
    const onBehalf = (path: string) => parametersOf(path).some(({ $ref }) => $ref === '#/components/parameters/OnBehalfOf');
    const commands = Object.keys(paths).filter((path) => parametersOf(path).some(({ name }) => name === 'Idempotency-Key'));
    expect(components.parameters['OnBehalfOf']).toMatchObject({ name: 'On-Behalf-Of', in: 'header', required: false });
    expect(commands.length).toBeGreaterThan(100);
    const inPerson = ['/v1/users/{id}/delegations', '/v1/definitions/{kind}/{id}/acknowledge'];
    expect(commands.filter((path) => !onBehalf(path))).toEqual(inPerson);
    expect(onBehalf('/v1/documents')).toBe(true);
  });
});

describe('the organisation', () => {
  const standInsOf = async (userId: string, as: string, position: string) => {
    const { body } = await running.get('/v1/organisation', { as, headers: { 'dealtrail-after': position } });
    return body.users.find((each: { userId: string }) => each.userId === userId).standIns;
  };
  const done = async (path: string, body: object, as = 'sven') => {
    const answer = await running.post(`/v1/users/sven/${path}`, body, { as });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    return answer.body.position as string;
  };

  it('shows who stands in for whom, and until when, to whoever may see it and to those who are named', async () => {
    const [back, end] = [inDays(3), inDays(5)];
    await done('delegations', { delegationId: 'of-sven', to: 'mona', roles: ['SALES_MANAGER'], until: end });
    const position = await done('absences', { absenceId: 'away', until: back, substituteId: 'analyst' });
    const delegations = [{ delegationId: 'of-sven', to: 'mona', roles: ['SALES_MANAGER'], from: expect.any(String), until: end }];
    const absences = [{ absenceId: 'away', from: expect.any(String), until: back, substituteId: 'analyst' }];
    expect(await standInsOf('sven', 'rita', position)).toEqual({ delegations, absences });
    expect(await standInsOf('rolf', 'rita', position)).toEqual({ delegations: [], absences: [] });
    expect(await standInsOf('sven', 'analyst', position)).toEqual({ delegations: [], absences });
    expect(await standInsOf('rolf', 'analyst', position)).toBeNull();
    expect(await running.get('/v1/organisation', { as: 'nobody' })).toMatchObject({ status: 403 });
    await done('delegations/revoke', { delegationId: 'of-sven' });
    expect(await standInsOf('sven', 'rita', await done('absences/end', { absenceId: 'away' }))).toEqual({ delegations: [], absences: [] });
  });
});

describe('a role that decides over others', () => {
  it('is not granted by one administrator alone, nor confirmed by who proposed it', async () => {
    const roles = '/v1/users/nobody/roles';
    expect(await running.post(roles, { role: 'LEGAL' }, { as: 'operator' })).toMatchObject({
      status: 409,
      body: { reason: 'SecondPersonNeeded' },
    });
    expect(await running.post(`${roles}/propose`, { role: 'LEGAL' }, { as: 'operator' })).toMatchObject({ status: 200 });
    expect(await running.post(`${roles}/confirm`, { role: 'LEGAL' }, { as: 'operator' })).toMatchObject({
      status: 409,
      body: { reason: 'SamePerson' },
    });
    expect(await running.post(`${roles}/confirm`, { role: 'LEGAL' }, { as: 'witness' })).toMatchObject({
      body: { events: ['RoleGrantConfirmed', 'RoleGranted'] },
    });
  });
});

describe('a user who leaves', () => {
  it('may not act any more, and hands what is open over to the successor', async () => {
    await running.post('/v1/users', { userId: 'lea' }, { as: 'operator' });
    await grantTogether(running, 'lea', 'SALES_REP');
    const [ongoing, lost] = [deal('ongoing'), deal('lost')];
    await open(ongoing, 'lea');
    await open(lost, 'lea');
    await lose(lost, 'lea');
    const leaving = { on: new Date().toISOString().slice(0, 10), successorId: 'rita' };
    expect(await running.post('/v1/users/lea/leaving', leaving, { as: 'operator' })).toMatchObject({ status: 200 });
    expect(await lose(ongoing, 'lea')).toMatchObject({ status: 403 });
    await until(async () => (await running.get(`/v1/opportunities/${ongoing}`, { as: 'compliance' })).body?.ownerId === 'rita');
    expect((await running.get(`/v1/opportunities/${lost}`, { as: 'compliance' })).body.ownerId).toBe('lea');
  });
});
