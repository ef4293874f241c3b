import pg from 'pg';
import { StoreUnavailable } from '#eventsourcing';

/**
 * What an error says about a statement that was sent. Rolled back it is when somebody else wrote the same key first (`raced`), when two
 * waited for each other (`deadlocked`), for what it was given (`refused`), or for the state of the server (`unavailable`). When the
 * connection is `lost`, nobody can tell from here.
 */
export type Failure = 'raced' | 'deadlocked' | 'refused' | 'unavailable' | 'lost';

const uniqueViolation = '23505';
const deadlock = '40P01';

/** SQLSTATE classes of faults that lie in the data or the statement. */
const inTheStatement = new Set(['22', '23', '42', '54']);

export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof pg.DatabaseError) || !error.code) return 'lost';
  // An ERROR ends the transaction without effect; FATAL and PANIC end the connection, perhaps after the commit.
  if (error.severity !== 'ERROR') return 'lost';
  if (error.code === uniqueViolation) return 'raced';
  if (error.code === deadlock) return 'deadlocked';
  return inTheStatement.has(error.code.slice(0, 2)) ? 'refused' : 'unavailable';
};

const plainly: Readonly<Record<string, string>> = {
  '53100': 'the disk of the database is full',
  '53300': 'the database has no connection to spare',
  '25006': 'the database is read-only',
  '57P03': 'the database is starting up or shutting down',
  '57014': 'the database was told to cancel the statement',
  '28P01': 'the database did not accept the password',
  '3D000': 'the database does not exist',
  '42P01': 'the database has not been migrated',
  ECONNREFUSED: 'nothing answers at the address of the database',
  ENOENT: 'nothing answers at the address of the database',
  ENOTFOUND: 'the host of the database is not known',
};

/** Certainly nothing was written; says why in plain words. */
export const unavailable = (error: unknown): StoreUnavailable => {
  const { code, message = String(error) } = error as { readonly code?: string; readonly message?: string };
  const why = (code && plainly[code]) ?? 'the database failed';
  return new StoreUnavailable(`${why}; nothing was written (${[code, message].filter(Boolean).join(': ')})`, { cause: error });
};
