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
import { contactStream } from '../application/account.commands.ts';
import type { ContactCommand } from '../domain/account-command.ts';
import { RegisterContactDto, UpdateContactDto } from './accounts.dto.ts';
import { ContactMessage } from './accounts.messages.ts';

@ApiTags('accounts')
@ApiBearerAuth('bearer')
@Controller('v1/contacts')
export class ContactsController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'Someone at a customer became known (L35, L120).', creates: true })
  register(@Body() body: RegisterContactDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const contactId = body.contactId ?? this.gateway.newId(caller, 'contact');
    return this.send(
      caller,
      contactId,
      { type: 'RegisterContact', data: { ...withoutTime(body), contactId } },
      body,
      `/v1/contacts/${contactId}`,
    );
  }

  @CommandRoute(':id/update', { summary: 'What is known of someone at a customer changes; what is left out stays (L178, L235).' })
  update(@Param() { id }: IdParam, @Body() body: UpdateContactDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'UpdateContact', data: { contactId: id, ...withoutTime(body) } }, body);
  }

  private send(caller: Caller, id: string, command: ContactCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const stream = contactStream(id);
    return this.gateway.send(caller, ContactMessage, { command, stream, caseId: stream, occurredAt, ...(creates && { creates }) });
  }
}
