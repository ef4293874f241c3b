import { folding, tableOf, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { UserEvent } from '#event-contracts';

/** From which ledger index on a user belonged to a team, or to none. */
export interface Membership {
  readonly teamId: string | null;
  readonly fromIndex: number;
}

/** A user's teams over time, so that a figure can be laid to the team of that time. */
export interface UserTeamsRow {
  readonly caseId: string;
  readonly userId: string;
  readonly teamId: string | null;
  readonly memberships: readonly Membership[];
}

const spans = `select user_id, m.value ->> 'teamId' as team_id, (m.value ->> 'fromIndex')::bigint as from_index,
  (lead(m.value) over (partition by user_id order by m.ordinality) ->> 'fromIndex')::bigint as to_index
  from {table}, jsonb_array_elements(memberships) with ordinality as m`;

export const userTeamsTable = tableOf<UserTeamsRow>(
  'user_teams',
  { caseId: 'text', userId: 'text', teamId: 'text?', memberships: 'jsonb' },
  {
    meaning: 'A user’s teams over time.',
    primaryKey: ['caseId', 'userId'],
    indexes: [['userId']],
    views: [
      {
        name: 'user_team_spans',
        meaning: 'From which ledger index until which, null for ever, a user was in a team.',
        columns: { user_id: 'text', team_id: 'text', from_index: 'bigint', to_index: 'bigint' },
        sql: spans,
      },
    ],
  },
);

const moved = (row: UserTeamsRow | undefined, event: LedgerEvent<UserEvent>, teamId: string | null): UserTeamsRow => ({
  caseId: event.caseId,
  userId: event.data.userId,
  teamId,
  memberships: [...(row?.memberships ?? []), { teamId, fromIndex: event.index }],
});

const unchanged = (row: UserTeamsRow | undefined) => row;

/** Which team each user was in at which ledger index; `read.user_team_spans` has one row per span, open-ended in `to_index`. */
export const userTeamsProjection: ProjectionTable<UserEvent, UserTeamsRow> = {
  projection: {
    name: 'user-teams',
    version: 1,
    key: ({ caseId, data }) => [caseId, data.userId],
    ...folding<UserEvent, UserTeamsRow>({
      UserRegistered: unchanged,
      UserDeactivated: unchanged,
      UserReactivated: unchanged,
      RoleGranted: unchanged,
      RoleRevoked: unchanged,
      RoleGrantProposed: unchanged,
      RoleGrantConfirmed: unchanged,
      RoleGrantDeclined: unchanged,
      AuthorityDelegated: unchanged,
      DelegationRevoked: unchanged,
      AbsenceRecorded: unchanged,
      AbsenceEnded: unchanged,
      UserTerritoriesSet: unchanged,
      UserLeft: unchanged,
      TeamJoined: (row, event) => moved(row, event, event.data.to),
      TeamLeft: (row, event) => moved(row, event, null),
    }),
  },
  table: userTeamsTable,
};
