import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { ShowFunnel } from '../funnel.queries.ts';
import { FunnelDto, FunnelQueryDto } from './funnel.dto.ts';

@ApiTags('reports')
@ReadModels('funnel', 'lead-list', 'user-teams')
@Controller('v1/funnel')
export class FunnelController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Of the deals that entered each stage, what has become of them; imported ones apart' })
  @ApiOkResponse({ type: FunnelDto })
  @ApiProblem(403, 'Not for this user.')
  show(@CurrentActor() actor: Actor, @Query() { process, from, to, ownerId, teamId }: FunnelQueryDto): Promise<FunnelDto> {
    return this.queries.execute(new ShowFunnel(actor, { process, from, to, ownerId, teamId }));
  }
}
