import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OrgChartController } from './http/org-chart.controller.ts';
import { ShowOrganisationHandler } from './org-chart.queries.ts';
import { orgEntity } from './org-chart.tables.ts';

/** Users and teams as they stand now. */
@Module({
  imports: [TypeOrmModule.forFeature([orgEntity])],
  controllers: [OrgChartController],
  providers: [ShowOrganisationHandler],
})
export class OrgChartModule {}
