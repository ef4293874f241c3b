import { entityOf } from '#querying/nest';
import { dealWorklistTable, type DealWorkRow } from './deal-worklist.row.ts';

export const dealWorkEntity = entityOf<DealWorkRow>(dealWorklistTable);
