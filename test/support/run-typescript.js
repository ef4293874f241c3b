// For child processes of tests: `node --conditions=development --import <this file> script.ts` runs the sources as they are, without a build.
import { register } from 'node:module';

register('./run-typescript-hooks.js', import.meta.url);
