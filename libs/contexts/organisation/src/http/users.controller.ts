import { Body, Controller, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  CommandGateway,
  CommandRoute,
  FromCaller,
  IdParam,
  withoutTime,
  type AnswerBody,
  type Caller,
  type CommandDto,
} from '#platform/nest';
import { userStream } from '../application/streams.ts';
import type { UserCommand } from '../domain/organisation-command.ts';
import * as dto from './organisation.dto.ts';
import { UserMessage } from './organisation.messages.ts';

@ApiTags('organisation')
@ApiBearerAuth('bearer')
@Controller('v1/users')
export class UsersController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'A person becomes a user.', creates: true })
  register(@Body() body: dto.RegisterUserDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, body.userId, { type: 'RegisterUser', data: withoutTime(body) }, body, `/v1/users/${body.userId}`);
  }

  @CommandRoute(':id/deactivate', { summary: 'A user may no longer act.' })
  deactivate(@Param() { id }: IdParam, @Body() body: dto.ChangeStandingDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'DeactivateUser', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/reactivate', { summary: 'A deactivated user may act again.' })
  reactivate(@Param() { id }: IdParam, @Body() body: dto.ChangeStandingDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ReactivateUser', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles', { summary: 'A user holds one more role; never granted to oneself.' })
  grant(@Param() { id }: IdParam, @Body() body: dto.RoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'GrantRole', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles/revoke', { summary: 'A user holds a role no longer.' })
  revoke(@Param() { id }: IdParam, @Body() body: dto.RoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'RevokeRole', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles/propose', { summary: 'A role that takes two persons to grant is proposed; never for oneself.' })
  propose(@Param() { id }: IdParam, @Body() body: dto.RoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ProposeRoleGrant', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles/confirm', { summary: 'A role that another one proposed is granted; never to oneself.' })
  confirm(@Param() { id }: IdParam, @Body() body: dto.RoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ConfirmRoleGrant', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles/decline', { summary: 'A role that was proposed is not granted.' })
  decline(@Param() { id }: IdParam, @Body() body: dto.DeclineRoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'DeclineRoleGrant', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/delegations', { summary: 'The user lets another act for them in some of their roles, for a time.', inPerson: true })
  delegate(@Param() { id }: IdParam, @Body() body: dto.DelegateDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const delegationId = body.delegationId ?? this.gateway.newId(caller, 'delegation');
    return this.send(caller, id, { type: 'DelegateAuthority', data: { ...withoutTime(body), userId: id, delegationId } }, body);
  }

  @CommandRoute(':id/delegations/revoke', { summary: 'Nobody acts for the user by this delegation any more.' })
  revokeDelegation(@Param() { id }: IdParam, @Body() body: dto.RevokeDelegationDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'RevokeDelegation', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/absences', { summary: 'The user is away for a time; whom to turn to meanwhile.' })
  absent(@Param() { id }: IdParam, @Body() body: dto.AbsenceDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const absenceId = body.absenceId ?? this.gateway.newId(caller, 'absence');
    return this.send(caller, id, { type: 'RecordAbsence', data: { ...withoutTime(body), userId: id, absenceId } }, body);
  }

  @CommandRoute(':id/absences/end', { summary: 'The user is back, or does not go away after all.' })
  back(@Param() { id }: IdParam, @Body() body: dto.EndAbsenceDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'EndAbsence', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/leaving', {
    summary: 'The user is with the company no longer: may not act, holds no role; what is open of theirs goes to the successor.',
  })
  left(@Param() { id }: IdParam, @Body() body: dto.LeavingDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'RecordLeaving', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/team', { summary: 'A user belongs to a team; to one at a time.' })
  join(@Param() { id }: IdParam, @Body() body: dto.JoinTeamDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'JoinTeam', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/team/leave', { summary: 'A user belongs to no team.' })
  leave(@Param() { id }: IdParam, @Body() body: dto.LeaveTeamDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'LeaveTeam', data: { userId: id } }, body);
  }

  @CommandRoute(':id/territories', { summary: 'A user covers these territories instead of those before; with none, those of their team.' })
  cover(@Param() { id }: IdParam, @Body() body: dto.UserTerritoriesDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'SetUserTerritories', data: { userId: id, ...withoutTime(body) } }, body);
  }

  private send(caller: Caller, userId: string, command: UserCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const stream = userStream(userId);
    return this.gateway.send(caller, UserMessage, { command, stream, caseId: stream, occurredAt, ...(creates && { creates }) });
  }
}
