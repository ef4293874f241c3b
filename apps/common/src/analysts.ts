import type { Logger } from 'pino';
import { showToAnalysts } from '#postgres';
import { readModels } from './read-models.ts';

/** Says what the program may not do itself; it goes on, and analysts are let in to what they may read already. */
export const tellAdministrator = (logger: Logger, role: string | undefined, statements: readonly string[]): void => {
  if (statements.length > 0)
    logger.warn(
      { role, statements },
      `the role of analysts is not as it should be, and this program may not mend it: whoever administers the database runs ${statements.join(' ')} and starts it again`,
    );
};

/** Read models that are live already are shown as this program would show them. */
export const keepShown = async (connectionString: string, logger: Logger): Promise<void> => {
  const held = await showToAnalysts(connectionString, readModels);
  if (Object.keys(held).length > 0)
    logger.warn({ readModels: held }, 'analysts are shown these as an earlier version showed them; the next start tries again');
};
