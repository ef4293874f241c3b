import { tableOf } from '#eventsourcing';
import type { KeptSealed, Role } from '#event-contracts';

/** A user or a team as it stands now. What is not of its kind is empty. */
export interface OrgRow {
  readonly caseId: string;
  readonly kind: 'user' | 'team';
  /** Of the user or of the team. */
  readonly id: string;
  /** Someone inactive keeps roles and team, which are then worth nothing. */
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly parentTeamId: string | null;
  readonly managerId: string | null;
  /** A user's name and address. */
  readonly sealed: readonly KeptSealed[];
}

export const orgChartTable = tableOf<OrgRow>(
  'org_chart',
  {
    caseId: 'text',
    kind: 'text',
    id: 'text',
    active: 'boolean',
    roles: 'text[]',
    teamId: 'text?',
    teamName: 'text?',
    parentTeamId: 'text?',
    managerId: 'text?',
    sealed: 'jsonb',
  },
  { primaryKey: ['caseId'], indexes: [['kind', 'id']] },
);
