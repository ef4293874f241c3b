/** Prints the result that Jest wrote with --json as one line, `N passed, N failed[, N skipped]`; a run in which nothing was tested has failed. */
import { readFile } from 'node:fs/promises';

const results = JSON.parse(await readFile(process.argv[2], 'utf8'));
const passed = results.numPassedTests;
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
const skipped = results.numPendingTests + results.numTodoTests;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = results.success && passed > 0 && failed === 0 ? 0 : 1;
