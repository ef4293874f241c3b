import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { FeedModule, type FeedSettings } from '#feed/nest';
import { PlatformModule } from '#platform/nest';
import { contextModules, intake } from '../../common/src/contexts.module.ts';
import { DocumentVerificationController } from '../../common/src/documents/document-verification.controller.ts';
import { DocumentsController } from '../../common/src/documents/documents.controller.ts';
import { LedgerController } from '../../common/src/ledger/ledger.controller.ts';
import { OperationsController } from '../../common/src/operations/operations.controller.ts';
import { VerificationController } from '../../common/src/operations/verification.controller.ts';
import { readModelModules } from '../../common/src/read-models.module.ts';
import { SqlAccessController } from '../../common/src/sql-access/sql-access.controller.ts';

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
    ...[LedgerController, OperationsController, VerificationController, DocumentsController, DocumentVerificationController],
    SqlAccessController,
    ...intake.controllers,
  ],
  providers: intake.providers,
})
export class StandaloneModule {
  static of({ connectionString, ports, feed, extra }: StandaloneParts): DynamicModule {
    const readModels = readModelModules(connectionString);
    return {
      module: StandaloneModule,
      imports: [PlatformModule.forRoot(ports), ...contextModules, ...readModels, FeedModule.of(feed), ...extra],
    };
  }
}
