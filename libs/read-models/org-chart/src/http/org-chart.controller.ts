import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { QueryDto } from '#querying/nest';
import { ShowOrganisation } from '../org-chart.queries.ts';
import { OrgChartDto } from './org-chart.dto.ts';

@ApiTags('organisation')
@ReadModels('org-chart')
@Controller('v1/organisation')
export class OrgChartController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Everybody with roles, those proposed, team, territories and who stands in for them now, and the teams with their managers',
  })
  @ApiOkResponse({ type: OrgChartDto })
  @ApiProblem(403, 'Not for this user.')
  show(@CurrentActor() actor: Actor, @Query() _: QueryDto): Promise<OrgChartDto> {
    return this.queries.execute(new ShowOrganisation(actor));
  }
}
