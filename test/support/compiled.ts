import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, version, type Options } from '@swc/core';
import { packageRoot } from '../../deploy/local/package-root.ts';

/** Where {@link compileSources} has put the sources; unset outside of Jest. */
const compiledVariable = 'DEALTRAIL_TEST_COMPILED';

const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
const sourceFolders = ['apps', 'libs', 'deploy', 'test/support', 'test/system'];
const isProgram = (path: string): boolean => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.endsWith('.d.ts');

const sourcesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(root, folder), { recursive: true })).map((path) => join(folder, path)).filter(isProgram);

/** Beside .swcrc: `#name` becomes the path of its source once that is compiled. */
const settings = async (): Promise<Options> => {
  const { imports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    imports: Readonly<Record<string, { readonly development: string }>>;
  };
  const paths = Object.fromEntries(Object.entries(imports).map(([name, { development }]) => [name, [development]]));
  const jsc = { baseUrl: root, paths, rewriteRelativeImportExtensions: true };
  return { jsc, module: { type: 'es6', resolveFully: true }, sourceMaps: false };
};

/** Where a source is once it is compiled. */
const placeIn = (folder: string, source: string): string => join(folder, source.replace(/\.ts$/, '.js'));

/** Whole or not at all, as runs may overlap. */
const write = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
};

/**
 * Compiles what tests run as programs of their own, and tells the workers where: such a program then starts in half the time that it needs
 * to compile itself. What is there of the same text is left as it is.
 */
export const compileSources = async (): Promise<void> => {
  const folder = join(root, '.data', 'tests');
  const options = await settings();
  const base = createHash('sha256').update(version).update(JSON.stringify(options));
  base.update(await readFile(join(root, '.swcrc')));
  const compile = async (path: string): Promise<void> => {
    const [source, file] = [await readFile(join(root, path), 'utf8'), placeIn(folder, path)];
    const mark = `// ${base.copy().update(source).digest('hex')}\n`;
    if ((await readFile(file, 'utf8').catch(() => '')).startsWith(mark)) return;
    const { code } = await transform(source, { ...options, filename: join(root, path) });
    await write(file, mark + code);
  };
  const sources = (await Promise.all(sourceFolders.map(sourcesIn))).flat();
  await Promise.all(sources.map(compile));
  process.env[compiledVariable] = folder;
};

/** What makes Node run a source as a program: compiled already, or compiling itself. */
export const argumentsFor = (script: URL): readonly string[] => {
  const source = fileURLToPath(script);
  const folder = process.env[compiledVariable];
  const ends = ['--no-warnings', '--import', new URL('./end-with-input.js', import.meta.url).href];
  if (folder !== undefined) return [...ends, placeIn(folder, relative(root, source))];
  return [...ends, '--conditions=development', '--import', new URL('../../scripts/typescript.mjs', import.meta.url).href, source];
};
