import type { Logger } from 'pino';
import { systemClock } from '#eventsourcing';
import { conflict, type ProblemError } from '#platform';
import { AnalystRoleMissing, PostgresAnalystLogins, type AnalystLogin } from '#postgres';
import type { AnalystsConfig } from '../config/analysts.config.ts';
import type { ClosingStack } from '../closing-stack.ts';

/** Names what gives out logins to the database. */
export const SQL_ACCESS = Symbol('SqlAccess');

/** Someone's login; nothing of it is secret. */
export interface SqlLogin extends Pick<AnalystLogin, 'login' | 'until'> {
  readonly url: string;
}

export interface IssuedSqlAccess extends SqlLogin {
  readonly password: string;
}

/** Logins to the database for those who may read by SQL; whether they may is asked before. All of these throw the problem where there are none to be had. */
export interface SqlAccess {
  find(userId: string): Promise<SqlLogin | undefined>;
  /** In place of the one that the user had. */
  issue(userId: string): Promise<IssuedSqlAccess>;
  /** Nothing where there is none. */
  withdraw(userId: string): Promise<void>;
  /** Withdraws those that are over, and those of users for whom this does not hold; returns whose they were. */
  withdrawUnless(holds: (userId: string) => Promise<boolean>): Promise<readonly string[]>;
}

/** How long a login lasts before it is to be issued again; default, not policy. */
const days = 30;
const dayMs = 86_400_000;

/** Postgres judges by its own clock, whatever time the program is given. */
const inThirtyDays = (): string => new Date(Date.parse(systemClock()) + days * dayMs).toISOString();

/**
 * The program's own address with another user and without what is secret: over TCP where there is a host, for a socket is for who is on the same
 * machine.
 */
export const addressFor = (databaseUrl: string, login: string): string => {
  const { host, pathname, searchParams } = new URL(databaseUrl);
  const kept = host === '' ? ['sslmode', 'host', 'port'] : ['sslmode'];
  const parameters = new URLSearchParams([...searchParams].filter(([name]) => kept.includes(name)));
  return `postgresql://${encodeURIComponent(login)}@${host}${pathname}${parameters.size > 0 ? `?${parameters.toString()}` : ''}`;
};

const off = (): ProblemError =>
  conflict('Nobody reads this database by SQL: its role for analysts is off.', {
    reason: 'SqlAccessOff',
    liftedBy: ['whoever runs the program sets ANALYST_ROLE'],
  });

const roleMissing = ({ role }: AnalystRoleMissing): ProblemError =>
  conflict(`The role ${role}, whose rights a login is to have, is not in the database.`, {
    reason: 'AnalystRoleMissing',
    liftedBy: ['whoever administers the database makes the role, as the log of the program’s start says, and starts the program again'],
  });

const notAllowed = (statements: readonly string[]): ProblemError =>
  conflict('The program may make no logins in this database; whoever administers it may.', {
    reason: 'LoginsMadeByHand',
    liftedBy: ['whoever administers the database runs `statements` with a password of theirs, and tells it'],
    statements,
  });

const withoutAny: SqlAccess = {
  find: () => Promise.reject(off()),
  issue: () => Promise.reject(off()),
  withdraw: () => Promise.reject(off()),
  withdrawUnless: async () => [],
};

const overLogins = (logins: PostgresAnalystLogins, databaseUrl: string, logger: Logger): SqlAccess => {
  const shown = ({ login, until }: AnalystLogin): SqlLogin => ({ login, until, url: addressFor(databaseUrl, login) });
  const of = async (userId: string) => (await logins.list()).find((login) => login.userId === userId);
  const withdraw = async (found: AnalystLogin, why: string): Promise<void> => {
    await logins.withdraw(found);
    logger.info({ userId: found.userId, login: found.login, why }, 'a login for SQL was withdrawn');
  };
  return {
    find: async (userId) => {
      const found = await of(userId);
      return found && shown(found);
    },
    issue: async (userId) => {
      const issued = await logins.issue(userId, inThirtyDays()).catch((error: unknown) => {
        throw error instanceof AnalystRoleMissing ? roleMissing(error) : error;
      });
      if (issued.kind === 'notAllowed') throw notAllowed(issued.statements);
      logger.info({ userId, login: issued.login, until: issued.until }, 'a login for SQL was issued');
      return { ...shown(issued), password: issued.password };
    },
    withdraw: async (userId) => {
      const found = await of(userId);
      if (found) await withdraw(found, 'asked for');
    },
    withdrawUnless: async (holds) => {
      const withdrawn: string[] = [];
      for (const login of await logins.list()) {
        const over = login.until <= systemClock();
        if (!over && (await holds(login.userId))) continue;
        await withdraw(login, over ? 'its time is over' : 'the user may not any more');
        withdrawn.push(login.userId);
      }
      return withdrawn;
    },
  };
};

/** Gives out logins to this database, unless its role for analysts is off. */
export const openSqlAccess = (databaseUrl: string, { analystRole }: AnalystsConfig, stack: ClosingStack, logger: Logger): SqlAccess => {
  if (analystRole === undefined) return withoutAny;
  const logins = new PostgresAnalystLogins(databaseUrl, analystRole);
  stack.push('logins of analysts', () => logins.close());
  return overLogins(logins, databaseUrl, logger);
};
