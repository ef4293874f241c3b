import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DealDocumentController } from './http/deal-document.controller.ts';
import { OpportunityListController } from './http/opportunity-list.controller.ts';
import { FindDealDocumentHandler, ListOpportunitiesHandler, ShowOpportunityHandler } from './opportunity-list.queries.ts';
import { opportunityEntity, userTeamsEntity } from './opportunity-list.tables.ts';

/** Opportunities as they stand now. */
@Module({
  imports: [TypeOrmModule.forFeature([opportunityEntity, userTeamsEntity])],
  controllers: [OpportunityListController, DealDocumentController],
  providers: [FindDealDocumentHandler, ListOpportunitiesHandler, ShowOpportunityHandler],
})
export class OpportunityListModule {}
