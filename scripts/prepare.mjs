/** Runs after `npm ci`: turns the commit hook on, and builds, so that `npx dealtrail` works at once. A production install has neither tool and needs neither. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

const installed = (specifier) => {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
};

const turnHookOn = async () => {
  if (process.env.CI || !existsSync('.git') || !installed('husky')) return;
  const { default: husky } = await import('husky');
  const problem = husky();
  if (problem) console.log(`prepare: no commit hook: ${problem}`);
};

const build = () => {
  const tsc = installed('typescript/bin/tsc');
  if (!tsc) return;
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await turnHookOn();
build();
