import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#audit/nest';
import { FeedModule, type FeedSettings } from '#feed/nest';
import { ForecastModule } from '#forecast/nest';
import { FunnelModule } from '#funnel/nest';
import { ImportsModule } from '#imports/nest';
import { LeadListModule } from '#lead-list/nest';
import { LeadsModule } from '#leads/nest';
import { OpportunitiesModule } from '#opportunities/nest';
import { OpportunityListModule } from '#opportunity-list/nest';
import { OrgChartModule } from '#org-chart/nest';
import { OrganisationModule } from '#organisation/nest';
import { PlatformModule } from '#platform/nest';
import { ImportBatchController } from '../../common/src/imports/import-batch.controller.ts';
import { ImportBatch } from '../../common/src/imports/import-batch.ts';
import { LedgerController } from '../../common/src/ledger/ledger.controller.ts';
import { OperationsController } from '../../common/src/operations/operations.controller.ts';
import { VerificationController } from '../../common/src/operations/verification.controller.ts';

export interface StandaloneParts {
  readonly connectionString: string;
  readonly ports: readonly Provider[];
  readonly feed: FeedSettings;
  /** Further routes, for measuring. */
  readonly extra: readonly (Type | DynamicModule)[];
}

/** Everything in one process: all contexts, all read models. */
@Module({
  controllers: [LedgerController, OperationsController, VerificationController, ImportBatchController],
  providers: [ImportBatch],
})
export class StandaloneModule {
  static of({ connectionString, ports, feed, extra }: StandaloneParts): DynamicModule {
    const database = TypeOrmModule.forRoot({
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
    });
    const contexts = [LeadsModule, OpportunitiesModule, OrganisationModule, ImportsModule];
    const readModels = [AuditModule, FunnelModule, ForecastModule, LeadListModule, OpportunityListModule, OrgChartModule];
    return {
      module: StandaloneModule,
      imports: [PlatformModule.forRoot(ports), database, ...contexts, ...readModels, FeedModule.of(feed), ...extra],
    };
  }
}
