import { fileURLToPath } from 'node:url';

/** A company whose standard process asks for nothing before the signatures: for tests that move deals and have no gate to do with. */
export const withoutGates: string = fileURLToPath(new URL('./definitions/without-gates.json', import.meta.url));
