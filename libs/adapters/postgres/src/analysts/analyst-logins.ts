import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { createPool, transaction } from '../pool.ts';
import { ANALYST, quoted } from '../projection-tables.ts';
import { scramVerifier } from './scram-verifier.ts';

/** Someone's own way into the database, for a time. */
export interface AnalystLogin {
  readonly userId: string;
  readonly login: string;
  /** After which nobody is let in by it. */
  readonly until: string;
}

/** The password is told once, and kept nowhere. */
export type IssuedLogin =
  | (AnalystLogin & { readonly kind: 'issued'; readonly password: string })
  /** The program's login may make no roles: statements for who may, the password being theirs to set. */
  | { readonly kind: 'notAllowed'; readonly statements: readonly string[] };

/** Defaults of a session, which whoever is logged in may set otherwise; from another schema nothing could be read anyway. */
const sessionSettings: Readonly<Record<string, string>> = {
  search_path: ANALYST,
  default_transaction_read_only: 'on',
  statement_timeout: '60s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '60s',
  idle_session_timeout: '1h',
};

/** At the same time, for each person. */
const connectionsEach = 4;
const longestName = 63;

/** Names longer than Postgres takes end in a digest, so that no two persons share one. */
const loginOf = (role: string, userId: string): string => {
  const name = `${role}_${userId}`;
  if (name.length <= longestName) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, longestName - digest.length - 1)}~${digest}`;
};

/** Says that a role was made here, for which database and for whom: others are not touched, though all databases of a server share their roles. */
const markOf = (database: string, role: string, userId: string): string => `dealtrail ${database} ${role} ${userId}`;

const settings = (login: string): readonly string[] =>
  Object.entries(sessionSettings).map(([name, value]) => `alter role ${quoted(login)} set ${name} = ${pg.escapeLiteral(value)}`);

const attributes = (verifier: string, until: string): string =>
  `login password ${pg.escapeLiteral(verifier)} valid until ${pg.escapeLiteral(until)} connection limit ${connectionsEach}`;

const insufficientPrivilege = '42501';
const undefinedObject = '42704';

/** The group whose rights a login is to have was not made, or is there no more. */
export class AnalystRoleMissing extends Error {
  override readonly name = 'AnalystRoleMissing';
  constructor(readonly role: string) {
    super(`there is no role ${role}`);
  }
}

/** The logins of analysts in one database, each with the rights of the group and for one person. */
export class PostgresAnalystLogins {
  readonly #pool: pg.Pool;

  constructor(
    connectionString: string,
    readonly role: string,
  ) {
    this.#pool = createPool(connectionString, { applicationName: 'dealtrail analysts', max: 1 });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** A login with a new password, in place of the one that this person had. Throws {@link AnalystRoleMissing}. */
  async issue(userId: string, until: string): Promise<IssuedLogin> {
    const password = randomBytes(24).toString('base64url');
    const login = loginOf(this.role, userId);
    const verifier = await scramVerifier(password);
    try {
      await transaction(this.#pool, (client) => this.#put(client, userId, attributes(verifier, until)));
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      if (error.code === undefinedObject) throw new AnalystRoleMissing(this.role);
      if (error.code !== insufficientPrivilege) throw error;
      return { kind: 'notAllowed', statements: this.#byHand(login, until) };
    }
    return { kind: 'issued', userId, login, until, password };
  }

  /** Those that were issued here and not withdrawn, in the order of their names. */
  async list(): Promise<readonly AnalystLogin[]> {
    const prefix = markOf(await this.#database(this.#pool), this.role, '');
    const { rows } = await this.#pool.query<{ login: string; mark: string; until: Date }>(
      `select r.rolname as login, shobj_description(r.oid, 'pg_authid') as mark, r.rolvaliduntil as until from pg_roles r
       where r.rolvaliduntil is not null and starts_with(shobj_description(r.oid, 'pg_authid'), $1) order by r.rolname`,
      [prefix],
    );
    return rows.map(({ login, mark, until }) => ({ login, userId: mark.slice(prefix.length), until: until.toISOString() }));
  }

  /** Lets nobody in by it any more and ends what it is doing. */
  async withdraw({ login }: Pick<AnalystLogin, 'login'>): Promise<void> {
    await this.#pool.query(`alter role ${quoted(login)} nologin`);
    await this.#end(login);
    await this.#pool.query(`drop role ${quoted(login)}`);
  }

  /** Who makes roles may not everywhere end their sessions, too: such a session lives on without any right, for its role is dropped. */
  async #end(login: string): Promise<void> {
    try {
      await this.#pool.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [login]);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) throw error;
    }
  }

  async #put(client: pg.ClientBase, userId: string, as: string): Promise<void> {
    const login = loginOf(this.role, userId);
    const mark = markOf(await this.#database(client), this.role, userId);
    const { rows } = await client.query<{ mark: string | null }>(
      `select shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = $1`,
      [login],
    );
    if (!rows[0]) await client.query(`create role ${quoted(login)} ${as} in role ${quoted(this.role)}`);
    else if (rows[0].mark === mark) await client.query(`alter role ${quoted(login)} ${as}`);
    else throw new Error(`there is a role ${login} that was not made for analysts`);
    for (const statement of settings(login)) await client.query(statement);
    await client.query(`comment on role ${quoted(login)} is ${pg.escapeLiteral(mark)}`);
  }

  async #database(client: pg.Pool | pg.ClientBase): Promise<string> {
    const { rows } = await client.query<{ database: string }>('select current_database() as database');
    return rows[0]!.database;
  }

  #byHand(login: string, until: string): readonly string[] {
    const create = `create role ${quoted(login)} login password '…' valid until '${until}' connection limit ${connectionsEach} in role ${quoted(this.role)}`;
    return [create, ...settings(login)].map((statement) => `${statement};`);
  }
}
