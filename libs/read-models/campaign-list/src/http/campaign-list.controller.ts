import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListCampaigns, ShowCampaign } from '../campaign-list.queries.ts';
import { CampaignDto, CampaignIdParam, CampaignPageDto, CampaignQueryDto } from './campaign-list.dto.ts';

@ApiTags('marketing')
@ReadModels('campaign-list', 'lead-list', 'opportunity-list')
@Controller('v1/campaigns')
export class CampaignListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'All campaigns, the newest first, with what they cost and what came of them (L218, L226, L228)' })
  @ApiOkResponse({ type: CampaignPageDto })
  @ApiProblem(403, 'Not for this user.')
  list(@CurrentActor() actor: Actor, @Query() query: CampaignQueryDto): Promise<CampaignPageDto> {
    const { status, channel, name } = query;
    return this.queries.execute(new ListCampaigns(actor, { status, channel, name }, pageLimit(query), query.cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'A campaign as it stands now, with its events and contents; its revision in ETag' })
  @ApiOkResponse({ type: CampaignDto })
  @ApiProblem(403, 'Not for this user.')
  @ApiProblem(404, 'There is no such campaign.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: CampaignIdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CampaignDto> {
    const campaign = await this.queries.execute(new ShowCampaign(actor, id));
    void reply.header('etag', etagOf(campaign.revision));
    return campaign;
  }
}
