import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import { keepSealed, type ContactEvent } from '#event-contracts';
import { contactListTable, type ContactRow } from './contact-list.row.ts';

const known = (row: ContactRow | undefined, event: LedgerEvent<ContactEvent>): ContactRow => ({
  caseId: event.caseId,
  contactId: event.data.contactId,
  accountId: event.data.accountId ?? row?.accountId ?? null,
  sealed: [...(row?.sealed ?? []), ...keepSealed(event)],
  registeredIndex: row?.registeredIndex ?? event.index,
});

/** Which people are known at which company (L35, L120); `read.contact_list` has one row for each, and nothing readable of who they are. */
export const contactListProjection: ProjectionTable<ContactEvent, ContactRow> = {
  projection: {
    name: 'contact-list',
    version: 1,
    key: ({ caseId }) => [caseId],
    ...folding<ContactEvent, ContactRow>({ ContactRegistered: known, ContactUpdated: known }),
  },
  table: contactListTable,
};
