import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '#accounts/nest';
import { FeedModule, type FeedSettings } from '#feed/nest';
import { DefinitionsModule } from '#definitions/nest';
import { CampaignsModule } from '#campaigns/nest';
import { ImportsModule } from '#imports/nest';
import { LeadsModule } from '#leads/nest';
import { OpportunitiesModule } from '#opportunities/nest';
import { OrganisationModule } from '#organisation/nest';
import { PlatformModule } from '#platform/nest';
import { DocumentIntakeController } from '../../common/src/documents/document-intake.controller.ts';
import { DocumentVerificationController } from '../../common/src/documents/document-verification.controller.ts';
import { DocumentsController } from '../../common/src/documents/documents.controller.ts';
import { ImportBatchController } from '../../common/src/imports/import-batch.controller.ts';
import { ImportBatch } from '../../common/src/imports/import-batch.ts';
import { LedgerController } from '../../common/src/ledger/ledger.controller.ts';
import { OperationsController } from '../../common/src/operations/operations.controller.ts';
import { VerificationController } from '../../common/src/operations/verification.controller.ts';
import { readModelModules } from '../../common/src/read-models.module.ts';

export interface StandaloneParts {
  readonly connectionString: string;
  readonly ports: readonly Provider[];
  readonly feed: FeedSettings;
  /** Further routes, for measuring. */
  readonly extra: readonly (Type | DynamicModule)[];
}

/** Everything in one process: all contexts, all read models. */
@Module({
  controllers: [
    ...[LedgerController, OperationsController, VerificationController, ImportBatchController],
    ...[DocumentIntakeController, DocumentsController, DocumentVerificationController],
  ],
  providers: [ImportBatch],
})
export class StandaloneModule {
  static of({ connectionString, ports, feed, extra }: StandaloneParts): DynamicModule {
    const contexts = [
      AccountsModule,
      CampaignsModule,
      LeadsModule,
      OpportunitiesModule,
      OrganisationModule,
      DefinitionsModule,
      ImportsModule,
    ];
    const readModels = readModelModules(connectionString);
    return {
      module: StandaloneModule,
      imports: [PlatformModule.forRoot(ports), ...contexts, ...readModels, FeedModule.of(feed), ...extra],
    };
  }
}
