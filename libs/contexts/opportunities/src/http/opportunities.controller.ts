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
import { caseOfOpportunity, opportunityStream } from '../application/opportunity.commands.ts';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';
import {
  AdoptImportedOpportunityDto,
  AdvanceOpportunityDto,
  LoseOpportunityDto,
  OpenOpportunityDto,
  OverrideCriterionDto,
  ReassignOpportunityDto,
  RecordContractSignatureDto,
  RegressOpportunityDto,
  ReopenOpportunityDto,
  ReviseForecastDto,
  WinOpportunityDto,
} from './opportunities.dto.ts';
import { OpportunityMessage } from './opportunity.messages.ts';

@ApiTags('opportunities')
@ApiBearerAuth('bearer')
@Controller('v1/opportunities')
export class OpportunitiesController {
  constructor(private readonly gateway: CommandGateway) {}

  @CommandRoute('', { summary: 'A deal is opened without a lead (L118).', creates: true })
  open(@Body() body: OpenOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const opportunityId = body.opportunityId ?? this.gateway.newId(caller, 'opportunity');
    const data = { ...withoutTime(body), opportunityId, ownerId: body.ownerId ?? caller.actor.userId };
    return this.send(caller, opportunityId, { type: 'OpenOpportunity', data }, body, `/v1/opportunities/${opportunityId}`);
  }

  @CommandRoute(':id/advance', { summary: 'A deal goes on to the next stage (L97).' })
  advance(@Param() { id }: IdParam, @Body() body: AdvanceOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'AdvanceOpportunity', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/regress', { summary: 'A deal goes back to an earlier stage, for a stated reason.' })
  regress(@Param() { id }: IdParam, @Body() body: RegressOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'RegressOpportunity', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/overrides', { summary: 'Who may, lets a deal pass the gate of its stage without a criterion, for a stated reason.' })
  override(@Param() { id }: IdParam, @Body() body: OverrideCriterionDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'OverrideCriterion', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/reassign', { summary: 'A deal gets another owner.' })
  reassign(@Param() { id }: IdParam, @Body() body: ReassignOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ReassignOpportunity', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/forecast', { summary: 'What is expected of a deal changes; what is left out stays (L186).' })
  revise(@Param() { id }: IdParam, @Body() body: ReviseForecastDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ReviseForecast', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/signatures', { summary: 'One party signed the contract (L162, L163).' })
  sign(@Param() { id }: IdParam, @Body() body: RecordContractSignatureDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'RecordContractSignature', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/win', { summary: 'A deal is won: both parties have signed (L165).' })
  win(@Param() { id }: IdParam, @Body() body: WinOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'WinOpportunity', data: { opportunityId: id } }, body);
  }

  @CommandRoute(':id/lose', { summary: 'A deal is lost, for a stated reason.' })
  lose(@Param() { id }: IdParam, @Body() body: LoseOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'LoseOpportunity', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  @CommandRoute(':id/adopt', { summary: 'A deal that another system claims is put under a process, and then meets its gates.' })
  adopt(@Param() { id }: IdParam, @Body() body: AdoptImportedOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    const data = { ...withoutTime(body), opportunityId: id, ownerId: body.ownerId ?? caller.actor.userId };
    return this.send(caller, id, { type: 'AdoptImportedOpportunity', data }, body);
  }

  @CommandRoute(':id/reopen', { summary: 'A deal that was lost or abandoned is pursued again.' })
  reopen(@Param() { id }: IdParam, @Body() body: ReopenOpportunityDto, @FromCaller() caller: Caller): Promise<AnswerBody> {
    return this.send(caller, id, { type: 'ReopenOpportunity', data: { opportunityId: id, ...withoutTime(body) } }, body);
  }

  private send(caller: Caller, id: string, command: OpportunityCommand, { occurredAt }: CommandDto, creates?: string): Promise<AnswerBody> {
    const intent = { command, stream: opportunityStream(id), caseId: caseOfOpportunity(id), occurredAt, ...(creates && { creates }) };
    return this.gateway.send(caller, OpportunityMessage, intent);
  }
}
