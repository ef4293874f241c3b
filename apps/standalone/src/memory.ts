import { setFlagsFromString } from 'node:v8';

/** Percent by which the heap may outgrow what is alive in it before it is collected. */
const growth = 20;

/**
 * Keeps the program small beside the database that shares its machine: left alone, the heap grows to several times what is alive, up to
 * gigabytes, before old garbage is collected. Costs some CPU, cannot fail: it is no limit.
 */
export const growHeapSparingly = (): void => setFlagsFromString(`--heap-growing-percent=${growth}`);
