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
import { ChangeStandingDto, JoinTeamDto, LeaveTeamDto, RegisterUserDto, RoleDto } from './organisation.dto.ts';
import { UserMessage } from './organisation.messages.ts';

@ApiTags('organisation')
@ApiBearerAuth('bearer')
@Controller('v1/users')
export class UsersController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'A person becomes a user.', creates: true })
  register(@Body() body: RegisterUserDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, body.userId, { type: 'RegisterUser', data: withoutTime(body) }, body, `/v1/users/${body.userId}`);
  }

  @CommandRoute(':id/deactivate', { summary: 'A user may no longer act.' })
  deactivate(@Param() { id }: IdParam, @Body() body: ChangeStandingDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'DeactivateUser', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/reactivate', { summary: 'A deactivated user may act again.' })
  reactivate(@Param() { id }: IdParam, @Body() body: ChangeStandingDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ReactivateUser', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles', { summary: 'A user holds one more role; never granted to oneself.' })
  grant(@Param() { id }: IdParam, @Body() body: RoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'GrantRole', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/roles/revoke', { summary: 'A user holds a role no longer.' })
  revoke(@Param() { id }: IdParam, @Body() body: RoleDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'RevokeRole', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/team', { summary: 'A user belongs to a team; to one at a time.' })
  join(@Param() { id }: IdParam, @Body() body: JoinTeamDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'JoinTeam', data: { userId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/team/leave', { summary: 'A user belongs to no team.' })
  leave(@Param() { id }: IdParam, @Body() body: LeaveTeamDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'LeaveTeam', data: { userId: id } }, body);
  }

  private send(caller: Caller, userId: string, command: UserCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const stream = userStream(userId);
    return this.gateway.send(caller, UserMessage, { command, stream, caseId: stream, occurredAt, ...(creates && { creates }) });
  }
}
