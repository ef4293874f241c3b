import {
  commandHandler,
  noticing,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type Instant,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type DefinitionEvent } from '#event-contracts';
import { denialFor, lastVersionBefore, personsOf, principalOf, type AuthorityLookup, type Definition, type Surroundings } from '#rules';
import type { DefinitionCommand, InformedDefinitionCommand } from '../domain/definition-command.ts';
import { definition } from '../domain/definition.decider.ts';
import { kinded, type DefinitionState } from '../domain/definition.state.ts';
import type { FreshRulebook } from './rulebook.ts';

export interface DefinitionPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly rulebook: FreshRulebook;
  readonly directory: AuthorityLookup;
  /** What may be asked of leads and deals. */
  readonly vocabularies: Surroundings['vocabularies'];
  /** Roles that an active user holds. */
  readonly heldRoles: () => Promise<ReadonlySet<string>>;
  readonly clock?: Clock;
}

type Asked = CommandRequest<DefinitionCommand>;
type Ports = Pick<DefinitionPorts, 'rulebook' | 'vocabularies' | 'heldRoles'>;

type Ends = readonly { readonly id: string; readonly version: number }[];

const processesOf = async (rulebook: Pick<FreshRulebook, 'version'>, ends: Ends): Promise<readonly Definition<'process'>[]> => {
  const found = await Promise.all(ends.map(({ id, version }) => rulebook.version('process', id, version)));
  return found.filter((each) => each !== undefined);
};

/** What is to be published names other things: they are looked up. At the founding nobody is registered yet, so roles are not asked for. */
const aroundOf = async (ports: Ports, { command, actor }: Asked, state: DefinitionState): Promise<Surroundings> => {
  const { vocabularies, rulebook, heldRoles } = ports;
  const draft = state.status === 'known' ? state.draft : null;
  if (command.type !== 'PublishDefinition' || state.status !== 'known' || !draft)
    return { vocabularies, isProcess: () => false, publishedProcess: () => undefined };
  const said = kinded(state.kind, draft.contents);
  const parent = said.kind === 'process' ? said.contents.variant?.of : undefined;
  const known = parent !== undefined && (await rulebook.isPublished('process', parent));
  const ends = said.kind === 'processMigration' ? await processesOf(rulebook, [said.contents.from, said.contents.to]) : [];
  return {
    vocabularies,
    publishedProcess: (id, version) => ends.find((each) => each.id === id && each.version === version),
    isProcess: (id) => known && id === parent,
    ...(actor.channel !== 'bootstrap' && { heldRoles: await heldRoles() }),
  };
};

const informing =
  (ports: Ports) =>
  async (request: Asked, state: DefinitionState, now: Instant): Promise<CommandRequest<InformedDefinitionCommand>> => {
    const { command, actor, occurredAt } = request;
    const known = {
      userId: principalOf(actor),
      persons: personsOf(actor),
      roles: actor.rolesAtThatTime,
      founding: actor.channel === 'bootstrap',
      at: occurredAt ?? now,
      now,
      lastBefore: lastVersionBefore(command.data.kind, command.data.id),
      around: await aroundOf(ports, request, state),
    };
    return { ...request, command: { ...command, known } };
  };

/** Decides commands on definitions, and tells the rulebook once one is answered, or its outcome is unknown. */
export const definitionCommands = (ports: DefinitionPorts): CommandHandler<DefinitionCommand> => {
  const { store, codec, rulebook, directory, clock } = ports;
  const handle = commandHandler<DefinitionState, InformedDefinitionCommand, DefinitionEvent, DefinitionCommand>({
    store,
    codec: codecOf<DefinitionEvent>(codec),
    decider: definition,
    exists: ({ status }) => status !== 'unknown',
    creates: ['DraftDefinition'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, null),
    inform: informing(ports),
    ...(clock && { clock }),
  });
  return noticing(rulebook, handle);
};
