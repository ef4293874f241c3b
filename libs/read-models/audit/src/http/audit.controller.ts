import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { DealIdParam, pageLimit, PageQueryDto } from '#querying/nest';
import { DealAsOf, DealHistory } from '../audit.queries.ts';
import { DealAsOfDto, HistoryDto, historyEntryDto, MomentQueryDto } from './audit.dto.ts';

@ApiTags('audit')
@ApiProblem(403, 'Not a deal of this user’s.')
@ApiProblem(404, 'There is no such deal.')
@ReadModels('audit')
@Controller('v1/deals')
export class AuditController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id/history')
  @ApiOperation({ summary: 'A deal’s whole history across its streams, in ledger order, refusals included' })
  @ApiOkResponse({ type: HistoryDto })
  async history(@CurrentActor() actor: Actor, @Param() { id }: DealIdParam, @Query() query: PageQueryDto): Promise<HistoryDto> {
    const { caseId, items, next } = await this.queries.execute(new DealHistory(actor, id, pageLimit(query), query.cursor));
    return { caseId, items: items.map(historyEntryDto), next };
  }

  @Get(':id/as-of')
  @ApiOperation({ summary: 'A deal as it stood at a past position or time; as it stands now when neither is given' })
  @ApiOkResponse({ type: DealAsOfDto })
  asOf(@CurrentActor() actor: Actor, @Param() { id }: DealIdParam, @Query() { position, time }: MomentQueryDto): Promise<DealAsOfDto> {
    return this.queries.execute(new DealAsOf(actor, id, { position, time }));
  }
}
