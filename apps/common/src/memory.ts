import { setFlagsFromString } from 'node:v8';

/**
 * Percent by which the heap may outgrow what is alive in it before it is collected. Measured under commands, imports up to a million events
 * and then a rebuild (`npm run bench -- --only rss.1M`): 379 MB at most with 60, 404 with 70 and with 80. With 60 a rebuild is a tenth
 * slower; at 20, a quarter of the program's time went into collecting.
 */
const growth = 80;

/**
 * Keeps the program small beside the database that shares its machine: left alone, the heap grows to several times what is alive, up to
 * gigabytes, before old garbage is collected. Costs some CPU, cannot fail: it is no limit.
 */
export const growHeapSparingly = (): void => setFlagsFromString(`--heap-growing-percent=${growth}`);
