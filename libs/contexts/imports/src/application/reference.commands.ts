import { commandHandler, type Clock, type Codec, type CommandHandler, type EventStore, type StreamId } from '#eventsourcing';
import { codecOf, type AnyEvent, type ReferenceEvent } from '#event-contracts';
import { denialFor, type AuthorityLookup } from '#rules';
import type { ReferenceCommand } from '../domain/reference-command.ts';
import { reference, type Reference } from '../domain/reference.decider.ts';

/** Streams of no case are a case of their own: the same name is the case id. */
export const accountStream = (accountId: string): StreamId => `account-${accountId}`;
export const productStream = (productId: string): StreamId => `product-${productId}`;
export const agentStream = (agentId: string): StreamId => `agent-${agentId}`;

export interface ReferencePorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: AuthorityLookup;
  readonly clock?: Clock;
}

/** Decides commands on imported master data, which nobody owns. */
export const referenceCommands = ({ store, codec, directory, clock }: ReferencePorts): CommandHandler<ReferenceCommand> =>
  commandHandler<Reference, ReferenceCommand, ReferenceEvent>({
    store,
    codec: codecOf<ReferenceEvent>(codec),
    decider: reference,
    exists: ({ status }) => status === 'imported',
    creates: ['ImportAccount', 'ImportProduct', 'ImportSalesAgent'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, null),
    ...(clock && { clock }),
  });
