import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tableOf, type TableShape } from '#eventsourcing';
import type { AnyProjectionTable, Build } from '#projections';
import { privateServer, testDatabase, type TestDatabase } from '../../../../../test/support/postgres.ts';
import { migrate } from '../migrate.ts';
import { createPool } from '../pool.ts';
import { PostgresProjectionStore } from '../projection-store.ts';
import { showToAnalysts } from '../projection-views.ts';
import { AnalystRoleMissing, PostgresAnalystLogins, type AnalystLogin } from './analyst-logins.ts';
import { AnalystRoleUnfit } from './analyst-role.ts';

interface SecretRow {
  readonly caseId: string;
  readonly company: string;
  readonly contactKeys: readonly string[];
  readonly sealed: readonly { readonly key: string; readonly ciphertext: string }[];
}

const columns = { caseId: 'text', company: 'text', contactKeys: 'text[] withheld', sealed: 'jsonb withheld' } as const;
const keys = { meaning: 'A company.', primaryKey: ['caseId'] } as const;
const companies = tableOf<SecretRow>('companies', columns, {
  ...keys,
  views: [{ name: 'company_names', sql: 'select case_id, upper(company) as company from {table} as t' }],
});

const ledgerId = randomUUID();
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const definitionOf = (table: TableShape, version = 1): AnyProjectionTable => ({
  projection: { name: 'companies', version, key: ({ caseId }) => [caseId], evolve: (row) => row },
  table,
});

/** With what a login can be told to do. */
const sessionOf = (connectionString: string, { login, password }: Pick<AnalystLogin, 'login'> & { readonly password: string }) => {
  const address = new URL(connectionString);
  address.username = login;
  address.password = password;
  return createPool(address.href, { applicationName: 'test analyst', max: 2 });
};

