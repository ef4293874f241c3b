import { entityOf } from '#querying/nest';
import { approvalListTable, type ApprovalRow } from './approval-list.row.ts';

export const approvalEntity = entityOf<ApprovalRow>(approvalListTable);
