import {
  commandHandler,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type KeyVault,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type NegotiationEvent } from '#event-contracts';
import { denialFor, personsOf, type Directory } from '#rules';
import type { InformedNegotiationCommand, NegotiationCommand } from '../domain/negotiation-command.ts';
import { negotiation, ownerOf } from '../domain/negotiation.decider.ts';
import type { Negotiation } from '../domain/negotiation.state.ts';
import { openedSecrets } from './opened-secrets.ts';

export const negotiationStream = (negotiationId: string): StreamId => `negotiation-${negotiationId}`;

export interface NegotiationPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly vault: Pick<KeyVault, 'find'>;
  /** Keyed digest of bytes: what tells words apart without saying them. */
  readonly digest: (bytes: Buffer) => string;
  readonly clock?: Clock;
}

type Asked = CommandRequest<NegotiationCommand>;

/**
 * Whose answer depends on what is sealed: whoever may not read it may not ask, else they would find the floor by trying one price after the other.
 */
const answeredBySecrets: readonly NegotiationCommand['type'][] = [
  'SetNegotiationStrategy',
  'ApproveNegotiationStrategy',
  'ProposeNegotiationTerm',
  'AgreeNegotiationTerm',
  'ConcludeNegotiation',
];

const authorizing =
  ({ directory }: Pick<NegotiationPorts, 'directory'>) =>
  async ({ command: { type }, actor }: Asked, state: Negotiation): Promise<string | undefined> => {
    const ownerId = ownerOf(state);
    const denied = await denialFor(directory, type, actor, ownerId);
    if (denied !== undefined || !answeredBySecrets.includes(type)) return denied;
    return denialFor(directory, 'ReadNegotiation', actor, ownerId);
  };

const informing =
  (ports: NegotiationPorts) =>
  async (request: Asked, state: Negotiation): Promise<CommandRequest<InformedNegotiationCommand>> => {
    const { command, actor } = request;
    const known = { persons: personsOf(actor), ...(await openedSecrets(ports, request, state)) };
    return { ...request, command: { ...command, known } };
  };

/** Decides commands on negotiations, with authority checked against the owner of the deal. */
export const negotiationCommands = (ports: NegotiationPorts): CommandHandler<NegotiationCommand> => {
  const { store, codec, clock } = ports;
  return commandHandler<Negotiation, InformedNegotiationCommand, NegotiationEvent, NegotiationCommand>({
    store,
    codec: codecOf<NegotiationEvent>(codec),
    decider: negotiation,
    exists: ({ status }) => status !== 'unknown',
    creates: ['OpenNegotiation'],
    authorize: authorizing(ports),
    inform: informing(ports),
    ...(clock && { clock }),
  });
};
