import { entityOf } from '#querying/nest';
import { dealWorklistTable, type DealWorkRow } from './deal-worklist.row.ts';
import { leadWorklistTable, type LeadWorkRow } from './lead-worklist.row.ts';

export const dealWorkEntity = entityOf<DealWorkRow>(dealWorklistTable);
export const leadWorkEntity = entityOf<LeadWorkRow>(leadWorklistTable);
