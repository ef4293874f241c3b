import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

const run = promisify(execFile);

/** Whom Postgres runs as; undefined: as the user of this process. */
export type OsUser = { uid: number; gid: number } | undefined;

const account = 'postgres';

/** Postgres refuses to run as root, so root lends it the account `postgres`, which is made if it is missing. */
export const unprivilegedUser = async (): Promise<OsUser> => {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await makeAccount());
};

/** Throws `FolderNotPassable` naming the first folder on the way to `path` that `user` may not pass. */
export const assertPassable = async (user: OsUser, path: string): Promise<void> => {
  if (!user) return;
  for (const folder of ancestors(path)) {
    if (!mayPass(user, await stat(folder))) throw notPassable(folder, path);
  }
};

const ancestors = (path: string): string[] => (dirname(path) === path ? [path] : [...ancestors(dirname(path)), path]);

const mayPass = ({ uid, gid }: NonNullable<OsUser>, folder: { uid: number; gid: number; mode: number }) => {
  if (folder.uid === uid) return (folder.mode & 0o100) !== 0;
  return (folder.mode & (folder.gid === gid ? 0o010 : 0o001)) !== 0;
};

const lookUp = async (): Promise<OsUser> => {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((which) =>
      run('id', [which, account]).then(
        ({ stdout }) => Number(stdout),
        () => undefined,
      ),
    ),
  );
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
};

const makeAccount = async (): Promise<OsUser> => {
  const failure = await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', account]).then(
    () => undefined,
    (error: unknown) => error,
  );
  const user = await lookUp();
  if (user) return user;
  throw new EmbeddedPostgresError(
    'NoUnprivilegedUser',
    `Postgres does not run as root, and the account "${account}" for it could not be made. Make it ("useradd --system ${account}"), or run Dealtrail as an ordinary user.`,
    { cause: failure },
  );
};

const notPassable = (folder: string, path: string) =>
  new EmbeddedPostgresError(
    'FolderNotPassable',
    `Dealtrail runs as root and its Postgres as the user "${account}", who may not pass the folder ${folder} on the way to ${path}. ` +
      `Allow it with "chmod o+x ${folder}", choose a place elsewhere, or run Dealtrail as an ordinary user.`,
  );
