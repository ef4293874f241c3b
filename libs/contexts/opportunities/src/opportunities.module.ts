import { Module } from '@nestjs/common';
import { documentOnFile, type Codec, type DocumentStore, type EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, DOCUMENT_STORE, EVENT_STORE, RULEBOOK, type CommandSettings } from '#platform/nest';
import type { Directory, Rulebook } from '#rules';
import { opportunityCommands } from './application/opportunity.commands.ts';
import { DealApprovalsController } from './http/approvals.controller.ts';
import { DemonstrationController } from './http/demonstration.controller.ts';
import { DealCourseController } from './http/deal-course.controller.ts';
import { DiscoveryController } from './http/discovery.controller.ts';
import { ActivitiesController } from './http/activities.controller.ts';
import { QualificationController } from './http/qualification.controller.ts';
import { CompetitionController } from './http/competition.controller.ts';
import { CommitmentsController } from './http/commitments.controller.ts';
import { StakeholdersController } from './http/stakeholders.controller.ts';
import { ContractingController } from './http/contracting.controller.ts';
import { DealTeamController } from './http/deal-team.controller.ts';
import { DealDocumentsController } from './http/documents.controller.ts';
import { MigrationController } from './http/migration.controller.ts';
import { DealNegotiationController } from './http/negotiation.controller.ts';
import { NeedsController } from './http/needs.controller.ts';
import { OpportunitiesController } from './http/opportunities.controller.ts';
import { PersuasionController } from './http/persuasion.controller.ts';
import { ProposalsController } from './http/proposals.controller.ts';
import { QuotesController } from './http/quotes.controller.ts';
import { ResourcesController } from './http/resources.controller.ts';
import { OPPORTUNITY_COMMANDS, OpportunityMessageHandler } from './http/opportunity.messages.ts';
import { SolutionController } from './http/solution.controller.ts';
import { ValueController } from './http/value.controller.ts';

const commands = {
  provide: OPPORTUNITY_COMMANDS,
  useFactory: (
    store: EventStore,
    codec: Codec<AnyEvent>,
    directory: Directory,
    rulebook: Rulebook,
    documents: DocumentStore,
    { clock }: CommandSettings,
  ) => opportunityCommands({ store, codec, directory, rulebook, documents: documentOnFile(documents), clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, RULEBOOK, DOCUMENT_STORE, COMMAND_SETTINGS],
};

@Module({
  controllers: [
    OpportunitiesController,
    DiscoveryController,
    DealDocumentsController,
    ActivitiesController,
    QualificationController,
    CompetitionController,
    CommitmentsController,
    StakeholdersController,
    DealTeamController,
    NeedsController,
    SolutionController,
    DemonstrationController,
    ValueController,
    DealCourseController,
    MigrationController,
    ProposalsController,
    QuotesController,
    ResourcesController,
    PersuasionController,
    DealApprovalsController,
    ContractingController,
    DealNegotiationController,
  ],
  providers: [commands, OpportunityMessageHandler],
  exports: [commands],
})
export class OpportunitiesModule {}
