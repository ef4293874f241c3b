import { entityOf } from '#querying/nest';
import { definitionListTable, type DefinitionVersionRow } from './definition-list.row.ts';

export const definitionVersionEntity = entityOf<DefinitionVersionRow>(definitionListTable);
