import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { MappingFault, parseMapping, type ImportMapping } from '#imports';
import { UserError } from '#terminal';
import { headerOf, misfits } from './export-files.ts';

/** Where a program that runs from its sources or from `dist` alike finds what is not code. */
const packageRoot = (from: string = dirname(fileURLToPath(import.meta.url))): string =>
  existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from));

const builtIn = (): string => join(packageRoot(), 'libs', 'contexts', 'imports', 'mappings');

/** Reads a mapping file; throws {@link UserError} that names what is wrong with it. */
export const readMapping = async (path: string): Promise<ImportMapping> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`the mapping ${path} cannot be read`, undefined, cause);
  });
  try {
    return parseMapping(parse(text));
  } catch (error) {
    if (error instanceof MappingFault || (error as Error).name.startsWith('YAML'))
      throw new UserError(
        `the mapping ${path} cannot be used: ${(error as Error).message}`,
        'docs/cli.md says what a mapping holds',
        error,
      );
    throw error;
  }
};

const misfitsOf = async (folder: string, mapping: ImportMapping): Promise<readonly string[]> => {
  const found = await Promise.all(
    mapping.files.map(async (file) => {
      const path = join(folder, file.file);
      return existsSync(path) ? misfits(file, await headerOf(path)) : [`there is no ${file.file}`];
    }),
  );
  return found.flat();
};

/** The built-in mapping that the folder's files and columns fit; throws {@link UserError} that tells what keeps each from fitting. */
export const fittingMapping = async (folder: string, mappings: string = builtIn()): Promise<ImportMapping> => {
  if (!existsSync(folder)) throw new UserError(`there is no folder ${folder}`);
  const reasons: string[] = [];
  for (const name of (await readdir(mappings)).filter((file) => file.endsWith('.yaml')).toSorted()) {
    const mapping = await readMapping(join(mappings, name));
    const why = await misfitsOf(folder, mapping);
    if (why.length === 0) return mapping;
    reasons.push(`${name}: ${why.join('; ')}`);
  }
  throw new UserError(
    [`no built-in mapping fits ${folder}`, ...reasons.map((reason) => `  ${reason}`)].join('\n'),
    'write a mapping of your own and give it with --mapping; docs/cli.md shows how',
  );
};
