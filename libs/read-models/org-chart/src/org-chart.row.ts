import { tableOf } from '#eventsourcing';
import type { KeptSealed, Role } from '#event-contracts';

/** Somebody may act for a user in these of their roles, from a time until before another. */
export interface OrgDelegation {
  readonly delegationId: string;
  readonly to: string;
  /** Those of them that the user still holds. */
  readonly roles: readonly Role[];
  readonly from: string;
  readonly until: string;
}

/** A user is away, from a time until before another. */
export interface OrgAbsence {
  readonly absenceId: string;
  readonly from: string;
  readonly until: string;
  /** Whom to turn to meanwhile. */
  readonly substituteId: string | null;
}

/** A role was proposed for a user, and neither confirmed nor declined. */
export interface OrgProposal {
  readonly role: Role;
  /** Everyone who had a part in it: none of them confirms it. */
  readonly proposedBy: readonly string[];
  readonly proposedAt: string;
}

/** A user or a team as it stands now. What is not of its kind is empty. */
export interface OrgRow {
  readonly caseId: string;
  readonly kind: 'user' | 'team';
  /** Of the user or of the team. */
  readonly id: string;
  /** Someone inactive keeps roles and team, which are then worth nothing. */
  readonly active: boolean;
  readonly roles: readonly Role[];
  /** Of roles that take two persons, in the order in which they were proposed. */
  readonly proposals: readonly OrgProposal[];
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly parentTeamId: string | null;
  readonly managerId: string | null;
  /** Those of their own, which take the place of those of the team, or of the team above. */
  readonly territories: readonly string[];
  /** All that were neither revoked nor ended, also those whose time is over or to come. */
  readonly delegations: readonly OrgDelegation[];
  readonly absences: readonly OrgAbsence[];
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
    // Whom somebody wants to see in a role is for those who answer it.
    proposals: 'jsonb withheld',
    teamId: 'text?',
    teamName: 'text?',
    parentTeamId: 'text?',
    managerId: 'text?',
    territories: 'text[]',
    // Who stands in for whom is not for analysts, over HTTP neither.
    delegations: 'jsonb withheld',
    absences: 'jsonb withheld',
    sealed: 'jsonb withheld',
  },
  { meaning: 'A user or a team as it stands now.', primaryKey: ['caseId'], indexes: [['kind', 'id']] },
);
