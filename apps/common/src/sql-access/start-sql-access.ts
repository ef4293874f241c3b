import type { Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import type { AuthorityLookup } from '#rules';
import type { ClosingStack } from '../closing-stack.ts';
import type { AnalystsConfig } from '../config/analysts.config.ts';
import { keepAccessJust } from './keep-access-just.ts';
import { openSqlAccess, SQL_ACCESS } from './sql-access.ts';

export interface SqlAccessParts {
  readonly connectionString: string;
  readonly config: AnalystsConfig;
  readonly who: AuthorityLookup;
  readonly stack: ClosingStack;
  readonly logger: Logger;
}

/** Gives out logins to the database, and takes them away from those who may have none any more. */
export const startSqlAccess = ({ connectionString, config, who, stack, logger }: SqlAccessParts): Provider => {
  const access = openSqlAccess(connectionString, config, stack, logger);
  keepAccessJust({ access, directory: who, logger }, stack);
  return { provide: SQL_ACCESS, useValue: access };
};
