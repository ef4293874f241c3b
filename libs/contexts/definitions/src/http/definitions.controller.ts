import { Body, Controller, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { invalid } from '#platform';
import { CommandGateway, CommandRoute, FromCaller, withoutTime, type AnswerBody, type Caller, type CommandDto } from '#platform/nest';
import { malformations } from '#rules';
import { definitionStream, standardStream } from '../application/streams.ts';
import type { DefinitionCommand } from '../domain/definition-command.ts';
import * as dto from './definitions.dto.ts';
import { DefinitionMessage, StandardMessage } from './definition.messages.ts';

/** Throws the problem of contents that are not of their kind's form, with each member that is wrong. */
const formed = ({ kind }: dto.DefinitionParam, { contents }: dto.ContentsDto): void => {
  const faults = malformations(kind, contents);
  const errors = faults.map(({ at, names = [] }) => ({ field: at === '' ? 'contents' : `contents.${at}`, message: names.join('; ') }));
  if (errors.length > 0) throw invalid(errors);
};

@ApiTags('definitions')
@ApiBearerAuth('bearer')
@Controller('v1/definitions')
export class DefinitionsController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute(':kind/:id/draft', { summary: 'The next version of a definition is drafted (L78, L320).' })
  draft(@Param() on: dto.DefinitionParam, @Body() body: dto.ContentsDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    formed(on, body);
    return this.send(caller, { type: 'DraftDefinition', data: { ...on, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':kind/:id/revise', { summary: 'A draft is changed; what was decided on it is void.' })
  revise(@Param() on: dto.DefinitionParam, @Body() body: dto.ContentsDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    formed(on, body);
    return this.send(caller, { type: 'ReviseDefinition', data: { ...on, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':kind/:id/submit', { summary: 'A draft is handed in to be approved.' })
  submit(@Param() on: dto.DefinitionParam, @Body() body: dto.SubmitDefinitionDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, { type: 'SubmitDefinition', data: { ...on } }, body);
  }

  @CommandRoute(':kind/:id/approve', { summary: 'Management approves these very contents; nobody approves what they wrote (L191).' })
  approve(@Param() on: dto.DefinitionParam, @Body() body: dto.ApproveDefinitionDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, { type: 'ApproveDefinition', data: { ...on, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':kind/:id/reject', { summary: 'Management does not approve a draft, and says why.' })
  reject(@Param() on: dto.DefinitionParam, @Body() body: dto.RejectDefinitionDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, { type: 'RejectDefinition', data: { ...on, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':kind/:id/publish', { summary: 'An approved version is in force from a time on, which is not past (L85, L192, L322).' })
  publish(@Param() on: dto.DefinitionParam, @Body() body: dto.PublishDefinitionDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, { type: 'PublishDefinition', data: { ...on, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':kind/:id/review', { summary: 'A definition was reviewed, as it has to be each year (L191, L321).' })
  review(@Param() on: dto.DefinitionParam, @Body() body: dto.ReviewDefinitionDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, { type: 'ReviewDefinition', data: { ...on, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':kind/:id/interpret', { summary: 'The department that a policy belongs to says how it is meant (L190, L320).' })
  interpret(@Param() on: dto.DefinitionParam, @Body() body: dto.InterpretPolicyDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const interpretationId = body.interpretationId ?? this.gateway.newId(caller, 'interpretation');
    return this.send(caller, { type: 'InterpretPolicy', data: { ...on, ...withoutTime(body), interpretationId } }, body);
  }

  @CommandRoute(':kind/:id/acknowledge', { summary: 'The user has read the version of a policy that is in force (L80).', inPerson: true })
  acknowledge(@Param() on: dto.DefinitionParam, @Body() body: dto.AcknowledgePolicyDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, { type: 'AcknowledgePolicy', data: { ...on } }, body);
  }

  @CommandRoute('standard-process', { summary: 'Management chooses the process of deals that ask for no other.' })
  chooseStandard(@Body() body: dto.ChooseStandardProcessDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const command = { type: 'ChooseStandardProcess', data: withoutTime(body) } as const;
    const { occurredAt } = body;
    return this.gateway.send(caller, StandardMessage, { command, stream: standardStream, caseId: standardStream, occurredAt });
  }

  private send(caller: Caller, command: DefinitionCommand, { occurredAt }: CommandDto): Promise<AnswerBody> {
    const stream = definitionStream(command.data.kind, command.data.id);
    return this.gateway.send(caller, DefinitionMessage, { command, stream, caseId: stream, occurredAt });
  }
}
