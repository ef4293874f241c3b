import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import {
  brokenPromises,
  catalogue,
  definitionCategories,
  jsonSchemas,
  publish,
  type CatalogueEntry,
  type PublishedShapes,
} from '#event-contracts';
import { proved } from '../test/coverage/proving/findings.ts';
import { analystViewsPage } from './analyst-views-page.ts';
import { asyncApi } from './asyncapi.ts';
import { authorityPage } from './authority-page.ts';
import { coveragePage } from './coverage-page.ts';
import { dependencyPicture } from './dependencies.ts';
import { lostVersions, olderVersions } from './older-versions.ts';
import { openApi } from './openapi.ts';
import { settingsTable } from './settings-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = join(root, 'docs/generated');
const publishedFile = join(root, 'libs/event-contracts/published.json');

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const fieldsOf = ({ definition }: CatalogueEntry): string =>
  Object.entries(definition.fields)
    .map(([name, { disclosure, required }]) => {
      const optional = required ? '' : '?';
      switch (disclosure.kind) {
        case 'open':
          return `\`${name}${optional}\``;
        case 'personal':
          return `\`${name}${optional}\` (sealed for the person in \`${disclosure.subject}\`)`;
        case 'restricted':
          return `\`${name}${optional}\` (sealed for ${disclosure.audience})`;
      }
    })
    .join(', ');

const row = (entry: CatalogueEntry): string => {
  const { type, version, description } = entry.definition;
  return `| [\`${type}\`](schemas/${type}.${version}.json) | ${version} | ${description} | ${fieldsOf(entry)} |`;
};

/** Of most aggregates it is their name; definitions have one for each kind. */
const categoriesOf = (aggregate: string): readonly string[] =>
  aggregate === 'definition' ? Object.values(definitionCategories) : [aggregate];

const section = (aggregate: string, entries: readonly CatalogueEntry[]): string => {
  const title =
    aggregate === '*'
      ? 'In every stream'
      : `Streams ${categoriesOf(aggregate)
          .map((category) => `\`${category}-…\``)
          .join(', ')}`;
  return [`## ${title}`, '', '| event | version | what happened | fields |', '|---|---|---|---|', ...entries.map(row), ''].join('\n');
};

/** The catalogue as a page: what every event says, and who may read which of its fields. */
const eventsPage = (): string => {
  const entries = [...catalogue.values()];
  const aggregates = [...new Set(entries.map(({ definition }) => definition.aggregate))];
  const of = (aggregate: string) => entries.filter(({ definition }) => definition.aggregate === aggregate);
  const head = [
    '# Events',
    '',
    'Made from the catalogue by `npm run generate`. `L…` are lines of the sales policy. A field with `?` may be absent; sealed fields are always optional.',
    '',
  ].join('\n');
  return [head, ...aggregates.map((aggregate) => section(aggregate, of(aggregate)))].join('\n');
};

const between = (text: string, mark: string, content: string): string => {
  const [start, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the README lacks ${start} … ${end}`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
};

/** The README with its table of settings as the apps' configurations declare them. */
const readme = async (): Promise<string> => {
  const file = join(root, 'README.md');
  const text = between(await readFile(file, 'utf8'), 'settings', settingsTable());
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
};

const wanted = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    [join(root, 'README.md'), await readme()],
    [join(root, 'docs/coverage.md'), coveragePage(await proved())],
    [join(generated, 'analyst-views.md'), analystViewsPage()],
    [join(generated, 'authority.md'), authorityPage()],
    [join(generated, 'events.md'), eventsPage()],
    [join(generated, 'openapi.json'), json(await openApi())],
    [join(generated, 'asyncapi.json'), json(asyncApi(catalogue, await readPublished()))],
    [join(generated, 'dependencies.md'), await dependencyPicture()],
    ...Object.entries(jsonSchemas(catalogue)).map(([name, schema]) => [join(generated, 'schemas', `${name}.json`), json(schema)] as const),
  ]);

const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

const schemasThere = async (): Promise<readonly string[]> => {
  const names = await readdir(join(generated, 'schemas')).catch(() => []);
  return names.map((name) => join(generated, 'schemas', name));
};

const schemaFile = (name: string): string => join(generated, 'schemas', `${name}.json`);

/** Schemas of versions that are no longer written, and can therefore not be made anew: they stay as they are. */
const olderSchemas = async (): Promise<ReadonlySet<string>> => new Set(olderVersions(catalogue, await readPublished()).map(schemaFile));

const lost = async (): Promise<readonly string[]> => {
  const published = await readPublished();
  const documents = await Promise.all(
    olderVersions(catalogue, published).map(async (name) => [name, await textOf(schemaFile(name))] as const),
  );
  return lostVersions(published, Object.fromEntries(documents));
};

const readPublished = async (): Promise<PublishedShapes> => JSON.parse((await textOf(publishedFile)) ?? '{}') as PublishedShapes;

const write = async (files: ReadonlyMap<string, string>): Promise<void> => {
  await writeFile(publishedFile, json(publish(catalogue, await readPublished())));
  const older = await olderSchemas();
  for (const stray of await schemasThere()) if (!files.has(stray) && !older.has(stray)) await rm(stray);
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  for (const promise of [...brokenPromises(catalogue, await readPublished()), ...(await lost())]) fail(promise);
};

const check = async (files: ReadonlyMap<string, string>): Promise<void> => {
  for (const [file, text] of files) if ((await textOf(file)) !== text) fail(`${relative(root, file)} is stale: run npm run generate`);
  const older = await olderSchemas();
  for (const there of await schemasThere())
    if (!files.has(there) && !older.has(there)) fail(`${relative(root, there)} belongs to no event: run npm run generate`);
  for (const promise of [...brokenPromises(catalogue, await readPublished()), ...(await lost())]) fail(promise);
};

const fail = (message: string): void => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
};

await (process.argv.includes('--check') ? check(await wanted()) : write(await wanted()));
