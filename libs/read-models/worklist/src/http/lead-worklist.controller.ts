import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListLeadWork } from '../lead-worklist.queries.ts';
import { LeadWorkPageDto, LeadWorkQueryDto } from './lead-worklist.dto.ts';

@ApiTags('worklists')
@ReadModels('lead-worklist')
@Controller('v1/worklists/leads')
export class LeadWorklistController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'The leads that there is work on, with what they still need before they are deals; overdue ones first' })
  @ApiOkResponse({ type: LeadWorkPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: LeadWorkQueryDto): Promise<LeadWorkPageDto> {
    const { of = 'me', filter, cursor } = query;
    return this.queries.execute(new ListLeadWork(actor, { of, filter }, pageLimit(query), cursor));
  }
}
