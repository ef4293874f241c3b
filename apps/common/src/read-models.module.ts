import type { DynamicModule, Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountListModule } from '#account-list/nest';
import { ApprovalListModule } from '#approval-list/nest';
import { AuditModule } from '#audit/nest';
import { CampaignListModule } from '#campaign-list/nest';
import { ContractListModule } from '#contract-list/nest';
import { DefinitionListModule } from '#definition-list/nest';
import { ForecastModule } from '#forecast/nest';
import { FunnelModule } from '#funnel/nest';
import { LeadListModule } from '#lead-list/nest';
import { OpportunityListModule } from '#opportunity-list/nest';
import { OrgChartModule } from '#org-chart/nest';
import { WorklistModule } from '#worklist/nest';

/** All read models' queries, over one database. */
export const readModelModules = (connectionString: string): readonly (Type | DynamicModule)[] => [
  TypeOrmModule.forRoot({
    type: 'postgres',
    url: connectionString,
    applicationName: 'dealtrail queries',
    autoLoadEntities: true,
    synchronize: false,
    installExtensions: false,
    retryAttempts: 0,
    logging: false,
    poolErrorHandler: () => undefined,
    extra: { max: 6, connectionTimeoutMillis: 10_000 },
  }),
  AuditModule,
  FunnelModule,
  ForecastModule,
  LeadListModule,
  OpportunityListModule,
  OrgChartModule,
  DefinitionListModule,
  AccountListModule,
  CampaignListModule,
  ApprovalListModule,
  ContractListModule,
  WorklistModule,
];
