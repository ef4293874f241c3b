import { entityOf } from '#querying/nest';
import { auditTable, type AuditRow } from './audit.row.ts';

export const auditEntity = entityOf<AuditRow>(auditTable);
