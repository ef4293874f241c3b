import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sealedPartsOf, unsealWith } from '#event-contracts';
import type { SequencedEvent } from '#eventsourcing';
import { PostgresAnalystLogins } from '#postgres';
import { readModels } from '../../apps/common/src/read-models.ts';
import type { RunningApp } from './running-app.ts';
import { until } from './until.ts';

/** What a session as an analyst is used for; afterwards there is no such login any more. */
export const asAnalyst = async <T>(connectionString: string, work: (session: pg.Client) => Promise<T>): Promise<T> => {
  const logins = new PostgresAnalystLogins(connectionString, 'dealtrail_analyst');
  const issued = await logins.issue(`test-${randomUUID()}`, new Date(Date.now() + 600_000).toISOString());
  if (issued.kind !== 'issued') throw new Error(issued.kind);
  const address = new URL(connectionString);
  [address.username, address.password] = [issued.login, issued.password];
  const session = new pg.Client({ connectionString: address.href });
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
    await logins.withdraw(issued);
    await logins.close();
  }
};

/** Every text and number in it, at whatever depth. */
const leavesOf = (value: unknown): readonly (string | number)[] => {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
};

/** Shorter ones are found everywhere by chance. */
const tellsSomething = (leaf: string): boolean => leaf.length >= 5;

/** What is said under seal and nowhere in the open. */
export const sealedValues = async (
  vault: RunningApp['app']['keeping']['vault'],
  events: readonly SequencedEvent[],
): Promise<readonly string[]> => {
  const fields: unknown[] = [];
  for (const part of events.flatMap((event) => sealedPartsOf(event))) {
    const opened = await unsealWith(vault, part, part.eventId);
    if (opened.kind === 'readable') fields.push(opened.fields);
  }
  const open = events.map(({ data }) => data.toString('utf8')).join('\n');
  const values = new Set(fields.flatMap(leavesOf).map(String));
  return [...values].filter((value) => tellsSomething(value) && !open.includes(value));
};

/** Text of every column of every row that the session may read, by `schema.table.column`. */
export const readable = async (session: pg.Client): Promise<ReadonlyMap<string, string>> => {
  const { rows: columns } = await session.query<{ relation: string; name: string; path: string }>(
    `select format('%I.%I', n.nspname, c.relname) as relation, a.attname as name, concat_ws('.', n.nspname, c.relname, a.attname) as path
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and a.attnum > 0 and not a.attisdropped
       and c.relkind in ('r', 'v', 'm', 'p', 'f', 'S')
       and has_schema_privilege(n.oid, 'USAGE') and has_column_privilege(c.oid, a.attnum, 'SELECT')
     order by path`,
  );
  const found = new Map<string, string>();
  for (const { relation, name, path } of columns) {
    const { rows } = await session.query<{ text: string | null }>(`select ${pg.escapeIdentifier(name)}::text as text from ${relation}`);
    found.set(path, rows.map(({ text }) => text ?? '').join('\n'));
  }
  return found;
};

/** The columns that read models declare for analysts, by `schema.table.column`. */
const declared = readModels.flatMap(({ table }) => [
  ...table.columns.filter(({ withheld }) => !withheld).map(({ name }) => `analyst.${table.name}.${name}`),
  ...(table.views ?? []).flatMap((view) => Object.keys(view.columns ?? {}).map((name) => `analyst.${view.name}.${name}`)),
]);
const checkpoints = ['projection', 'version', 'build', 'ledger_id', 'partition', 'position'].map((name) => `analyst.checkpoints.${name}`);

/** After a whole story: analysts read every column that is declared for them, and find nothing of what was ever sealed (L149, L270). */
export const keepsFromAnalysts = (running: () => RunningApp): void => {
  describe('what analysts find by SQL', () => {
    let columns: ReadonlyMap<string, string>;
    let sealed: readonly string[];

    beforeAll(async () => {
      const { keeping, projecting } = running().app;
      expect(await until(async () => (await keeping.ledger.unsequenced(1)) === 0)).toBe(true);
      const lagging = async () => (await projecting.operations.status()).some(({ lagEvents }) => lagEvents > 0);
      expect(await until(async () => !(await lagging()))).toBe(true);
      sealed = await sealedValues(keeping.vault, await keeping.ledger.read(0, 100_000));
      columns = await asAnalyst(running().connectionString, readable);
    }, 60_000);

    it('is each column that is declared for them, and no other', () => {
      expect([...columns.keys()].toSorted()).toEqual([...declared, ...checkpoints].toSorted());
    });

    it('is the story: whose deal it is, how it stands, what happened', () => {
      expect(columns.get('analyst.opportunity_list.status')).toBe('won');
      expect(columns.get('analyst.audit.type')).toContain('NegotiationStrategySet');
    });

    it('is nothing of what was said under seal: floors, costs, names, numbers, words about persons', () => {
      expect(sealed.length).toBeGreaterThan(3);
      const found = [...columns].flatMap(([column, text]) =>
        sealed.filter((value) => text.includes(value)).map((value) => `${column}: ${value}`),
      );
      expect(found).toEqual([]);
    });

    it('is no ciphertext either, which whoever came by the keys could open', async () => {
      const events = await running().app.keeping.ledger.read(0, 100_000);
      const ciphers = events.flatMap((event) => sealedPartsOf(event)).map(({ ciphertext }) => ciphertext);
      expect(ciphers.length).toBeGreaterThan(3);
      const forms = ciphers.flatMap((bytes) => [bytes.toString('base64'), bytes.toString('hex')]);
      const all = [...columns.values()].join('\n');
      expect(forms.filter((form) => all.includes(form))).toEqual([]);
    });
  });
};
