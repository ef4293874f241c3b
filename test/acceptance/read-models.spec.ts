import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pino from 'pino';
import { postgresDocumentStore } from '#documents';
import { encodePosition } from '#platform';
import {
  ATTEMPT_LOG,
  buildOpenApi,
  CLOCK,
  COMMAND_SETTINGS,
  createHttpApp,
  DIRECTORY,
  DOCUMENT_STORE,
  KEY_VAULT,
  LEDGER_READER,
  PlatformModule,
  READINESS,
  RULEBOOK,
  WAIT_FOR_READ_MODELS,
} from '#platform/nest';
import { createPool } from '#postgres';
import { readYourWrites } from '#projections';
import { builtInAuthority, type Rulebook, type UserFacts } from '#rules';
import { readModelModules } from '../../apps/common/src/read-models.module.ts';
import { readModels as projections } from '../../apps/common/src/read-models.ts';
import { gatedProcess } from '../support/gated-process.ts';
import { rulebookWithoutGates } from '../support/rulebook-without-gates.ts';
import { readModels } from '../support/read-models.ts';
import { commandsOf, dealOf, salesLedger, testVault } from '../support/sales-ledger.ts';

/** Deals are under a process with gates; what is asked of the others by name is answered as it is published. */
const rulebook: Rulebook = {
  ...rulebookWithoutGates,
  process: async () => gatedProcess,
  inForce: async () => undefined,
};

const roles: Readonly<Record<string, readonly string[]>> = {
  'rep-1': ['SALES_REP'],
  'rep-2': ['SALES_REP'],
  compliance: ['COMPLIANCE'],
  service: ['SERVICE'],
};

const directory = {
  user: async (userId: string): Promise<UserFacts | undefined> =>
    roles[userId] && { userId, active: true, roles: roles[userId], teamId: null, userRevision: 0 },
  managersOf: async () => [],
  delegationsOf: async () => [],
  delegationsTo: async () => [],
  authority: async () => builtInAuthority,
};

const now = '2026-03-01T08:00:00.000Z';

const vault = testVault();
const ledger = salesLedger(vault);
const deal = dealOf(ledger, 'a');
const { capture, assign, qualify, convert, open, advance, lose } = commandsOf('a');

let models: Awaited<ReturnType<typeof readModels>>;
let documents: ReturnType<typeof createPool>;
let app: NestFastifyApplication;
let address: string;

const appOver = async (): Promise<NestFastifyApplication> => {
  const attempts = () => undefined;
  const ports = [
    { provide: DIRECTORY, useValue: directory },
    { provide: KEY_VAULT, useValue: vault },
    { provide: DOCUMENT_STORE, useValue: postgresDocumentStore(documents) },
    { provide: LEDGER_READER, useValue: models.reader },
    { provide: WAIT_FOR_READ_MODELS, useValue: readYourWrites(models.reader, models.progress) },
    { provide: COMMAND_SETTINGS, useValue: {} },
    { provide: RULEBOOK, useValue: rulebook },
    { provide: CLOCK, useValue: () => now },
    { provide: ATTEMPT_LOG, useValue: attempts },
    { provide: READINESS, useValue: async () => ({}) },
  ];
  @Module({ imports: [PlatformModule.forRoot(ports), ...readModelModules(models.connectionString)] })
  class ReadingApp {}
  const identify = (token: string) => ({ userId: token });
  return createHttpApp(ReadingApp, { identify, directory, attempts, logger: pino({ level: 'silent' }) });
};

beforeAll(async () => {
  for (const command of [capture(), assign('rep-1'), qualify('SQL'), convert(), open('rep-1'), advance('S5'), advance('S3')])
    await deal(command);
  models = await readModels(ledger, projections, []);
  await models.settled();
  documents = createPool(models.connectionString, { applicationName: 'documents' });
  app = await appOver();
  await app.listen(0, '127.0.0.1');
  address = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await documents.end();
  await models.close();
});

