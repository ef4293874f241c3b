import { entityOf } from '#querying/nest';
import { orgChartTable, type OrgRow } from './org-chart.row.ts';

export const orgEntity = entityOf<OrgRow>(orgChartTable);
