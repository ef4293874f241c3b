import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { FeedModule, type FeedSettings } from '#feed/nest';
import { PlatformModule } from '#platform/nest';
import { DocumentVerificationController } from '../../common/src/documents/document-verification.controller.ts';
import { DocumentsController } from '../../common/src/documents/documents.controller.ts';
import { LedgerController } from '../../common/src/ledger/ledger.controller.ts';
import { OperationsController } from '../../common/src/operations/operations.controller.ts';
import { VerificationController } from '../../common/src/operations/verification.controller.ts';
import { readModelModules } from '../../common/src/read-models.module.ts';
import { SqlAccessController } from '../../common/src/sql-access/sql-access.controller.ts';

export interface QueryApiParts {
  readonly databaseUrl: string;
  readonly ports: readonly Provider[];
  readonly feed: FeedSettings;
}

/** All read models, the ledger, its feed, and what operators do with them; no context. */
@Module({
  controllers: [
    ...[LedgerController, OperationsController, VerificationController, DocumentsController, DocumentVerificationController],
    SqlAccessController,
  ],
})
export class QueryApiModule {
  static of({ databaseUrl, ports, feed }: QueryApiParts): DynamicModule {
    return { module: QueryApiModule, imports: [PlatformModule.forRoot(ports), ...readModelModules(databaseUrl), FeedModule.of(feed)] };
  }
}
