import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListLeads, ShowLead } from '../lead-list.queries.ts';
import { FindDuplicates } from '../duplicates.queries.ts';
import { DuplicatesDto, LeadDto, LeadIdParam, LeadPageDto, LeadQueryDto } from './lead-list.dto.ts';

const flag = (text: 'true' | 'false' | undefined): boolean | undefined => (text === undefined ? undefined : text === 'true');

@ApiTags('leads')
@ReadModels('lead-list')
@Controller('v1/leads')
export class LeadListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'The leads that the user may see, the newest first' })
  @ApiOkResponse({ type: LeadPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: LeadQueryDto): Promise<LeadPageDto> {
    const { ownerId, status, level, source, company, nurtured, contactMissed } = query;
    const filters = { ownerId, status, level, source, company, nurtured: flag(nurtured), contactMissed: flag(contactMissed) };
    return this.queries.execute(new ListLeads(actor, filters, pageLimit(query), query.cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'A lead as it stands now; its revision in ETag' })
  @ApiOkResponse({ type: LeadDto })
  @ApiProblem(403, 'Not a lead of this user’s.')
  @ApiProblem(404, 'There is no such lead.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: LeadIdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LeadDto> {
    const lead = await this.queries.execute(new ShowLead(actor, id));
    void reply.header('etag', etagOf(lead.revision));
    return lead;
  }

  @Get(':id/duplicates')
  @ApiOperation({ summary: 'Leads that may be of the same customer: one company by its name, or one contact (L224); the earliest first' })
  @ApiOkResponse({ type: DuplicatesDto })
  @ApiProblem(403, 'Not a lead of this user’s.')
  @ApiProblem(404, 'There is no such lead.')
  async duplicates(@CurrentActor() actor: Actor, @Param() { id }: LeadIdParam): Promise<DuplicatesDto> {
    return { items: await this.queries.execute(new FindDuplicates(actor, id)) };
  }
}
