// For child processes of tests: `node --conditions=development --import <this file> script.ts` runs the sources as they are, without a build.
import { register } from 'node:module';

register('./run-typescript-hooks.js', import.meta.url);

// The input ends when the test's process does, in whatever way; nothing is to outlive it.
process.stdin.on('end', () => process.exit()).resume();
process.stdin.unref?.();