describe('the role of analysts', () => {
  const role = `analyst_${randomBytes(4).toString('hex')}`;
  let database: TestDatabase;
  let program: pg.Pool;
  let store: PostgresProjectionStore;
  let logins: PostgresAnalystLogins;
  let analyst: pg.Pool;

  const live = async (definition: AnyProjectionTable, build = 1): Promise<Build> => {
    const made = { projection: 'companies', version: definition.projection.version, build, definition };
    await store.create(made, ledgerId);
    await program.query(
      `insert into companies_v${made.version}_b${build}.companies (case_id, company, contact_keys, sealed)
       values ('c1', 'Acme', '{digest}', '[{"key": "k", "ciphertext": "Y2lwaGVy"}]')`,
    );
    await store.finish(made);
    expect(await store.swap(made, ledgerId, { regardless: true })).toBe('swapped');
    return made;
  };
  const issued = async (userId: string) => {
    const answer = await logins.issue(userId, inAnHour());
    if (answer.kind !== 'issued') throw new Error(answer.kind);
    return answer;
  };
  const refused = (statement: string, code = '42501') =>
    expect(
      analyst.query(statement).then(
        () => 'was done',
        ({ code: answer }: pg.DatabaseError) => answer,
      ),
    ).resolves.toBe(code);

  beforeAll(async () => {
    database = await testDatabase();
    const { connectionString } = database;
    program = createPool(connectionString, { applicationName: 'test', max: 2 });
    expect(await migrate(connectionString, role)).toEqual([]);
    store = new PostgresProjectionStore(connectionString);
    logins = new PostgresAnalystLogins(connectionString, role);
    await live(definitionOf(companies));
    analyst = sessionOf(connectionString, await issued('lina'));
  });
  afterAll(async () => {
    await analyst?.end();
    for (const login of await logins.list()) await logins.withdraw(login);
    await Promise.all([logins.close(), store.close(), program.end()]);
    await database.drop();
    const server = await testDatabase();
    const last = createPool(server.connectionString, { applicationName: 'test', max: 1 });
    await last.query(`drop role "${role}"`);
    await last.end();
    await server.drop();
  });

  it('reads what is live, without what is withheld, and needs to name no schema', async () => {
    expect((await analyst.query('select * from companies')).rows).toEqual([{ case_id: 'c1', company: 'Acme' }]);
    expect((await analyst.query('select * from company_names')).rows).toEqual([{ case_id: 'c1', company: 'ACME' }]);
    expect((await analyst.query('select * from checkpoints')).rows).toMatchObject([{ projection: 'companies' }]);
    const { rows } = await analyst.query<{ says: string }>(`select obj_description('companies'::regclass) as says`);
    expect(rows).toEqual([{ says: 'A company.' }]);
  });

  it.each([
    'select * from read.companies',
    'select sealed from companies_v1_b1.companies',
    'select * from dealtrail.events',
    'select * from dealtrail.ledger',
    'select * from dealtrail.ledger_events',
    'select * from dealtrail.keys',
    'select * from dealtrail.documents',
    'select * from dealtrail.document_parts',
    'select * from dealtrail.projection_checkpoints',
    'select * from pg_authid',
    'select * from pg_shadow',
    `select pg_read_file('postgresql.conf')`,
    `copy (select 1) to program 'cat'`,
    `copy companies to '/tmp/companies'`,
    `select lo_from_bytea(0, 'x')`,
    'select lo_create(0)',
    'select lo_creat(-1)',
    `select * from pg_ls_dir('.')`,
  ])('may not: %s', (statement) => refused(statement));

  it.each([
    `insert into companies values ('c2', 'Other')`,
    `update companies set company = 'Other'`,
    'delete from companies',
    'create table analyst.mine (a int)',
    'create table public.mine (a int)',
    'create view analyst.mine as select 1',
    'create schema mine',
    'create temporary table mine (a int)',
    'create function public.mine() returns int language sql as $$ select 1 $$',
    `create role mine`,
    'alter role current_user superuser',
    'begin; lock table companies in access exclusive mode',
    'grant select on companies to public',
    `comment on view companies is 'mine'`,
  ])('may not, though it may say that it writes: %s', async (statement) => {
    const client = await analyst.connect();
    try {
      await client.query('set default_transaction_read_only = off');
      const code = await client.query(statement).then(
        () => 'was done',
        ({ code: answer }: pg.DatabaseError) => answer,
      );
      // What may be given away by nobody who has nothing is passed over with a warning.
      if (statement.startsWith('grant'))
        expect((await program.query(`select has_table_privilege('public', 'analyst.companies', 'SELECT') as open`)).rows).toEqual([
          { open: false },
        ]);
      else expect(code).toBe('42501');
    } finally {
      client.release(true);
    }
  });

  it('writes nothing by default, and nothing takes it longer than a minute', async () => {
    expect((await analyst.query('show default_transaction_read_only')).rows).toEqual([{ default_transaction_read_only: 'on' }]);
    expect((await analyst.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '1min' }]);
    expect((await analyst.query('show idle_in_transaction_session_timeout')).rows).toEqual([
      { idle_in_transaction_session_timeout: '1min' },
    ]);
  });

  it('takes no other’s place', async () => {
    const { rows } = await program.query<{ name: string }>('select current_user as name');
    await refused(`set role "${rows[0]!.name}"`);
    await refused(`set session authorization "${rows[0]!.name}"`);
    await refused(`set role pg_read_all_data`);
  });

  it('sees what no other is doing, nor what is known of columns that it is not shown', async () => {
    const [mine] = (await program.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
    const others = await analyst.query<{ query: string }>('select query from pg_stat_activity where pid = $1', [mine!.pid]);
    expect(others.rows).toEqual([{ query: '<insufficient privilege>' }]);
    await program.query('analyze companies_v1_b1.companies');
    expect((await analyst.query(`select * from pg_stats where schemaname like 'companies%'`)).rows).toEqual([]);
  });

  it('goes on reading through a rebuild, a new version with other columns, and what is shown no more', async () => {
    await live(definitionOf(companies), 2);
    expect((await analyst.query('select * from company_names')).rows).toEqual([{ case_id: 'c1', company: 'ACME' }]);
    const { views: _, ...others } = companies;
    const fewer = tableOf<SecretRow>('companies', { ...columns, company: 'text withheld' }, keys);
    await live(definitionOf({ ...others, columns: fewer.columns }, 2), 3);
    expect((await analyst.query('select * from companies')).rows).toEqual([{ case_id: 'c1' }]);
    await refused('select * from company_names', '42P01');
    await live(definitionOf(companies, 3), 4);
    expect((await analyst.query('select * from companies')).rows).toEqual([{ case_id: 'c1', company: 'Acme' }]);
  });

  it('is shown otherwise at the next start, without a new build, where the program shows it otherwise', async () => {
    const fewer = tableOf<SecretRow>('companies', { ...columns, company: 'text withheld' }, keys);
    const [shown, hidden] = [definitionOf(companies, 3), definitionOf({ ...companies, columns: fewer.columns }, 3)];
    expect(await showToAnalysts(database.connectionString, [shown])).toEqual({});
    // The further view is made of the company’s name, which it is not to have.
    await expect(showToAnalysts(database.connectionString, [hidden])).rejects.toThrow(/column "company" does not exist/);
    await program.query('update dealtrail.projection_builds set shown = null');
    await program.query('drop view analyst.companies, analyst.company_names');
    expect(await showToAnalysts(database.connectionString, [shown])).toEqual({});
    expect((await analyst.query('select * from companies')).rows).toEqual([{ case_id: 'c1', company: 'Acme' }]);
  });

  it('has its rights after any number of starts at once', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => migrate(database.connectionString, role)));
    expect(answers.flat()).toEqual([]);
    expect((await analyst.query('select company from companies')).rows).toHaveLength(1);
  });

  it('gives each person a login, and in its place a new one', async () => {
    const first = await issued('mona');
    const session = sessionOf(database.connectionString, first);
    expect((await session.query('select count(*)::int as count from companies')).rows).toEqual([{ count: 1 }]);
    await session.end();
    const second = await issued('mona');
    expect(second.login).toBe(first.login);
    const former = sessionOf(database.connectionString, first);
    await expect(former.query('select 1')).rejects.toMatchObject({ code: '28P01' });
    await former.end();
    expect((await logins.list()).map(({ userId }) => userId)).toEqual(['lina', 'mona']);
  });

  it('lets nobody in whose time is over, and ends what a withdrawn login is doing', async () => {
    const early = await logins.issue('early', new Date(Date.now() - 1000).toISOString());
    if (early.kind !== 'issued') throw new Error(early.kind);
    const late = sessionOf(database.connectionString, early);
    await expect(late.query('select 1')).rejects.toMatchObject({ code: '28P01' });
    await late.end();
    const busy = await issued('busy');
    const session = sessionOf(database.connectionString, busy);
    const client = await session.connect();
    const sleeping = client.query('select pg_sleep(50)').catch(({ code }: pg.DatabaseError) => code);
    await logins.withdraw(busy);
    expect(await sleeping).toBe('57P01');
    client.release(true);
    await expect(session.query('select 1')).rejects.toMatchObject({ code: expect.stringMatching(/28000|28P01|57P01/) as string });
    await session.end();
    expect((await logins.list()).map(({ userId }) => userId)).not.toContain('busy');
  });

  it('gives two persons with long names two logins', async () => {
    const [one, other] = [await issued(`${'a'.repeat(100)}1`), await issued(`${'a'.repeat(100)}2`)];
    expect(one.login).not.toBe(other.login);
    expect(Math.max(one.login.length, other.login.length)).toBeLessThanOrEqual(63);
  });

  it('touches no role that was there for something else', async () => {
    await program.query(`create role "${role}_taken"`);
    await expect(logins.issue('taken', inAnHour())).rejects.toThrow(/not made for analysts/);
    await program.query(`drop role "${role}_taken"`);
    const { rows } = await program.query<{ name: string }>('select current_user as name');
    await expect(migrate(database.connectionString, rows[0]!.name)).rejects.toThrow(AnalystRoleUnfit);
  });
});

