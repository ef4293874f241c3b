import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListDealWork, ShowDealGate } from '../deal-worklist.queries.ts';
import { DealGateDto, DealWorkPageDto, DealWorkQueryDto, GatedDealParam } from './deal-worklist.dto.ts';

@ApiTags('worklists')
@ReadModels('deal-worklist')
@Controller('v1/worklists/deals')
export class DealWorklistController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'The deals that there is work on, with what each gate still needs and who can supply it; overdue ones first' })
  @ApiOkResponse({ type: DealWorkPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: DealWorkQueryDto): Promise<DealWorkPageDto> {
    const { of = 'me', filter, stage, cursor } = query;
    return this.queries.execute(new ListDealWork(actor, { of, filter, stage }, pageLimit(query), cursor));
  }
}

@ApiTags('opportunities')
@ReadModels('deal-worklist')
@Controller('v1/opportunities/:id/gate')
export class DealGateController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'What the gate of a deal’s stage asks for, what it finds, and who can supply what it lacks' })
  @ApiOkResponse({ type: DealGateDto })
  @ApiProblem(403, 'Not a deal of this user’s.')
  @ApiProblem(404, 'There is no such opportunity under a process.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: GatedDealParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DealGateDto> {
    const gate = await this.queries.execute(new ShowDealGate(actor, id));
    void reply.header('etag', etagOf(gate.revision));
    return gate;
  }
}
