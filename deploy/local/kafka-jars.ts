import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { assertMaven } from './java.ts';
import { LocalServerError } from './local-server-error.ts';
import { packageRoot } from './package-root.ts';

const run = promisify(execFile);

/** Outside of the project, so that `npm ci` and a removed `.data` cost no second download. */
export const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'dealtrail');

const pom = (): string => join(packageRoot(), 'deploy', 'local', 'pom.xml');

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const fetchInto = async (folder: string): Promise<void> => {
  const args = ['-q', '-B', '-f', pom(), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
  await run('mvn', args).catch((cause: unknown) => {
    const { stdout = '' } = cause as { stdout?: string };
    throw new LocalServerError(`Maven could not fetch the jars that ${pom()} names.\n${stdout.trim() || String(cause)}`, { cause });
  });
};

const fetchJars = async (folder: string, log: (message: string) => void): Promise<void> => {
  await assertMaven();
  log(`Fetching the jars of Apache Kafka into ${folder}.`);
  await mkdir(cacheFolder(), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  try {
    await fetchInto(draft);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/** The class path of Kafka and its tools, always in the same order. Fetched by Maven at the first call; whole or not at all, also when two begin at once. */
export const kafkaClassPath = async (log: (message: string) => void): Promise<string> => {
  const mark = createHash('sha256')
    .update(await readFile(pom()))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(), `kafka-${mark}`);
  if (!(await exists(folder))) await fetchJars(folder, log);
  const jars = (await readdir(folder)).filter((name) => name.endsWith('.jar')).toSorted();
  return jars.map((name) => join(folder, name)).join(delimiter);
};
