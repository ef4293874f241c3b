import pg from 'pg';
import { ANALYST, quoted } from '../projection-tables.ts';

/** The role that analysts are to have is one that may do more than read, or the program's own. */
export class AnalystRoleUnfit extends Error {
  override readonly name = 'AnalystRoleUnfit';
  constructor(
    readonly role: string,
    what: string,
  ) {
    super(`the role ${role} cannot be that of analysts: it ${what}`);
  }
}

/** Something that has to be so, and the statement that makes it so. */
interface Point {
  /** SQL for a truth value. */
  readonly is: string;
  readonly statement: string;
}

const holds = async (client: pg.ClientBase, sql: string): Promise<boolean> => {
  const { rows } = await client.query<{ is: boolean | null }>(`select (${sql}) as is`);
  return rows[0]?.is === true;
};

/** Not ours to do; or done in this moment by another, for roles belong to all databases of a server. */
const passedOver: readonly string[] = ['42501', '42710', '23505', 'XX000'];

/** Makes it so where this login may; else tells the statement with which somebody else has to. */
const settle = async (client: pg.ClientBase, { is, statement }: Point): Promise<readonly string[]> => {
  if (await holds(client, is)) return [];
  try {
    await client.query(statement);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !passedOver.includes(error.code ?? '')) throw error;
  }
  return (await holds(client, is)) ? [] : [`${statement};`];
};

/** With what nobody needs any right on a database to leave large objects in it. */
const largeObjectMakers = ['lo_create(oid)', 'lo_creat(integer)', 'lo_from_bytea(oid, bytea)'];

const creation = (role: string): Point => ({
  is: `exists (select from pg_roles where rolname = ${pg.escapeLiteral(role)})`,
  statement: `create role ${quoted(role)} nologin`,
});

/** What the program gives: it owns the schema and what is in it. */
const granted = (role: string, database: string): readonly Point[] => {
  const [name, text] = [quoted(role), pg.escapeLiteral(role)];
  return [
    {
      is: `has_database_privilege(${text}, current_database(), 'CONNECT')`,
      statement: `grant connect on database ${quoted(database)} to ${name}`,
    },
    { is: `has_schema_privilege(${text}, '${ANALYST}', 'USAGE')`, statement: `grant usage on schema ${ANALYST} to ${name}` },
    {
      is: `exists (select from pg_default_acl d, aclexplode(d.defaclacl) a where d.defaclrole = current_user::regrole
        and d.defaclnamespace = '${ANALYST}'::regnamespace and d.defaclobjtype = 'r'
        and (a.grantee, a.privilege_type) = (${text}::regrole, 'SELECT'))`,
      statement: `alter default privileges in schema ${ANALYST} grant select on tables to ${name}`,
    },
    {
      is: `select coalesce(bool_and(has_table_privilege(${text}, c.oid, 'SELECT')), true)
        from pg_class c where c.relnamespace = '${ANALYST}'::regnamespace and c.relkind = 'v'`,
      statement: `grant select on all tables in schema ${ANALYST} to ${name}`,
    },
    {
      is: `not has_schema_privilege(${text}, 'dealtrail', 'USAGE, CREATE') and not has_schema_privilege(${text}, 'read', 'USAGE, CREATE')`,
      statement: `revoke all on schema dealtrail, read from public, ${name}`,
    },
  ];
};

/** What a server gives to everybody who is let in: taken away from all where the database is the program's, for it cannot be from one. */
const takenAway = (role: string, database: string): readonly Point[] => {
  const text = pg.escapeLiteral(role);
  return [
    {
      is: `not has_database_privilege(${text}, current_database(), 'TEMPORARY, CREATE')`,
      statement: `revoke temporary, create on database ${quoted(database)} from public`,
    },
    {
      is: `to_regnamespace('public') is null or not has_schema_privilege(${text}, 'public', 'CREATE')`,
      statement: 'revoke create on schema public from public',
    },
    {
      is: `select not bool_or(has_function_privilege(${text}, f, 'EXECUTE')) from unnest(array[${largeObjectMakers.map((f) => `'${f}'`).join(', ')}]) f`,
      statement: `revoke execute on function ${largeObjectMakers.join(', ')} from public`,
    },
  ];
};

const attributes = { superuser: 'rolsuper', createrole: 'rolcreaterole', createdb: 'rolcreatedb', replication: 'rolreplication' };

/** Someone might name a role that is there for something else. */
const assertFit = async (client: pg.ClientBase, role: string): Promise<void> => {
  if (await holds(client, `current_user = ${pg.escapeLiteral(role)}`)) throw new AnalystRoleUnfit(role, 'is the program’s own login');
  for (const [attribute, column] of Object.entries({ ...attributes, bypassrls: 'rolbypassrls' }))
    if (await holds(client, `select ${column} from pg_roles where rolname = ${pg.escapeLiteral(role)}`))
      throw new AnalystRoleUnfit(role, `has the attribute ${attribute}`);
};

interface Place {
  readonly database: string;
  readonly own: boolean;
}

const placeOf = async (client: pg.ClientBase): Promise<Place> => {
  const { rows } = await client.query<Place>(
    `select datname as database, datdba = current_user::regrole as own from pg_database where datname = current_database()`,
  );
  return rows[0]!;
};

const open = async (client: pg.ClientBase, { is, statement }: Point): Promise<readonly string[]> =>
  (await holds(client, is)) ? [] : [`${statement};`];

/**
 * The role that may read the schema `analyst` and nothing else: made if it is missing, and given what it lacks. It is a group that nobody logs in
 * as. Returns the statements that are left to whoever administers the database. Throws {@link AnalystRoleUnfit}.
 */
export const prepareAnalystRole = async (client: pg.ClientBase, role: string): Promise<readonly string[]> => {
  await assertFit(client, role);
  const missing = await settle(client, creation(role));
  if (missing.length > 0) return missing;
  const { database, own } = await placeOf(client);
  const left: string[] = [];
  for (const point of granted(role, database)) left.push(...(await settle(client, point)));
  for (const point of takenAway(role, database)) left.push(...(await (own ? settle : open)(client, point)));
  return left;
};
