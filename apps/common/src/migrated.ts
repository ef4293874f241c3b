import type { Logger } from 'pino';
import { migrate } from '#postgres';
import { tellAdministrator } from './analysts.ts';
import type { AnalystsConfig } from './config/analysts.config.ts';
import { StartFailure } from './start-failure.ts';

/** Host and database of an address, without what is secret. */
const shown = (databaseUrl: string): string => {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
};

const unreachable = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|28|3D000|42501|53|57P)/;
/** What the client says without a code of who is silent, hangs up, has no TLS or is no Postgres at all. */
const unanswered = /^(Connection terminated|timeout expired|The server does not support SSL|self[- ]signed certificate)/i;

/** Brings a database that is somebody's own up to date. Throws {@link StartFailure} in words for whoever gave its address. */
export const migrated = async (databaseUrl: string, { analystRole }: AnalystsConfig, logger: Logger): Promise<void> => {
  try {
    tellAdministrator(logger, analystRole, await migrate(databaseUrl, analystRole));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!unreachable.test(code ?? '') && !unanswered.test(message)) throw error;
    throw new StartFailure(`The database at DATABASE_URL (${shown(databaseUrl)}) cannot be used: ${message || code}.`, { cause: error });
  }
};
