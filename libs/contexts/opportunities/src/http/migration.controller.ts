import { Id } from '#event-contracts';
import { dealController } from './deal-controller.ts';

/** A running deal under another version of its process. */
export const MigrationController = dealController<'MigrateOpportunity'>('Migration', 'opportunities', {
  MigrateOpportunity: {
    path: 'migrate',
    summary: 'A running deal is moved to another version of its process, by a migration in force (L95).',
    body: { migrationId: { schema: Id, required: true } },
  },
});
