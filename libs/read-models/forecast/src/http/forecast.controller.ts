import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { ShowForecast } from '../forecast.queries.ts';
import { ForecastDto, ForecastQueryDto } from './forecast.dto.ts';

@ApiTags('reports')
@ReadModels('forecast', 'user-teams')
@Controller('v1/forecast')
export class ForecastController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'What is expected and what was closed, by month, owner, team, category and currency' })
  @ApiOkResponse({ type: ForecastDto })
  @ApiProblem(403, 'Not for this user.')
  show(@CurrentActor() actor: Actor, @Query() query: ForecastQueryDto): Promise<ForecastDto> {
    const { from, to, ownerId, teamId, category, currency } = query;
    return this.queries.execute(new ShowForecast(actor, { from, to, ownerId, teamId, category, currency }));
  }
}
