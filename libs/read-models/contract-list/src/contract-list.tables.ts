import { entityOf } from '#querying/nest';
import { contractListTable, type ContractRow } from './contract-list.row.ts';

export const contractEntity = entityOf<ContractRow>(contractListTable);
