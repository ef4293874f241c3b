import { entityOf } from '#querying/nest';
import { opportunityListTable, type OpportunityRow } from './opportunity-list.row.ts';
import { userTeamsTable, type UserTeamsRow } from './user-teams.projection.ts';

export const opportunityEntity = entityOf<OpportunityRow>(opportunityListTable);
export const userTeamsEntity = entityOf<UserTeamsRow>(userTeamsTable);
