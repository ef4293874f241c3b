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
import { teamStream } from '../application/streams.ts';
import type { TeamCommand } from '../domain/organisation-command.ts';
import { AppointManagerDto, FormTeamDto, TeamTerritoriesDto } from './organisation.dto.ts';
import { TeamMessage } from './organisation.messages.ts';

@ApiTags('organisation')
@ApiBearerAuth('bearer')
@Controller('v1/teams')
export class TeamsController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'A team is formed.', creates: true })
  form(@Body() body: FormTeamDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, body.teamId, { type: 'FormTeam', data: withoutTime(body) }, body, `/v1/teams/${body.teamId}`);
  }

  @CommandRoute(':id/manager', { summary: 'A user leads a team, and with it the teams below; nobody appoints themself.' })
  appoint(@Param() { id }: IdParam, @Body() body: AppointManagerDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'AppointManager', data: { teamId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/territories', {
    summary: 'A team covers these territories instead of those before, and so do the teams below that have none of their own.',
  })
  cover(@Param() { id }: IdParam, @Body() body: TeamTerritoriesDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'SetTeamTerritories', data: { teamId: id, ...withoutTime(body) } }, body);
  }

  private send(caller: Caller, teamId: string, command: TeamCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const stream = teamStream(teamId);
    return this.gateway.send(caller, TeamMessage, { command, stream, caseId: stream, occurredAt, ...(creates && { creates }) });
  }
}
