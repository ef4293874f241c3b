import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListOpportunities, ShowOpportunity } from '../opportunity-list.queries.ts';
import { OpportunityDto, OpportunityIdParam, OpportunityPageDto, OpportunityQueryDto } from './opportunity-list.dto.ts';

@ApiTags('opportunities')
@ReadModels('opportunity-list')
@Controller('v1/opportunities')
export class OpportunityListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'The opportunities that the user may see, the newest first' })
  @ApiOkResponse({ type: OpportunityPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: OpportunityQueryDto): Promise<OpportunityPageDto> {
    const { ownerId, status, stage, origin, process, company, externalId } = query;
    const filters = { ownerId, status, stage, origin, process, company, externalId };
    return this.queries.execute(new ListOpportunities(actor, filters, pageLimit(query), query.cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'An opportunity as it stands now; its revision in ETag' })
  @ApiOkResponse({ type: OpportunityDto })
  @ApiProblem(403, 'Not a deal of this user’s.')
  @ApiProblem(404, 'There is no such opportunity.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: OpportunityIdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpportunityDto> {
    const opportunity = await this.queries.execute(new ShowOpportunity(actor, id));
    void reply.header('etag', etagOf(opportunity.revision));
    return opportunity;
  }
}
