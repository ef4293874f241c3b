import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FindDuplicatesHandler } from './duplicates.queries.ts';
import { LeadListController } from './http/lead-list.controller.ts';
import { ListLeadsHandler, ShowLeadHandler } from './lead-list.queries.ts';
import { leadEntity } from './lead-list.tables.ts';

/** Leads as they stand now. */
@Module({
  imports: [TypeOrmModule.forFeature([leadEntity])],
  controllers: [LeadListController],
  providers: [ListLeadsHandler, ShowLeadHandler, FindDuplicatesHandler],
})
export class LeadListModule {}
