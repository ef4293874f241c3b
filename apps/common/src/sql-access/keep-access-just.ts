import type { Logger } from 'pino';
import { alarm } from '#ledger';
import type { AuthorityLookup } from '#rules';
import type { ClosingStack } from '../closing-stack.ts';
import { sparingly } from '../sparingly.ts';
import { mayHaveLogin } from './may-read-by-sql.ts';
import type { SqlAccess } from './sql-access.ts';

export interface KeepingAccess {
  readonly access: Pick<SqlAccess, 'withdrawUnless'>;
  readonly directory: AuthorityLookup;
  readonly logger: Logger;
}

/** How often it is looked who may have a login still; ms. */
const everyMinute = 60_000;

/**
 * Withdraws the logins of who left, lost the role or may no longer by a new table of authority: at the start, and then within a minute. The
 * database knows nothing of roles here, so that nothing else would end them before their time. Several programs may do it at once: what one finds
 * withdrawn by another is seen at its next look.
 */
export const keepAccessJust = ({ access, directory, logger }: KeepingAccess, stack: ClosingStack, every: number = everyMinute): void => {
  const bell = alarm();
  const worthTelling = sparingly();
  let stopping = false;
  const look = async (): Promise<void> => {
    try {
      await access.withdrawUnless((userId) => mayHaveLogin(directory, userId));
    } catch (error) {
      if (worthTelling(String(error))) logger.warn({ part: 'sql access', err: error }, 'sql access: looking again');
    }
  };
  const work = async (): Promise<void> => {
    while (!stopping) {
      await look();
      if (!stopping) await bell.rest(every);
    }
  };
  const working = work();
  stack.push('withdrawal of logins', async () => {
    stopping = true;
    bell.dismiss();
    await working;
  });
};
