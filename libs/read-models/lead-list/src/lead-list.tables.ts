import { entityOf } from '#querying/nest';
import { leadListTable, type LeadRow } from './lead-list.row.ts';

export const leadEntity = entityOf<LeadRow>(leadListTable);
