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
import { accountStream } from '../application/account.commands.ts';
import type { AccountCommand } from '../domain/account-command.ts';
import { AssignSegmentDto, RegisterAccountDto, UpdateAccountDto } from './accounts.dto.ts';
import { AccountMessage } from './accounts.messages.ts';

@ApiTags('accounts')
@ApiBearerAuth('bearer')
@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'A company is a customer or may become one.', creates: true })
  register(@Body() body: RegisterAccountDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const accountId = body.accountId ?? this.gateway.newId(caller, 'account');
    const data = { ...withoutTime(body), accountId, ownerId: body.ownerId ?? caller.actor.userId };
    return this.send(caller, accountId, { type: 'RegisterAccount', data }, body, `/v1/accounts/${accountId}`);
  }

  @CommandRoute(':id/update', { summary: 'What is known of a company is completed or corrected; what is left out stays.' })
  update(@Param() { id }: IdParam, @Body() body: UpdateAccountDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'UpdateAccount', data: { accountId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/segment', { summary: 'A company belongs to a segment (L97).' })
  assignSegment(@Param() { id }: IdParam, @Body() body: AssignSegmentDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'AssignCustomerSegment', data: { accountId: id, ...withoutTime(body) } }, body);
  }

  private send(caller: Caller, id: string, command: AccountCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const stream = accountStream(id);
    return this.gateway.send(caller, AccountMessage, { command, stream, caseId: stream, occurredAt, ...(creates && { creates }) });
  }
}
