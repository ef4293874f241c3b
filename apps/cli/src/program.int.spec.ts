import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '#postgres';
import { collected, type Ended } from '../../../test/support/command-line.ts';
import { crmExport, type CrmExport } from '../../../test/support/crm-export.ts';
import { runningApp, type RunningApp } from '../../../test/support/running-app.ts';
import { until } from '../../../test/support/until.ts';
import { run } from './program.ts';

/** Without a server elsewhere. */
const here = { url: undefined, commandsUrl: undefined, token: undefined, environment: {} };

describe('the command line', () => {
  let running: RunningApp;
  let folder: string;
  let exported: CrmExport;
  beforeAll(async () => {
    running = await runningApp({ environment: { ANALYST_ROLE: 'sql_by_command' } });
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-cli-'));
    exported = await crmExport(60);
  });
  afterAll(async () => {
    await running.stop();
    await exported.remove();
    await rm(folder, { recursive: true });
  });

  /** One command against the server that runs on the data folder, as its operator. */
  const dealtrail = async (...argv: string[]): Promise<Ended> => {
    const [out, err] = [collected(), collected()];
    const config = { ...here, dataDir: running.app.config.dataDir };
    const code = await run(argv, config, { out, err }, new AbortController().signal);
    return { code, out: out.text(), err: err.text() };
  };
  const json = async (...argv: string[]) => JSON.parse((await dealtrail(...argv, '--json')).out);

  it('imports an export, tells every row, and repeats nothing', async () => {
    const { expected } = exported;
    const rejects = join(folder, 'first.csv');
    const report = await json('import', exported.folder, '--rejects', rejects);
    expect(report.claimedStages).toEqual(expected.stages);
    expect(report.claimedWon).toMatchObject(expected.won);
    expect(report.files.at(-1)).toMatchObject({ rows: expected.rows, imported: 60, already: 0, rejected: 3 });
    expect(report.imported.reduce((sum: number, { deals }: { deals: number }) => sum + deals, 0)).toBe(60);
    const lines = (await readFile(rejects, 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('file,row,field,value,reason');
    expect(lines.slice(1).map((line) => line.split(','))).toEqual(
      expected.rejected.map(([row, reason]) => expect.arrayContaining(['sales_pipeline.csv', String(row), reason])),
    );
    const { size } = (await running.get('/v1/ledger/head')).body;

    const again = await json('import', exported.folder, '--rejects', rejects);
    expect(again.files.map(({ imported, already }: { imported: number; already: number }) => [imported, already])).toEqual([
      [0, 2],
      [0, 4],
      [0, 9],
      [0, 60],
    ]);
    expect(again.claimedWon).toEqual(report.claimedWon);
    expect((await running.get('/v1/ledger/head')).body.size).toBe(size);
  });

  it('takes an unchanged row of a newer file as known, and rejects a changed one', async () => {
    await exported.rewriteDeals(([head = '', first = '', ...rest]) => [
      head,
      ...rest.slice(0, 58),
      first.replace('1000', '1001'),
      'N1,Agent 0,MG Special,,Engaging,20-10-16,,,,',
    ]);
    const rejects = join(folder, 'newer.csv');
    const report = await json('import', exported.folder, '--rejects', rejects);
    await exported.rewriteDeals((lines) => lines);
    expect(report.files.at(-1)).toMatchObject({ imported: 1, already: 58, rejected: 1 });
    expect(await readFile(rejects, 'utf8')).toContain('D0,"imported before with other values, which stand"');
    expect(await json('history', 'D0')).toHaveLength(2);
  });

  it('reads an export without importing it', async () => {
    const { size } = (await running.get('/v1/ledger/head')).body;
    const dry = await dealtrail('import', exported.folder, '--dry-run');
    expect(dry.out).toContain('A dry run: nothing was imported');
    expect((await running.get('/v1/ledger/head')).body.size).toBe(size);
  });

  it('says what keeps a folder from being imported', async () => {
    const { code, err } = await dealtrail('import', folder);
    expect(code).toBe(1);
    expect(err).toContain('crm-sales-opportunities.yaml: there is no products.csv');
  });

  it('shows a deal by its id in the source, and as it stood', async () => {
    const { out } = await dealtrail('history', 'D1');
    expect(out).toContain('OutcomeImported');
    expect(out).toContain('opportunity.claims.outcome = lost');
    const [first] = await json('history', 'crm-D1');
    const then = await json('history', 'crm-D1', '--as-of', String(first.index));
    expect(then.opportunity).toMatchObject({ origin: 'imported', claims: { outcome: null } });
    expect(await dealtrail('history', 'nowhere')).toMatchObject({ code: 1, err: expect.stringContaining('nowhere') });
  });

  it('shows funnel and forecast', async () => {
    expect((await dealtrail('funnel')).out).toContain('Imported deals, as their source claims');
    expect((await json('forecast', '--from', '2017-03')).imported).toContainEqual(
      expect.objectContaining({
        month: '2017-03',
        wonDeals: exported.expected.won.count,
        closedMinor: String(exported.expected.won.minor),
      }),
    );
    expect(await dealtrail('forecast', '--category', 'dreams')).toMatchObject({ code: 1, err: expect.stringContaining('category') });
  });

  it('founds an organisation and tells what was refused', async () => {
    const file = join(folder, 'org.yaml');
    await writeFile(
      file,
      'users:\n  - { userId: lina, displayName: Lina, roles: [SALES_REP], teamId: north, territories: [kiel] }\nteams:\n  - { teamId: north, name: North, managerId: lina, territories: [kiel, bremen] }\n',
    );
    const applied = await json('org', 'apply', file);
    expect(applied.map(({ command, outcome }: { command: string; outcome: string }) => [command, outcome])).toEqual([
      ['RegisterUser', 'done'],
      ['GrantRole', 'done'],
      ['FormTeam', 'done'],
      ['AppointManager', 'done'],
      ['JoinTeam', 'done'],
      ['SetTeamTerritories', 'done'],
      ['SetUserTerritories', 'done'],
    ]);
    await until(async () => (await json('org')).users.some(({ territories }: { territories: string[] }) => territories.length > 0));
    expect((await dealtrail('org', 'show')).out).toMatch(/lina +Lina +SALES_REP +north +kiel/);
    const north = { teamId: 'north', name: 'North', parentTeamId: null, managerId: 'lina', territories: ['bremen', 'kiel'] };
    expect((await json('org')).teams).toEqual([north]);
    expect((await dealtrail('org', 'apply', file)).out).not.toContain('done');
    await writeFile(file, 'users:\n  - { userId: operator, roles: [ANALYST] }\n');
    expect(await dealtrail('org', 'apply', file)).toMatchObject({ code: 1, err: expect.stringContaining('1 of 2 were refused') });
    await writeFile(file, 'users: [{ userId: 7, roles: [KING] }]');
    expect((await dealtrail('org', 'apply', file)).err).toMatch(/users\[0\]\.userId.*\n.*users\[0\]\.roles/);
  });

  it('shows what there is to do on deals, and what their gates need', async () => {
    const body = { opportunityId: 'w1', name: 'Planning', company: 'Acme', expectedAmount: { minor: 1_000, currency: 'CNY' } };
    const opened = await running.post('/v1/opportunities', { ...body, expectedSigningDate: '2099-01-01' }, { as: 'lina' });
    expect(opened.status).toBe(201);
    await running.get(`/v1/worklists/deals?after=${opened.body.position}`, { as: 'operator' });
    expect((await json('worklist', '--of', 'all')).deals.map(({ opportunityId }: { opportunityId: string }) => opportunityId)).toEqual([
      'w1',
    ]);
    expect((await dealtrail('worklist', '--of', 'all')).out).toMatch(/w1 +Acme +lina +S2 +10 CNY/);
    expect((await dealtrail('worklist')).out).toBe('There is nothing to do.\n');
    expect((await dealtrail('worklist', '--overdue')).out).toBe('There is nothing to do.\n');
    expect(await dealtrail('worklist', '--of', 'nobody')).toMatchObject({ code: 2 });
    expect(await dealtrail('worklist', '--overdue', '--at-risk')).toMatchObject({ code: 2 });
  });

  it('issues tokens that say who, and nothing more', async () => {
    const { token } = await json('token', 'lina', '--ttl', '5m');
    const answer = await fetch(`${running.url}/v1/opportunities`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    expect(await dealtrail('token', 'lina', '--ttl', 'long')).toMatchObject({ code: 2 });
  });

  it.each(['a/b', '../operator', ' lina', '-lina', 'lína', 'x'.repeat(121)])(
    'issues no token for %p, whom no server would let in',
    async (id) => {
      const refused = await dealtrail('token', '--', id);
      expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('1 to 120 letters, digits, ".", "_" or "-"') });
    },
  );

  it('gets its user a login for SQL, and gives it back', async () => {
    const { code, out } = await dealtrail('sql-access');
    expect(code).toBe(0);
    const [, url = ''] = /psql '(\S+)'/.exec(out) ?? [];
    const [, password = ''] = /told this once: (\S+)/.exec(out) ?? [];
    expect(url).not.toContain(password);
    const address = Object.assign(new URL(url), { password });
    const session = createPool(address.href, { applicationName: 'test', max: 1 });
    expect((await session.query('select count(*) > 0 as some from analyst.checkpoints')).rows).toEqual([{ some: true }]);
    expect(await dealtrail('sql-access', '--withdraw')).toMatchObject({ code: 0 });
    await expect(session.query('select 1')).rejects.toThrow();
    await session.end();
    expect(await dealtrail('sql-access', '--withdraw', '--of', 'nobody')).toMatchObject({ code: 0 });
    expect(await dealtrail('sql-access', '--of', 'nobody')).toMatchObject({ code: 2 });
  });

  it('erases a person for good', async () => {
    const lead = { leadId: 'l1', source: 'web', company: 'Acme', contactId: 'p1', contactName: 'Li Lei' };
    const captured = await running.post('/v1/leads', lead, { as: 'lina' });
    await running.get(`/v1/deals/l1/history?after=${captured.body.position}`, { as: 'operator' });
    expect((await dealtrail('erase', 'p1', '--basis', 'their request')).out).toContain('unreadable from now on');
    expect(await dealtrail('erase', 'p1', '--basis', 'their request, again')).toMatchObject({
      code: 0,
      out: expect.stringContaining('erased before'),
    });
    const history = await dealtrail('history', 'l1');
    expect(history.out).toContain('sealed under person-p1: erased');
    expect(history.out).not.toContain('Li Lei');
    expect(await dealtrail('erase', 'p1')).toMatchObject({ code: 2, err: expect.stringContaining('--basis') });
  });

  it('lists read models, stops one, lets it go on and builds it anew', async () => {
    expect((await dealtrail('projections')).out).toMatch(/funnel .* running/);
    expect((await dealtrail('projections', 'pause', 'funnel')).out).toContain('funnel is paused');
    expect((await json('projections')).find(({ name }: { name: string }) => name === 'funnel')).toMatchObject({ state: 'paused' });
    expect((await dealtrail('projections', 'resume', 'funnel')).out).toContain('funnel is running');
    expect((await dealtrail('projections', 'rebuild', 'funnel')).out).toMatch(/funnel build \d+ is live/);
    expect(await dealtrail('projections', 'rebuild', 'dreams')).toMatchObject({ code: 1, err: expect.stringContaining('dreams') });
    expect((await dealtrail('parked')).out).toBe('No case is parked.\n');
    expect(await dealtrail('parked', 'retry', 'funnel', 'case-l1')).toMatchObject({ code: 1 });
  });

  it('shows the feed from any position, each event on a line', async () => {
    const { size } = (await running.get('/v1/ledger/head')).body;
    const whole = await dealtrail('feed', '--json');
    const events = whole.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ index }) => index).slice(0, size)).toEqual([...Array(size).keys()]);
    expect(whole.err).toContain(`To go on from here: --from ${running.app.ledgerId}:${events.length - 1}`);
    const formed = await dealtrail('feed', '--type', 'TeamFormed', '--type', 'TeamJoined,TeamLeft', '--from', '0');
    expect(formed).toMatchObject({ code: 0, out: expect.stringMatching(/TeamFormed +team-north +{.*}\n.*TeamJoined +user-lina/) });
    expect(await dealtrail('feed', '--type', 'Dreams')).toMatchObject({ code: 1, err: expect.stringContaining('Dreams') });
    expect(await dealtrail('feed', '--from', 'another:4')).toMatchObject({ code: 1, err: expect.stringContaining('another') });
  });

  it('follows the feed until it is stopped', async () => {
    const [out, err, stop] = [collected(), collected(), new AbortController()];
    const config = { ...here, dataDir: running.app.config.dataDir };
    const code = run(['feed', '--from', 'end', '--follow', '--type', 'TeamFormed'], config, { out, err }, stop.signal);
    const formed = async () => {
      const teamId = `team-${Date.now()}`;
      await running.post('/v1/teams', { teamId, name: teamId }, { as: 'operator' });
      return out.text() !== '';
    };
    expect(await until(formed)).toBe(true);
    expect(out.text()).toMatch(/TeamFormed +team-team-\d+/);
    stop.abort(new Error('stopped'));
    expect(await code).toBe(130);
    expect(err.text()).toMatch(/To go on from here: --from [0-9a-f-]+:\d+\n/);
  });

  it('finds nothing wrong in a sound ledger', async () => {
    const verified = await dealtrail('verify');
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was found') });
  });

  it('sends a document, fetches it by its hash, and verifies all of them', async () => {
    const [sent, fetched] = [join(folder, 'contract.pdf'), join(folder, 'back.pdf')];
    await writeFile(sent, Buffer.alloc(700_000, 'contract '));
    const { out: printed, code } = await dealtrail('document', 'put', sent, '--type', 'application/pdf');
    const sha256 = printed.trim();
    expect({ code, sha256 }).toEqual({ code: 0, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await json('document', 'put', sent)).toEqual({ sha256, size: 700_000, mediaType: 'application/octet-stream' });
    expect(await dealtrail('document', 'get', sha256, '-o', fetched)).toMatchObject({ code: 0, out: '' });
    expect(await readFile(fetched)).toEqual(await readFile(sent));
    expect((await dealtrail('document', 'get', sha256)).out).toBe(await readFile(sent, 'utf8'));
    expect(await dealtrail('document', 'verify')).toMatchObject({
      code: 0,
      out: 'Nothing was found: 1 document (700,000 bytes) verified.\n',
    });

    expect(await dealtrail('document', 'get', 'x')).toMatchObject({ code: 1, err: expect.stringContaining('no hash') });
    expect(await dealtrail('document', 'get', '0'.repeat(64))).toMatchObject({ code: 1, err: expect.stringContaining('are not here') });
    expect(await dealtrail('document', 'put', join(folder, 'none.pdf'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.pdf'),
    });
  });

  it('takes no document that was damaged for the one that was sent', async () => {
    const [sent, fetched] = [join(folder, 'quote.pdf'), join(folder, 'quote-back.pdf')];
    await writeFile(sent, Buffer.alloc(600_000, 'quote '));
    await writeFile(fetched, 'as it was');
    const sha256 = (await dealtrail('document', 'put', sent)).out.trim();
    const database = createPool(running.connectionString, { applicationName: 'damage' });
    await database.query(`update dealtrail.document_parts set bytes = set_byte(bytes, 0, 0) from dealtrail.documents
      where part = 1 and document_parts.upload = documents.upload and sha256 = decode('${sha256}', 'hex')`);
    await database.end();
    const failed = await dealtrail('document', 'get', sha256, '-o', fetched);
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('broke off before its end') });
    expect(await readFile(fetched, 'utf8')).toBe('as it was');
    expect(await dealtrail('document', 'verify')).toMatchObject({ code: 3, out: expect.stringContaining(`1 document is damaged`) });
    expect((await json('document', 'verify')).damaged).toEqual([sha256]);
  });

  it('tells usage from refusal by its exit code', async () => {
    expect(await dealtrail('imprt')).toMatchObject({ code: 2 });
    expect(await dealtrail('history')).toMatchObject({ code: 2 });
    const help = await dealtrail('import', '--help');
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('$ dealtrail import') });
  });

  it('says so when the server it is told of is not there', async () => {
    const [out, err] = [collected(), collected()];
    const config = { ...here, url: 'http://127.0.0.1:1', token: 't', dataDir: folder };
    const streams = { out, err } as unknown as Parameters<typeof run>[2];
    expect(await run(['funnel'], { ...config, token: undefined }, streams, new AbortController().signal)).toBe(1);
    expect(err.text()).toContain('DEALTRAIL_TOKEN');
    expect(await run(['funnel'], { ...config, url: 'nowhere' }, streams, new AbortController().signal)).toBe(1);
    expect(err.text()).toContain('DEALTRAIL_URL is "nowhere"');
    expect(await run(['funnel'], { ...config, commandsUrl: 'nowhere' }, streams, new AbortController().signal)).toBe(1);
    expect(err.text()).toContain('DEALTRAIL_COMMANDS_URL is "nowhere"');
    const nowhereToAsk = { ...config, url: undefined, commandsUrl: 'http://127.0.0.1:1' };
    expect(await run(['funnel'], nowhereToAsk, streams, new AbortController().signal)).toBe(1);
    expect(err.text()).toContain('DEALTRAIL_COMMANDS_URL is set and DEALTRAIL_URL is not');
    // It is tried for a while; whoever has no patience stops it.
    expect(await run(['funnel'], config, streams, AbortSignal.timeout(300))).toBe(130);
  });
});
