/** Runs after `npm ci`: turns the commit hook on, and builds, so that `npx dealtrail` works at once. A production install has no tools and needs neither. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The compiler itself may be there as somebody's peer, without the types that a build needs: husky is nobody's. */
const hasTools = () => {
  try {
    return Boolean(require.resolve('husky'));
  } catch {
    return false;
  }
};

const turnHookOn = async () => {
  const { default: husky } = await import('husky');
  const problem = husky();
  if (problem) console.log(`prepare: no commit hook: ${problem}`);
};

const build = () => spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { stdio: 'inherit' });

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (hasTools()) {
  if (!process.env.CI && existsSync('.git')) await turnHookOn();
  process.exitCode = build().status ?? 1;
}
