import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crmExport, type CrmExport } from '../../../test/support/crm-export.ts';
import { distributed, type Distributed } from '../../../test/support/distributed.ts';
import type { Client } from '../../../test/support/running-app.ts';
import { run } from './program.ts';

const collected = () => {
  let text = '';
  return {
    write: (chunk: string | Uint8Array) => ((text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()), true),
    text: () => text,
  };
};

describe('the command line against a command-api and a query-api', () => {
  let on: Distributed;
  let client: Client;
  let folder: string;
  let exported: CrmExport;
  let urls: { readonly url: string; readonly commandsUrl: string };
  beforeAll(async () => {
    on = await distributed();
    await on.relay();
    const [commands, queries] = [await on.commandApi(), await on.queryApi()];
    await on.projector();
    urls = { url: queries.url, commandsUrl: commands.url };
    client = await on.client(commands.url, queries.url);
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-cli-'));
    exported = await crmExport(60);
  }, 120_000);
  afterAll(async () => {
    await on.stop();
    await exported.remove();
    await rm(folder, { recursive: true });
  }, 120_000);

  const dealtrail = async (...argv: string[]) => {
    const [out, err] = [collected(), collected()];
    const config = { ...urls, token: await client.token('operator'), dataDir: folder, environment: {} };
    const code = await run(argv, config, { out, err }, new AbortController().signal);
    return { code, out: out.text(), err: err.text() };
  };
  const json = async (...argv: string[]) => JSON.parse((await dealtrail(...argv, '--json')).out);

  it('imports where commands go, and waits until queries show it', async () => {
    const { code, out, err } = await dealtrail('import', exported.folder, '--json');
    expect(code).toBe(0);
    expect(err).not.toContain('have not caught up');
    const report = JSON.parse(out);
    expect(report.claimedStages).toEqual(exported.expected.stages);
    expect(report.imported.reduce((sum: number, { deals }: { deals: number }) => sum + deals, 0)).toBe(60);
  }, 120_000);

  it('sends documents where commands go, and fetches them where queries are answered', async () => {
    const file = join(folder, 'minutes.txt');
    await writeFile(file, 'We agreed.');
    const { out } = await dealtrail('document', 'put', file);
    expect((await dealtrail('document', 'get', out.trim())).out).toBe('We agreed.');
    expect((await dealtrail('document', 'verify')).out).toContain('1 document (10 bytes) verified');
  });

  it('asks for deals, reports, read models and the feed where queries are answered', async () => {
    expect(await json('history', 'D1')).toHaveLength(2);
    expect((await dealtrail('funnel')).out).toContain('Imported deals, as their source claims');
    const projections = await json('projections', 'list');
    expect(projections.find(({ name }: { name: string }) => name === 'audit')).toMatchObject({ live: true, partitions: 4, lagEvents: 0 });
    const { size } = (await client.get('/v1/ledger/head')).body;
    const { out } = await dealtrail('feed', '--json');
    expect(out.trim().split('\n')).toHaveLength(size);
  });

  it('has operations done there too', async () => {
    expect(await dealtrail('verify')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was found') });
    expect((await dealtrail('projections', 'pause', 'funnel')).out).toContain('funnel is paused');
    expect((await dealtrail('projections', 'resume', 'funnel')).out).toContain('funnel is running');
  });

  it('gives other commands where they go', async () => {
    expect(await dealtrail('erase', 'p1', '--basis', 'their request')).toMatchObject({ code: 0 });
  });
});