describe('on a server where the program’s login may make no roles', () => {
  const name = 'modest';

  /** A database of its own, and nothing beyond. */
  const modest = async (connectionString: string, statements: readonly string[]): Promise<string> => {
    const owner = createPool(connectionString, { applicationName: 'test', max: 1 });
    for (const statement of statements) await owner.query(statement);
    await owner.end();
    const address = new URL(connectionString);
    [address.username, address.password, address.pathname] = [name, name, `/${name}`];
    return address.href;
  };

  it('tells an administrator what to run, goes on, and is satisfied afterwards', async () => {
    const server = await privateServer({ settings: { fsync: false } });
    try {
      const address = await modest(server.connectionString, [
        `create role ${name} login password '${name}'`,
        `create database ${name} owner ${name}`,
      ]);
      expect(await migrate(address, 'readers')).toEqual(['create role "readers" nologin;']);
      await modest(server.connectionString, ['create role "readers" nologin']);
      const left = await migrate(address, 'readers');
      expect(left).toEqual(['revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) from public;']);
      const logins = new PostgresAnalystLogins(address, 'readers');
      const answer = await logins.issue('lina', inAnHour());
      await logins.close();
      expect(answer).toMatchObject({ kind: 'notAllowed' });
      expect(JSON.stringify(answer)).toContain('in role \\"readers\\"');
    } finally {
      await server.stop();
    }
  }, 60_000);

  it('lets a login that makes roles, and may do no more, issue and withdraw those of analysts', async () => {
    const server = await privateServer({ settings: { fsync: false } });
    try {
      const address = await modest(server.connectionString, [
        `create role ${name} login createrole password '${name}'`,
        `create database ${name} owner ${name}`,
      ]);
      await migrate(address, 'readers');
      const logins = new PostgresAnalystLogins(address, 'readers');
      const missing = new PostgresAnalystLogins(address, 'nobodys');
      await expect(missing.issue('lina', inAnHour())).rejects.toThrow(AnalystRoleMissing);
      await missing.close();
      const answer = await logins.issue('lina', inAnHour());
      if (answer.kind !== 'issued') throw new Error(answer.kind);
      const session = sessionOf(address, answer);
      expect((await session.query('select count(*)::int as count from checkpoints')).rows).toEqual([{ count: 0 }]);
      await logins.withdraw(answer);
      await expect(session.query('select * from checkpoints')).rejects.toThrow();
      await session.end();
      expect(await logins.list()).toEqual([]);
      await logins.close();
    } finally {
      await server.stop();
    }
  }, 60_000);
});
