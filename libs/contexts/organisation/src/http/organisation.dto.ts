import { persons, teams, users, type Role } from '#event-contracts';
import { CommandDto, Field, RequestId } from '#platform/nest';

const registered = users.UserRegistered.fields;
const deactivated = users.UserDeactivated.fields;
const granted = users.RoleGranted.fields;
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

export class JoinTeamDto extends CommandDto {
  @Field(RequestId)
  teamId: string;
}

export class LeaveTeamDto extends CommandDto {}

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
