import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import { keepSealed, type TeamEvent, type UserEvent } from '#event-contracts';
import { personsOf } from '#rules';
import { orgChartTable, type OrgRow } from './org-chart.row.ts';

type OrgEvent = UserEvent | TeamEvent;
type Of<T extends OrgEvent['type']> = LedgerEvent<Extract<OrgEvent, { type: T }>>;

const blank = {
  ...{ active: true, roles: [], proposals: [], teamId: null, teamName: null, parentTeamId: null, managerId: null },
  ...{ territories: [], delegations: [], absences: [], sealed: [] },
} as const;

const registered = (_: OrgRow | undefined, event: Of<'UserRegistered'>): OrgRow => ({
  ...blank,
  caseId: event.caseId,
  kind: 'user',
  id: event.data.userId,
  sealed: keepSealed(event),
});

const formed = (_: OrgRow | undefined, { caseId, data: { teamId, name, parentTeamId } }: Of<'TeamFormed'>): OrgRow => ({
  ...blank,
  caseId,
  kind: 'team',
  id: teamId,
  teamName: name,
  parentTeamId: parentTeamId ?? null,
});

const changed = (row: OrgRow | undefined, changes: Partial<OrgRow>): OrgRow | undefined => row && { ...row, ...changes };

const without = ({ proposals }: OrgRow, answered: OrgRow['roles'][number]): OrgRow['proposals'] =>
  proposals.filter(({ role }) => role !== answered);

const proposed = (row: OrgRow | undefined, { data: { role }, actor, occurredAt }: Of<'RoleGrantProposed'>): OrgRow | undefined =>
  row && { ...row, proposals: [...without(row, role), { role, proposedBy: personsOf(actor), proposedAt: occurredAt }] };

/** However it came to be held: nothing is left to answer. */
const granted = (row: OrgRow | undefined, { data: { role } }: Of<'RoleGranted'>): OrgRow | undefined =>
  row && { ...row, roles: [...row.roles, role], proposals: without(row, role) };

/** What was delegated of the role is gone too, and does not come back with it. */
const revoked = (row: OrgRow | undefined, { data: { role } }: Of<'RoleRevoked'>): OrgRow | undefined =>
  row && {
    ...row,
    roles: row.roles.filter((held) => held !== role),
    delegations: row.delegations.map((each) => ({ ...each, roles: each.roles.filter((delegated) => delegated !== role) })),
  };

const delegated = (row: OrgRow | undefined, { data }: Of<'AuthorityDelegated'>): OrgRow | undefined => {
  const { delegationId, to, roles, from, until } = data;
  return row && { ...row, delegations: [...row.delegations, { delegationId, to, roles, from, until }] };
};

const away = (row: OrgRow | undefined, { data }: Of<'AbsenceRecorded'>): OrgRow | undefined => {
  const { absenceId, from, until, substituteId = null } = data;
  return row && { ...row, absences: [...row.absences, { absenceId, from, until, substituteId }] };
};

/** Nothing is left that anybody could act by; which team they were in stays. */
const gone = { active: false, roles: [], proposals: [], territories: [], delegations: [], absences: [] } as const;

/** Every user with roles, those proposed and team, and who stands in for them, every team with its manager, and what each covers, as they stand now. */
export const orgChartProjection: ProjectionTable<OrgEvent, OrgRow> = {
  projection: {
    name: 'org-chart',
    version: 3,
    key: ({ caseId }) => [caseId],
    ...folding<OrgEvent, OrgRow>({
      UserRegistered: registered,
      UserDeactivated: (row) => changed(row, { active: false }),
      UserReactivated: (row) => changed(row, { active: true }),
      RoleGranted: granted,
      RoleRevoked: revoked,
      RoleGrantProposed: proposed,
      RoleGrantConfirmed: (row) => row,
      RoleGrantDeclined: (row, { data: { role } }) => row && { ...row, proposals: without(row, role) },
      AuthorityDelegated: delegated,
      DelegationRevoked: (row, { data }) =>
        row && { ...row, delegations: row.delegations.filter(({ delegationId }) => delegationId !== data.delegationId) },
      AbsenceRecorded: away,
      AbsenceEnded: (row, { data }) => row && { ...row, absences: row.absences.filter(({ absenceId }) => absenceId !== data.absenceId) },
      UserTerritoriesSet: (row, { data: { to } }) => changed(row, { territories: to }),
      UserLeft: (row) => changed(row, gone),
      TeamJoined: (row, { data: { to } }) => changed(row, { teamId: to }),
      TeamLeft: (row) => changed(row, { teamId: null }),
      TeamFormed: formed,
      TeamManagerAppointed: (row, { data: { to } }) => changed(row, { managerId: to }),
      TeamTerritoriesSet: (row, { data: { to } }) => changed(row, { territories: to }),
    }),
  },
  table: orgChartTable,
};
