import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import { keepSealed, type TeamEvent, type UserEvent } from '#event-contracts';
import { orgChartTable, type OrgRow } from './org-chart.row.ts';

type OrgEvent = UserEvent | TeamEvent;
type Of<T extends OrgEvent['type']> = LedgerEvent<Extract<OrgEvent, { type: T }>>;

const blank = { active: true, roles: [], teamId: null, teamName: null, parentTeamId: null, managerId: null, sealed: [] } as const;

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

/** Every user with roles and team, every team with its manager, as they stand now. */
export const orgChartProjection: ProjectionTable<OrgEvent, OrgRow> = {
  projection: {
    name: 'org-chart',
    version: 1,
    key: ({ caseId }) => [caseId],
    ...folding<OrgEvent, OrgRow>({
      UserRegistered: registered,
      UserDeactivated: (row) => changed(row, { active: false }),
      UserReactivated: (row) => changed(row, { active: true }),
      RoleGranted: (row, { data: { role } }) => changed(row, { roles: [...(row?.roles ?? []), role] }),
      RoleRevoked: (row, { data: { role } }) => changed(row, { roles: row?.roles.filter((held) => held !== role) ?? [] }),
      RoleGrantProposed: (row) => row,
      RoleGrantConfirmed: (row) => row,
      RoleGrantDeclined: (row) => row,
      AuthorityDelegated: (row) => row,
      DelegationRevoked: (row) => row,
      AbsenceRecorded: (row) => row,
      AbsenceEnded: (row) => row,
      UserLeft: (row) => changed(row, { active: false, roles: [] }),
      TeamJoined: (row, { data: { to } }) => changed(row, { teamId: to }),
      TeamLeft: (row) => changed(row, { teamId: null }),
      TeamFormed: formed,
      TeamManagerAppointed: (row, { data: { to } }) => changed(row, { managerId: to }),
    }),
  },
  table: orgChartTable,
};
