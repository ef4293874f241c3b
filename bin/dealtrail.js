#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/apps/cli/src/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error('dealtrail is not built yet: run `npm ci`, or `npm run build` after a change.');
  process.exitCode = 1;
}
