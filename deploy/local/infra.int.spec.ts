import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder, type TemporaryFolder } from '../../test/support/test-server.ts';
import { brokersSeenBy } from './kafka-brokers.ts';
import { packageRoot } from './package-root.ts';

const run = promisify(execFile);

describe('the servers of one machine', () => {
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await infra('down');
    await folder.remove();
  });

  const infra = async (command: string, ...more: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const loader = join(packageRoot(), 'scripts', 'typescript.mjs');
    const script = join(packageRoot(), 'deploy', 'local', 'infra.ts');
    const args = ['--no-warnings', '--conditions=development', '--import', loader, script, command, '--data', folder.path, ...more];
    return run(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } }).then(
      (ran) => ({ code: 0, ...ran }),
      (failed: { code: number; stdout: string; stderr: string }) => failed,
    );
  };

  it('start, outlive their command, are found by the next one, and go', async () => {
    const first = await infra('up');
    expect(first.stdout).toMatch(/^DATABASE_URL=postgresql:.*\n(EVENTSTORE_URL=.*\n)?KAFKA_BROKERS=127\.0\.0\.1:\d+\n$/);
    expect(await readFile(join(folder.path, 'env'), 'utf8')).toBe(first.stdout);
    const [, broker = ''] = /KAFKA_BROKERS=(.*)/.exec(first.stdout) ?? [];
    expect(await brokersSeenBy(broker)).toEqual([1]);

    const second = await infra('up');
    expect(second).toMatchObject({ code: 0, stdout: first.stdout });
    expect(second.stderr.match(/is running already/g)?.length).toBeGreaterThanOrEqual(2);

    const status = await infra('status');
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/postgres +pid \d+ +answers/);
    expect(status.stdout).toMatch(/kafka broker 1 +pid \d+ +answers/);
    expect(status.stdout).not.toContain(/:([^:@/]+)@/.exec(first.stdout)![1]);

    expect(await infra('up', '--brokers', '3')).toMatchObject({ code: 1, stderr: expect.stringContaining('not 3') });

    expect((await infra('down', '--wipe')).code).toBe(0);
    expect((await infra('status')).code).toBe(1);
    expect(await readdir(folder.path)).toEqual([]);
    expect(await brokersSeenBy(broker)).toEqual([]);
  });

  it('says what is missing when there is no Java', async () => {
    const loader = join(packageRoot(), 'scripts', 'typescript.mjs');
    const script = join(packageRoot(), 'deploy', 'local', 'kafka-tool.ts');
    const args = ['--no-warnings', '--conditions=development', '--import', loader, script, 'topics', '--help'];
    await expect(run(process.execPath, args, { env: { PATH: '/nowhere' } })).rejects.toMatchObject({
      stderr: expect.stringContaining('"java" is not on the PATH. A local Kafka needs Java 17'),
    });
  });
});
