import { commandHandler, type CaseId, type Clock, type Codec, type CommandHandler, type EventStore, type StreamId } from '#eventsourcing';
import { codecOf, type AnyEvent } from '#event-contracts';
import { denialFor, type AuthorityLookup } from '#rules';
import { marketing, type MarketingCommand } from '../domain/marketing.decider.ts';
import type { Marketing, MarketingEvent } from '../domain/marketing.state.ts';

export const campaignStream = (campaignId: string): StreamId => `campaign-${campaignId}`;
export const websiteStream = (siteId: string): StreamId => `website-${siteId}`;
export const partnerStream = (partnerId: string): StreamId => `partner-${partnerId}`;

/** Streams of no case are a case of their own: the same name is the case id. */
export const caseOfMarketing = (stream: StreamId): CaseId => stream;

export interface MarketingPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: AuthorityLookup;
  readonly clock?: Clock;
}

/** Decides commands on campaigns, sites and partners, which nobody owns. */
export const marketingCommands = ({ store, codec, directory, clock }: MarketingPorts): CommandHandler<MarketingCommand> =>
  commandHandler<Marketing, MarketingCommand, MarketingEvent>({
    store,
    codec: codecOf<MarketingEvent>(codec),
    decider: marketing,
    exists: ({ kind }) => kind !== 'unknown',
    creates: ['PlanCampaign', 'ImportWebTraffic', 'RegisterPartner'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, null),
    ...(clock && { clock }),
  });
