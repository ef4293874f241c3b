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
import { caseOfLead, leadStream } from '../application/lead.commands.ts';
import type { LeadCommand } from '../domain/lead-command.ts';
import { LeadMessage } from './lead.messages.ts';
import {
  AssignLeadDto,
  CaptureLeadDto,
  ConvertLeadDto,
  DisqualifyLeadDto,
  EnrichLeadDto,
  LogLeadContactDto,
  QualifyLeadDto,
} from './leads.dto.ts';

@ApiTags('leads')
@ApiBearerAuth('bearer')
@Controller('v1/leads')
export class LeadsController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'A potential customer became known (L101, L102, L223).', creates: true })
  capture(@Body() body: CaptureLeadDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const leadId = body.leadId ?? this.gateway.newId(caller, 'lead');
    const contactId = body.contactId ?? this.gateway.newId(caller, 'contact');
    const data = { ...withoutTime(body), leadId, contactId };
    return this.send(caller, leadId, { type: 'CaptureLead', data }, body, `/v1/leads/${leadId}`);
  }

  @CommandRoute(':id/enrich', { summary: 'What is known of a lead is completed or corrected (L102, L235).' })
  enrich(@Param() { id }: IdParam, @Body() body: EnrichLeadDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'EnrichLead', data: { leadId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/assign', { summary: 'Someone becomes answerable for a lead.' })
  assign(@Param() { id }: IdParam, @Body() body: AssignLeadDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'AssignLead', data: { leadId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/contacts', { summary: 'The assignee was in touch with the lead (L232, L233).' })
  contact(@Param() { id }: IdParam, @Body() body: LogLeadContactDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'LogLeadContact', data: { leadId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/qualify', { summary: 'A lead reaches a level of qualification, on BANT answers (L105, L107, L208).' })
  qualify(@Param() { id }: IdParam, @Body() body: QualifyLeadDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'QualifyLead', data: { leadId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/disqualify', { summary: 'A lead is not pursued, for a stated reason (L236).' })
  disqualify(@Param() { id }: IdParam, @Body() body: DisqualifyLeadDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'DisqualifyLead', data: { leadId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/convert', {
    summary: 'A qualified lead becomes an opportunity of the same case (L118), which is opened within a moment.',
  })
  convert(@Param() { id }: IdParam, @Body() body: ConvertLeadDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const opportunityId = body.opportunityId ?? this.gateway.newId(caller, 'opportunity');
    return this.send(caller, id, { type: 'ConvertLead', data: { leadId: id, ...withoutTime(body), opportunityId } }, body);
  }

  private send(caller: Caller, leadId: string, command: LeadCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const intent = { command, stream: leadStream(leadId), caseId: caseOfLead(leadId), occurredAt, ...(creates && { creates }) };
    return this.gateway.send(caller, LeadMessage, intent);
  }
}
