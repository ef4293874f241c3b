import { persons, teams, users, type Role } from '#event-contracts';
import { CommandDto, Field, RequestId } from '#platform/nest';

const registered = users.UserRegistered.fields;
const deactivated = users.UserDeactivated.fields;
const granted = users.RoleGranted.fields;
const delegated = users.AuthorityDelegated.fields;
const absent = users.AbsenceRecorded.fields;
const formed = teams.TeamFormed.fields;
const erased = persons.PersonErased.fields;
const optional = { optional: true };

export class RegisterUserDto extends CommandDto {
  @Field(RequestId, { description: 'The subject of the user’s tokens.' })
  userId: string;
  @Field(registered.displayName.schema, { optional: true, description: 'Personal: sealed under the user’s key.' })
  displayName?: string;
  @Field(registered.email.schema, { optional: true, description: 'Personal: sealed under the user’s key.' })
  email?: string;
}

export class ChangeStandingDto extends CommandDto {
  @Field(deactivated.reason.schema, optional)
  reason?: string;
}

export class RoleDto extends CommandDto {
  @Field(granted.role.schema)
  role: Role;
}

export class DeclineRoleDto extends RoleDto {
  @Field(users.RoleGrantDeclined.fields.reason.schema, optional)
  reason?: string;
}

export class DelegateDto extends CommandDto {
  @Field(RequestId, { ...optional, description: 'Made from the Idempotency-Key when absent.' })
  delegationId?: string;
  @Field(RequestId, { description: 'Who may act from then on, with `On-Behalf-Of`.' })
  to: string;
  @Field(delegated.roles.schema, { description: 'Of those that the user holds.' })
  roles: Role[];
  @Field(delegated.from.schema, { ...optional, description: 'Now when absent; never in the past.' })
  from?: string;
  @Field(delegated.until.schema, { description: 'At most 90 days after the beginning.' })
  until: string;
  @Field(delegated.reason.schema, optional)
  reason?: string;
}

export class RevokeDelegationDto extends CommandDto {
  @Field(RequestId)
  delegationId: string;
}

export class AbsenceDto extends CommandDto {
  @Field(RequestId, { ...optional, description: 'Made from the Idempotency-Key when absent.' })
  absenceId?: string;
  @Field(absent.from.schema, { ...optional, description: 'Now when absent; never in the past.' })
  from?: string;
  @Field(absent.until.schema)
  until: string;
  @Field(RequestId, { ...optional, description: 'Whom to turn to; may act for the user only by a delegation.' })
  substituteId?: string;
}

export class EndAbsenceDto extends CommandDto {
  @Field(RequestId)
  absenceId: string;
}

export class LeavingDto extends CommandDto {
  @Field(users.UserLeft.fields.on.schema, { description: 'The last day; not to come.' })
  on: string;
  @Field(RequestId, { ...optional, description: 'Who gets what is open of theirs; who manages their team when absent.' })
  successorId?: string;
}

export class JoinTeamDto extends CommandDto {
  @Field(RequestId)
  teamId: string;
}

export class LeaveTeamDto extends CommandDto {}

export class UserTerritoriesDto extends CommandDto {
  @Field(users.UserTerritoriesSet.fields.to.schema, {
    description: 'All of the user’s own, by the ids that leads name them by; none: those of the team.',
  })
  territories: string[];
}

export class TeamTerritoriesDto extends CommandDto {
  @Field(teams.TeamTerritoriesSet.fields.to.schema, {
    description: 'All of the team’s own, by the ids that leads name them by; none: those of the nearest team above that has any.',
  })
  territories: string[];
}

export class FormTeamDto extends CommandDto {
  @Field(RequestId)
  teamId: string;
  @Field(formed.name.schema)
  name: string;
  @Field(RequestId, optional)
  parentTeamId?: string;
}

export class AppointManagerDto extends CommandDto {
  @Field(RequestId)
  userId: string;
}

export class ErasePersonDto extends CommandDto {
  @Field(erased.legalBasis.schema, { description: 'The ground, for example a request of the person.' })
  legalBasis: string;
}
