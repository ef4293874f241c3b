import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ListDealWorkHandler, ShowDealGateHandler } from './deal-worklist.queries.ts';
import { DealGateController, DealWorklistController } from './http/deal-worklist.controller.ts';
import { ListLeadWorkHandler } from './lead-worklist.queries.ts';
import { LeadWorklistController } from './http/lead-worklist.controller.ts';
import { dealWorkEntity, leadWorkEntity } from './worklist.tables.ts';

/** What there is to do, for whom, by when. */
@Module({
  imports: [TypeOrmModule.forFeature([dealWorkEntity, leadWorkEntity])],
  controllers: [DealWorklistController, DealGateController, LeadWorklistController],
  providers: [ListDealWorkHandler, ShowDealGateHandler, ListLeadWorkHandler],
})
export class WorklistModule {}
