import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const given = ['--config', '.dependency-cruiser.cjs', '--include-only', '^(apps|libs)/', '--exclude', '\\.spec\\.ts$|/testing/'];

interface Cruised {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly { readonly resolved: string }[] }[];
}

/** An app or a library, whatever files it has. */
const roomOf = (file: string): string =>
  /^(apps\/[^/]+|libs\/(?:contexts|adapters|read-models)\/[^/]+|libs\/[^/]+)/.exec(file)?.[1] ?? file;

const boxOf = (room: string): string => `${room.replace(/\W/g, '_')}["${room.replace(/^libs\//, '')}"]`;

/** Which app and library needs which, drawn from the imports that are there. */
export const dependencyPicture = async (): Promise<string> => {
  const argv = [program, ...given, '--output-type', 'json', 'apps', 'libs'];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  const { modules } = JSON.parse(stdout) as Cruised;
  const arrows = modules.flatMap(({ source, dependencies }) =>
    dependencies
      .map(({ resolved }) => [roomOf(source), roomOf(resolved)] as const)
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => `  ${boxOf(from)} --> ${boxOf(to)}`),
  );
  const picture = ['```mermaid', 'flowchart LR', ...[...new Set(arrows)].sort(), '```'];
  return ['# Dependencies', '', 'Made from the imports by `npm run generate`; specs are left out.', '', ...picture, ''].join('\n');
};
