import { entityOf } from '#querying/nest';
import { funnelTable, type FunnelRow } from './funnel.row.ts';

export const funnelEntity = entityOf<FunnelRow>(funnelTable);
