import type { Type } from '@nestjs/common';
import { AccountsModule } from '#accounts/nest';
import { ApprovalsModule } from '#approvals/nest';
import { CampaignsModule } from '#campaigns/nest';
import { ContractsModule } from '#contracts/nest';
import { DefinitionsModule } from '#definitions/nest';
import { ImportsModule } from '#imports/nest';
import { LeadsModule } from '#leads/nest';
import { NegotiationsModule } from '#negotiations/nest';
import { OpportunitiesModule } from '#opportunities/nest';
import { OrganisationModule } from '#organisation/nest';
import { DocumentIntakeController } from './documents/document-intake.controller.ts';
import { ImportBatchController } from './imports/import-batch.controller.ts';
import { ImportBatch } from './imports/import-batch.ts';

/** All write contexts. */
export const contextModules: readonly Type[] = [
  AccountsModule,
  CampaignsModule,
  LeadsModule,
  OpportunitiesModule,
  ContractsModule,
  NegotiationsModule,
  OrganisationModule,
  DefinitionsModule,
  ImportsModule,
  ApprovalsModule,
];

/** What takes something in for several contexts, or for none. */
export const intake = { controllers: [ImportBatchController, DocumentIntakeController], providers: [ImportBatch] };
