import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AccountsModule } from '#accounts/nest';
import { CampaignsModule } from '#campaigns/nest';
import { DefinitionsModule } from '#definitions/nest';
import { ImportsModule } from '#imports/nest';
import { LeadsModule } from '#leads/nest';
import { OpportunitiesModule } from '#opportunities/nest';
import { OrganisationModule } from '#organisation/nest';
import { PlatformModule } from '#platform/nest';
import { DocumentIntakeController } from '../../common/src/documents/document-intake.controller.ts';
import { ImportBatchController } from '../../common/src/imports/import-batch.controller.ts';
import { ImportBatch } from '../../common/src/imports/import-batch.ts';

/** All contexts, no read model. */
@Module({ controllers: [ImportBatchController, DocumentIntakeController], providers: [ImportBatch] })
export class CommandApiModule {
  static of(ports: readonly Provider[]): DynamicModule {
    const contexts = [
      AccountsModule,
      CampaignsModule,
      LeadsModule,
      OpportunitiesModule,
      OrganisationModule,
      DefinitionsModule,
      ImportsModule,
    ];
    return { module: CommandApiModule, imports: [PlatformModule.forRoot(ports), ...contexts] };
  }
}
