import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { isFull } from './disk-space.ts';
import { cannotRun, EmbeddedPostgresError, explainOutput } from './embedded-postgres-error.ts';
import type { OsUser } from './os-user.ts';
import { serverEnvironment } from './server-environment.ts';

/** One Postgres data folder, the programs that serve it and whom they run as. */
export type Cluster = {
  dataDir: string;
  /** `<dataDir>/postgres`, what Postgres itself calls its data directory. */
  folder: string;
  binaries: Binaries;
  user: OsUser;
  password: string;
};

/** The superuser's name, and that of the database. */
export const databaseName = 'dealtrail';

const staging = 'postgres.new-';

/** Makes the data folder on the first start, and checks it on every later one. `sync: false` leaves a fresh folder to the system's write-back. */
export const ensureCluster = async (cluster: Cluster, options: { sync: boolean }): Promise<'created' | 'found'> => {
  await removeLeftovers(cluster.dataDir);
  if (await isAbsentOrEmpty(cluster.folder)) {
    await createCluster(cluster, options);
    return 'created';
  }
  await checkVersion(cluster);
  await checkOwner(cluster);
  return 'found';
};

/** A first start that was killed leaves half a cluster under a name of its own, which nobody has used yet. */
const removeLeftovers = async (dataDir: string) => {
  const leftovers = (await readdir(dataDir)).filter((name) => name.startsWith(staging));
  for (const name of leftovers) await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
};

const isAbsentOrEmpty = async (folder: string) => {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
};

/** Made under another name and renamed when complete: `postgres` either does not exist or is whole. */
const createCluster = async (cluster: Cluster, { sync }: { sync: boolean }) => {
  const place = join(cluster.dataDir, `${staging}${process.pid}-${randomBytes(4).toString('hex')}`);
  const passwordFile = join(place, 'password');
  try {
    await mkdir(place, { mode: 0o700 });
    await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
    if (cluster.user) for (const path of [passwordFile, place]) await chown(path, cluster.user.uid, cluster.user.gid);
    await initdb(cluster, join(place, 'data'), passwordFile, sync);
    await rename(join(place, 'data'), cluster.folder);
    if (sync) await syncFolder(cluster.dataDir);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

/** The builtin C.UTF-8 sorts alike on every platform and for ever: no index is spoilt by a newer system library. */
const initdb = async (cluster: Cluster, target: string, passwordFile: string, sync: boolean) => {
  const { code, output } = await runProgram(cluster, cluster.binaries.initdb, [
    `--pgdata=${target}`,
    `--username=${databaseName}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(sync ? [] : ['--no-sync']),
  ]);
  if (code !== 0) throw explainOutput(output, 'create the Postgres data folder', cluster.dataDir, await isFull(cluster.dataDir));
};

/** Who owns the folder may set a new password in it; so a lost password file costs nothing. */
export const resetPassword = async (cluster: Cluster): Promise<void> => {
  const statement = `ALTER ROLE ${databaseName} PASSWORD '${cluster.password}';\n`;
  const { code, output } = await runProgram(cluster, cluster.binaries.postgres, ['--single', '-D', cluster.folder, 'postgres'], statement);
  if (code !== 0) throw explainOutput(output, 'set a new database password (its file was missing)', cluster.folder);
};

type Ran = { code: number | null; output: string; answer: string };

const runProgram = (cluster: Cluster, program: string, args: string[], input = '') =>
  new Promise<Ran>((resolve, reject) => {
    // A process group of its own: Ctrl-C in the terminal is for the app alone.
    const child = spawn(program, args, {
      ...cluster.user,
      cwd: cluster.dataDir,
      env: serverEnvironment,
      detached: true,
      windowsHide: true,
    });
    let output = '';
    let answer = '';
    child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (cause) => reject(cannotRun(program, cause)));
    child.on('close', (code) => resolve({ code, output, answer }));
  });

const checkVersion = async (cluster: Cluster) => {
  const { folder, binaries, dataDir } = cluster;
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (!found) {
    const what = `${folder} holds files, but is no complete Postgres data folder (PG_VERSION is missing).`;
    throw new EmbeddedPostgresError(
      'NotADataFolder',
      `${what} It was left as it is: restore it from a backup, or move it away to begin with an empty database.`,
    );
  }
  const served = await majorVersion(cluster);
  if (found === served) return;
  const what = `The data in ${folder} are of Postgres ${found}; the one that comes with this Dealtrail (${binaries.postgres}) is ${served}.`;
  const remedy = `They were left as they are: dump them with the Dealtrail that wrote them and load them into a new data folder, or upgrade ${dataDir} with pg_upgrade.`;
  throw new EmbeddedPostgresError('OtherMajorVersion', `${what} ${remedy}`);
};

const majorVersion = async (cluster: Cluster) => {
  const { answer, output } = await runProgram(cluster, cluster.binaries.postgres, ['--version']);
  const major = /(\d+)(\.\d+|beta\d+|rc\d+|devel)/.exec(answer)?.[1];
  if (!major) throw explainOutput(output, `run ${cluster.binaries.postgres}`, cluster.folder);
  return major;
};

const checkOwner = async ({ folder, user }: Cluster) => {
  const owner = (await stat(folder)).uid;
  const wanted = user?.uid ?? process.getuid?.();
  if (wanted === undefined || owner === wanted) return;
  throw new EmbeddedPostgresError(
    'WrongOwner',
    `${folder} belongs to the user with id ${owner}, but Postgres would run as ${wanted} and refuses the data of others. ` +
      `Start Dealtrail as the user it was first started by, or give the folder over: chown -R ${wanted} ${folder}`,
  );
};

/** A rename is lasting only once the folder above is on the disk; where folders cannot be synced (Windows), the system sees to it. */
const syncFolder = async (folder: string) => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};