/** Whatever was answered: its shape is what is tested. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;

const get = async (user: string, path: string, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(address + path, { headers: { authorization: `Bearer ${user}`, ...headers } });
  return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as Answer };
};

describe('what is read over HTTP', () => {
  it('is a deal’s history and the deal as it stood at any of its positions', async () => {
    const { status, body } = await get('rep-1', '/v1/deals/a/history?limit=6');
    expect(status).toBe(200);
    expect(body.items.at(-1)).toMatchObject({
      type: 'CommandRefused',
      actor: { userId: 'rep-1', roles: ['SALES_REP'], channel: 'api' },
      refusal: { reason: 'StageSkipped', liftedBy: ['AdvanceOpportunity to S3'] },
    });
    expect((await get('rep-1', `/v1/deals/a/history?cursor=${body.next}`)).body.items).toMatchObject([{ type: 'OpportunityAdvanced' }]);
    const then = await get('rep-1', `/v1/deals/a/as-of?position=${encodeURIComponent(body.items[1].position)}`);
    expect(then.body).toMatchObject({ lead: { ownerId: 'rep-1', level: null }, opportunity: null });
    expect((await get('rep-1', '/v1/deals/a/as-of')).body).toMatchObject({ opportunity: { stage: 'S3' } });
  });

  it('is leads and opportunities, with their revision for If-Match', async () => {
    expect((await get('rep-1', '/v1/leads?status=converted')).body.items).toMatchObject([{ leadId: 'a', revision: 3 }]);
    expect(await get('rep-1', '/v1/leads/a')).toMatchObject({ status: 200, etag: '"3"', body: { contact: { contactName: 'Li Lei' } } });
    expect((await get('rep-1', '/v1/opportunities?stage=S3&limit=1')).body).toMatchObject({ items: [{ opportunityId: 'a' }], next: null });
    expect(await get('rep-1', '/v1/opportunities/a')).toMatchObject({ status: 200, etag: '"2"', body: { stage: 'S3', sealed: [] } });
  });

  it('is the funnel and the forecast', async () => {
    const funnel = (await get('rep-1', '/v1/funnel?process=SALES-PROC-003@1&from=2026-01-01&to=2027-01-01')).body;
    expect(funnel.stages.map(({ stage, entered }: { stage: string; entered: number }) => [stage, entered])).toEqual([
      ...[
        ['S2', 1],
        ['S3', 1],
        ['S4', 0],
      ],
      ...[
        ['S5', 0],
        ['S6', 0],
        ['S7', 0],
      ],
    ]);
    expect(funnel.leads).toMatchObject({ captured: 1, converted: 1 });
    expect((await get('rep-1', '/v1/forecast?from=2026-06&to=2026-06')).body.lines).toMatchObject([
      { month: '2026-06', ownerId: 'rep-1', category: 'pipeline', openMinor: '100000', weightedMinor: '25000' },
    ]);
  });

  it('is what there is to do on deals, what each gate needs, and who can supply it', async () => {
    const waiting = dealOf(ledger, 'waiting');
    await waiting(commandsOf('waiting').open('rep-1'));
    const { ledgerId } = await models.reader.head();
    const after = encodePosition({ ledgerId, stream: 'opportunity-waiting', revision: 0 });
    const { items, next } = (await get('rep-1', `/v1/worklists/deals?filter=blocked&stage=S2&after=${after}`)).body;
    const needs = [
      {
        criterion: 'painsAndObjectivesKnown/1',
        title: { en: 'Core pains and business objectives are identified' },
        result: 'missing',
        suppliedBy: [
          { command: 'RecordPainPoint', people: ['rep-1'], roles: [], rolesOnTeam: expect.arrayContaining(['PRESALES']) },
          { command: 'RecordBusinessObjective', people: ['rep-1'], roles: [], rolesOnTeam: expect.arrayContaining(['PRESALES']) },
        ],
        overridableBy: { people: [], roles: ['SALES_DIRECTOR'], rolesOnTeam: [] },
      },
    ];
    expect(next).toBeNull();
    expect(items).toMatchObject([
      {
        opportunityId: 'waiting',
        overdue: ['stageLimit'],
        atRisk: [{ risk: 'stalled' }, { risk: 'overdueStage' }],
        gatePassed: false,
        needs,
      },
    ]);
    expect((await get('rep-1', '/v1/worklists/deals?filter=overdue')).body.items).toMatchObject([{ opportunityId: 'waiting' }]);
    expect((await get('rep-2', '/v1/worklists/deals?of=all')).body).toEqual({ items: [], next: null });
    expect((await get('service', '/v1/worklists/deals?of=all')).body.items).toMatchObject([
      { opportunityId: 'waiting' },
      { opportunityId: 'a' },
    ]);
    expect(await get('rep-1', '/v1/opportunities/waiting/gate')).toMatchObject({
      status: 200,
      etag: '"0"',
      body: { stage: 'S2', next: { code: 'S3', name: { en: 'Design and validate the solution' } }, passed: false, criteria: needs },
    });
  });

  it('shows the effect of a command to whoever hands over its position', async () => {
    const { ledgerId } = await models.reader.head();
    await deal(lose());
    const after = encodePosition({ ledgerId, stream: 'opportunity-a', revision: 3 });
    expect((await get('rep-1', '/v1/opportunities/a', { 'dealtrail-after': after })).body).toMatchObject({ status: 'lost' });
    const { stages } = (await get('rep-1', `/v1/funnel?after=${after}`)).body;
    expect(stages[1]).toMatchObject({ stage: 'S3', lost: 1, open: 0 });
  });

  it.each([
    ['rep-2', '/v1/deals/a/history', 403],
    ['rep-2', '/v1/deals/a/as-of', 403],
    ['rep-2', '/v1/leads/a', 403],
    ['rep-2', '/v1/opportunities/a', 403],
    ['rep-2', '/v1/opportunities/a/gate', 403],
    ['compliance', '/v1/opportunities/none/gate', 404],
    ['compliance', '/v1/worklists/deals?filter=tired', 400],
    ['compliance', '/v1/worklists/deals?cursor=rubbish', 400],
    ['compliance', '/v1/worklists/deals?stage=%00', 400],
    ['stranger', '/v1/worklists/deals', 403],
    ['rep-1', '/v1/worklists/leads?of=team&filter=blocked', 200],
    ['service', '/v1/worklists/leads', 403],
    ['compliance', '/v1/worklists/leads?of=everyone', 400],
    ['service', '/v1/funnel', 403],
    ['service', '/v1/forecast', 403],
    ['service', '/v1/leads', 403],
    ['compliance', '/v1/accounts', 200],
    ['compliance', '/v1/accounts/none', 404],
    ['compliance', '/v1/accounts?name=%00', 400],
    ['rep-1', '/v1/campaigns', 403],
    ['compliance', '/v1/campaigns?status=launched', 200],
    ['compliance', '/v1/campaigns/none', 404],
    ['compliance', '/v1/campaigns?cursor=rubbish', 400],
    ['stranger', '/v1/approvals', 403],
    ['rep-1', '/v1/approvals?waitingFor=me', 200],
    ['compliance', '/v1/approvals?sentBack=me&status=sentBack', 200],
    ['compliance', '/v1/approvals?waitingFor=you', 400],
    ['compliance', '/v1/approvals?cursor=rubbish', 400],
    ['compliance', '/v1/approvals?opportunityId=%00', 400],
    ['compliance', '/v1/approvals/none', 404],
    ['stranger', '/v1/contracts', 403],
    ['rep-1', '/v1/contracts?awaiting=signature&overdue=true', 200],
    ['compliance', '/v1/contracts?awaiting=rain', 400],
    ['compliance', '/v1/contracts?owner=%00', 400],
    ['compliance', '/v1/contracts?cursor=rubbish', 400],
    ['compliance', '/v1/contracts/none', 404],
    ['compliance', '/v1/deals/none/history', 404],
    ['compliance', '/v1/leads/none', 404],
    ['compliance', '/v1/opportunities/none', 404],
    ['compliance', '/v1/funnel?process=other@1', 400],
    ['compliance', '/v1/funnel?from=2026-02-30', 400],
    ['compliance', '/v1/funnel?surprise=1', 400],
    ['compliance', '/v1/forecast?from=2026-13', 400],
    ['compliance', '/v1/leads?limit=201', 400],
    ['compliance', '/v1/leads?cursor=rubbish', 400],
    ['compliance', '/v1/leads?company=%00', 400],
    ['compliance', '/v1/opportunities?company=a%00', 400],
    ['compliance', '/v1/opportunities?stage=%00', 400],
    ['compliance', '/v1/funnel?process=%00', 400],
    ['compliance', '/v1/deals/a/as-of?position=%00:1', 409],
    ['compliance', '/v1/leads?company=%F0%9F%8C%8D', 200],
    ['compliance', '/v1/opportunities?status=open&status=won', 400],
    ['compliance', '/v1/deals/a/as-of?position=elsewhere:1', 409],
    ['compliance', '/v1/deals/a/as-of?position=999999999999999', 200],
    ['compliance', '/v1/deals/a/as-of?time=2026-01-05', 400],
    ['compliance', '/v1/deals/a%00/history', 400],
    ['stranger', '/v1/funnel', 403],
  ])('answers %s, asking for %s, with %i', async (user, path, status) => {
    const answer = await get(user, path);
    expect(answer.status).toBe(status);
    if (status >= 400) expect(answer.body).toMatchObject({ status, type: expect.stringMatching(/^urn:dealtrail:problem:/) });
  });

  it('is described in full', () => {
    const { paths } = buildOpenApi(app);
    const described = [
      '/v1/deals/{id}/history',
      '/v1/deals/{id}/as-of',
      '/v1/funnel',
      '/v1/forecast',
      '/v1/approvals',
      '/v1/approvals/{id}',
      '/v1/contracts',
      '/v1/contracts/{id}',
      '/v1/accounts',
      '/v1/accounts/{id}',
      '/v1/campaigns',
      '/v1/campaigns/{id}',
      '/v1/leads',
      '/v1/leads/{id}',
      '/v1/opportunities',
      '/v1/opportunities/{id}',
      '/v1/opportunities/{id}/gate',
      '/v1/worklists/deals',
      '/v1/worklists/leads',
    ];
    for (const path of described)
      expect(paths[path]?.get?.responses['200']).toHaveProperty(['content', 'application/json', 'schema', '$ref']);
  });
});
