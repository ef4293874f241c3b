import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = (from: string): string => (existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from)));

/**
 * A company whose standard process asks for nothing before the signatures: for tests and benches that move deals and have no gate to do with.
 * Found from the package's root, because benches run from the build, which holds no JSON.
 */
export const withoutGates: string = join(
  packageRoot(dirname(fileURLToPath(import.meta.url))),
  'test/support/definitions/without-gates.json',
);
