import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileWitness, LedgerHalted } from '#ledger';
import { createLogger } from '#platform/nest';
import { readConfig } from '../../apps/standalone/src/config.ts';
import { startStandalone, type Standalone } from '../../apps/standalone/src/standalone.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

interface Check {
  readonly status: number;
  readonly readModels: readonly { readonly name: string; readonly state: string }[];
  readonly processes: readonly { readonly state: string }[];
}

/** The ledger is behind what the heads outside have seen: as after an older backup. */
describe('a program whose database was restored to an older state', () => {
  let database: TestDatabase;
  let dataDir: string;
  let app: Standalone | undefined;

  beforeEach(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-restored-'));
  });
  afterEach(async () => {
    await app?.stop();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const start = async (ledgerRestored?: string): Promise<Standalone> => {
    const settings = { DATA_DIR: dataDir, DATABASE_URL: database.connectionString, PORT: '0', LOG_LEVEL: 'silent', SHUTDOWN_SECONDS: '5' };
    const options = { logger: createLogger('silent'), ...(ledgerRestored !== undefined && { ledgerRestored }) };
    return (app = await startStandalone(readConfig(settings), options));
  };
  const stop = async (): Promise<void> => {
    await app?.stop();
    app = undefined;
  };
  const witnessFile = (): string => join(dataDir, 'ledger-heads.jsonl');
  const ready = async ({ url }: Standalone): Promise<Check> => {
    const response = await fetch(`${url}/health/ready`);
    const { checks } = (await response.json()) as {
      checks: { projections: Pick<Check, 'readModels'>; processes: Pick<Check, 'processes'> };
    };
    return { status: response.status, readModels: checks.projections.readModels, processes: checks.processes.processes };
  };
  const rebuild = async ({ url, issuer }: Standalone, name: string): Promise<number> => {
    const headers = {
      authorization: `Bearer ${await issuer?.issue('operator')}`,
      'idempotency-key': name,
      'content-type': 'application/json',
    };
    return (await fetch(`${url}/v1/operations/projections/${name}/rebuild`, { method: 'POST', headers, body: '{}' })).status;
  };
  /** Runs once, and is then five events shorter than it was: the heads outside say so. */
  const cut = async (): Promise<string> => {
    const first = await start();
    const { ledgerId } = first;
    await until(async () => (await ready(first)).status === 200);
    const head = await first.keeping.ledger.head();
    await stop();
    await fileWitness(witnessFile()).record({ ...head, size: head.size + 5, time: '2026-02-01T00:00:00.000Z' });
    return ledgerId;
  };

  it('does not start, and says what happened and what mends it', async () => {
    const ledgerId = await cut();
    const starting = start();
    await expect(starting).rejects.toThrow(LedgerHalted);
    const told = new RegExp(
      `^the ledger ${ledgerId} has \\d+ events and had \\d+ at 2026-.*--ledger-restored .* new id.*ledger-recovery\\.md`,
    );
    await expect(starting).rejects.toThrow(told);
  });

  it('starts under a new id when somebody answers for it, halts what was built from the old one, and is whole again when that is rebuilt', async () => {
    const ledgerId = await cut();
    const restored = await start('the backup of Sunday');
    expect(restored.ledgerId).not.toBe(ledgerId);
    expect(await restored.keeping.ledger.ended()).toMatchObject([{ ledgerId, reason: 'the backup of Sunday' }]);
    await until(async () => (await ready(restored)).readModels.every(({ state }) => state === 'halted'));
    expect(await ready(restored)).toMatchObject({ status: 503 });
    for (const { name } of (await ready(restored)).readModels) expect(await rebuild(restored, name)).toBe(202);
    expect(await until(async () => (await ready(restored)).status === 200)).toBe(true);
    expect((await ready(restored)).processes.map(({ state }) => state)).not.toContain('halted');
  });

  it('does not change its id again when it is started in the same way once more', async () => {
    await cut();
    const { ledgerId } = await start('the backup of Sunday');
    await stop();
    expect((await start('the backup of Sunday')).ledgerId).toBe(ledgerId);
  });

  it('starts when the heads outside are none, or of a ledger that was lost as a whole', async () => {
    const ledgerId = await cut();
    await database.drop();
    database = await testDatabase();
    await appendFile(witnessFile(), 'no head\n');
    expect((await start()).ledgerId).not.toBe(ledgerId);
  });
});
