import { settings as commandApi } from '../apps/command-api/src/config.ts';
import type { Setting } from '../apps/common/src/settings.ts';
import { settings as projector } from '../apps/projector/src/config.ts';
import { settings as queryApi } from '../apps/query-api/src/config.ts';
import { settings as relay } from '../apps/relay/src/config.ts';
import { settings as standalone } from '../apps/standalone/src/config.ts';

const apps: Readonly<Record<string, readonly Setting[]>> = {
  standalone,
  'command-api': commandApi,
  'query-api': queryApi,
  relay,
  projector,
};

interface Row {
  readonly name: string;
  readonly meaning: string;
  readonly defaults: Map<string, string>;
}

/** A variable that means the same to several apps has one row. */
const rows = (): readonly Row[] => {
  const found = new Map<string, Row>();
  for (const [app, settings] of Object.entries(apps))
    for (const { name, default: fallback, meaning } of settings) {
      const key = `${name} ${meaning}`;
      const row = found.get(key) ?? { name, meaning, defaults: new Map<string, string>() };
      row.defaults.set(app, fallback);
      found.set(key, row);
    }
  return [...found.values()];
};

const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

const defaultOf = (defaults: ReadonlyMap<string, string>): string => {
  const different = new Set(defaults.values());
  if (different.size === 1) return code([...different][0] ?? '');
  const byDefault = [...different].map((fallback) => {
    const of = [...defaults].filter(([, one]) => one === fallback).map(([app]) => app);
    return `${code(fallback)} (${of.join(', ')})`;
  });
  return byDefault.join(', ');
};

const readBy = (defaults: ReadonlyMap<string, string>): string =>
  defaults.size === Object.keys(apps).length ? 'all' : [...defaults.keys()].join(', ');

/** Every environment variable of every app, in one table. */
export const settingsTable = (): string =>
  [
    '| variable | read by | default | meaning |',
    '|---|---|---|---|',
    ...rows().map(({ name, meaning, defaults }) => `| \`${name}\` | ${readBy(defaults)} | ${defaultOf(defaults)} | ${meaning} |`),
  ].join('\n');
