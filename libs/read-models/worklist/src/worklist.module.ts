import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ListDealWorkHandler, ShowDealGateHandler } from './deal-worklist.queries.ts';
import { DealGateController, DealWorklistController } from './http/deal-worklist.controller.ts';
import { dealWorkEntity } from './worklist.tables.ts';

/** What there is to do, for whom, by when. */
@Module({
  imports: [TypeOrmModule.forFeature([dealWorkEntity])],
  controllers: [DealWorklistController, DealGateController],
  providers: [ListDealWorkHandler, ShowDealGateHandler],
})
export class WorklistModule {}
