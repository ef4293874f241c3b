import { tableOf } from '#eventsourcing';
import type { KeptSealed } from '#event-contracts';

/** Someone at a customer: where they are, and sealed under their key who they are. */
export interface ContactRow {
  readonly caseId: string;
  readonly contactId: string;
  readonly accountId: string | null;
  readonly sealed: readonly KeptSealed[];
  /** Ledger index of the first event: the order of the list, without ties. */
  readonly registeredIndex: number;
}

export const contactListTable = tableOf<ContactRow>(
  'contact_list',
  { caseId: 'text', contactId: 'text', accountId: 'text?', sealed: 'jsonb withheld', registeredIndex: 'bigint' },
  {
    meaning: 'Someone at a customer: with which company; who they are is sealed.',
    primaryKey: ['caseId'],
    indexes: [['accountId', 'registeredIndex']],
  },
);
