import type { Logger } from 'pino';
import { postgresDocumentStore } from '#documents';
import type { DocumentStore } from '#eventsourcing';
import { createPool } from '#postgres';
import type { ClosingStack } from '../closing-stack.ts';

/** Opens the documents of a database. */
export const openDocuments = (connectionString: string, stack: ClosingStack, logger: Logger): DocumentStore => {
  const onError = (error: Error): void => logger.warn({ part: 'documents', err: error }, 'documents: trying again');
  const pool = createPool(connectionString, { applicationName: 'dealtrail documents', max: 3, onError });
  stack.push('documents', () => pool.end());
  return postgresDocumentStore(pool);
};
