import { entityOf } from '#querying/nest';
import { accountListTable, type AccountRow } from './account-list.row.ts';
import { contactListTable, type ContactRow } from './contact-list.row.ts';

export const accountEntity = entityOf<AccountRow>(accountListTable);
export const contactEntity = entityOf<ContactRow>(contactListTable);
