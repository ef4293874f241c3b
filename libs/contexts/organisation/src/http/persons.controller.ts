import { Body, Controller, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CommandGateway, CommandRoute, FromCaller, IdParam, withoutTime, type AnswerBody, type Caller } from '#platform/nest';
import { personStream } from '../application/streams.ts';
import { ErasePersonDto } from './organisation.dto.ts';
import { PersonMessage } from './organisation.messages.ts';

@ApiTags('organisation')
@ApiBearerAuth('bearer')
@Controller('v1/persons')
export class PersonsController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute(':id/erase', { summary: 'The key of a person’s data is destroyed: what was sealed under it is unreadable for ever.' })
  erase(@Param() { id }: IdParam, @Body() body: ErasePersonDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const stream = personStream(id);
    const data = { personId: id, ...withoutTime(body) };
    const intent = { command: { type: 'ErasePerson', data }, stream, caseId: stream, occurredAt: body.occurredAt } as const;
    return this.gateway.send(caller, PersonMessage, intent);
  }
}
