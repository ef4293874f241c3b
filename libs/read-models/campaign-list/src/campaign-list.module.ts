import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ListCampaignsHandler, ShowCampaignHandler } from './campaign-list.queries.ts';
import { campaignEntity } from './campaign-list.tables.ts';
import { CampaignListController } from './http/campaign-list.controller.ts';

/** Campaigns as they stand now, and what came of them. */
@Module({
  imports: [TypeOrmModule.forFeature([campaignEntity])],
  controllers: [CampaignListController],
  providers: [ListCampaignsHandler, ShowCampaignHandler],
})
export class CampaignListModule {}
