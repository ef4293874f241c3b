import { andThen, latest, type Aggregate, type Awaitable, type Codec, type EventStore, type Instant, type Noticing } from '#eventsourcing';
import { codecOf, type AnyEvent, type DefinitionEvent, type DefinitionKind, type StandardEvent } from '#event-contracts';
import { defineProcess, rulebookBefore, variantId, type ContentsOf, type Definition, type ProcessDefinition, type Rulebook } from '#rules';
import { definition } from '../domain/definition.decider.ts';
import { inForceAt, type DefinitionState, type PublishedVersion } from '../domain/definition.state.ts';
import { standard, standardAt, type Standard } from '../domain/standard.decider.ts';
import { definitionStream, standardStream } from './streams.ts';

/** A rulebook that can be told that a stream has news. */
export interface FreshRulebook extends Rulebook, Noticing {
  isPublished(kind: DefinitionKind, id: string): Promise<boolean>;
  /** The versions that stand in the definition's stream, in order. */
  publishedByStream(kind: DefinitionKind, id: string): Promise<readonly PublishedVersion[]>;
}

export interface RulebookOptions {
  /** How long what was read is trusted, in milliseconds: how late the news of another process may be. */
  readonly trustedFor?: number;
  /** How many definitions are kept. */
  readonly capacity?: number;
  /** What answers where no stream does: what was in force before definitions were kept in streams. */
  readonly before?: Rulebook;
}

const nameOf = /^(?<id>.+)@(?<version>\d+)#[0-9a-f]{64}$/;

const asProcess = ({ contents }: Definition<'process'>): ProcessDefinition => defineProcess(contents);

const definitionOf = <K extends DefinitionKind>(kind: K, id: string, published: PublishedVersion): Definition<K> => ({
  ...{ kind, id, version: published.version, sha256: published.sha256, effectiveFrom: published.effectiveFrom },
  contents: published.contents as ContentsOf<K>,
});

/** What is published is one definition for ever: each is made once, for every command asks for several. */
const definitionsMade = () => {
  const made = new WeakMap<PublishedVersion, Definition<DefinitionKind>>();
  return <K extends DefinitionKind>(kind: K, id: string, published: PublishedVersion | undefined): Definition<K> | undefined => {
    if (!published) return undefined;
    const known = made.get(published) ?? definitionOf(kind, id, published);
    made.set(published, known);
    return known as Definition<K>;
  };
};

const publishedBy = ({ state }: Aggregate<DefinitionState>): readonly PublishedVersion[] =>
  state.status === 'known' ? state.published : [];

/**
 * The rules in force, read from the streams of definitions. No list of them is needed: the id of a variant is made of its process's id and its
 * segment. It always sees what this process accepted, and what another one accepted within a moment; what a case was pinned to, the case
 * itself remembers.
 */
export const definitionsRulebook = (
  store: Pick<EventStore, 'read'>,
  codec: Codec<AnyEvent>,
  { trustedFor: ttl = 1_000, capacity: max = 1_000, before = rulebookBefore }: RulebookOptions = {},
): FreshRulebook => {
  const definitions = latest<DefinitionState, DefinitionEvent>(store, codecOf<DefinitionEvent>(codec), definition, { ttl, max });
  const standards = latest<Standard, StandardEvent>(store, codecOf<StandardEvent>(codec), standard, { ttl, max: 1 });
  /** What is published under a whole name never changes. */
  const named = new Map<string, ProcessDefinition>();

  const found = definitionsMade();

  const publishedIn = (kind: DefinitionKind, id: string, anew = false): Awaitable<readonly PublishedVersion[]> =>
    andThen(definitions.of(definitionStream(kind, id), anew), publishedBy);

  /** What is not found may have been published a moment ago, elsewhere. */
  const version = async <K extends DefinitionKind>(kind: K, id: string, asked: number): Promise<Definition<K> | undefined> => {
    const among = (published: readonly PublishedVersion[]) =>
      found(
        kind,
        id,
        published.find((each) => each.version === asked),
      );
    return among(await publishedIn(kind, id)) ?? among(await publishedIn(kind, id, true)) ?? before.version(kind, id, asked);
  };

  const inForce = <K extends DefinitionKind>(kind: K, id: string, at: Instant): Awaitable<Definition<K> | undefined> =>
    andThen(publishedIn(kind, id), (published) => found(kind, id, inForceAt(published, at)) ?? before.inForce(kind, id, at));

  const process = (processVersion: string): Awaitable<ProcessDefinition | undefined> =>
    named.get(processVersion) ?? andThen(before.process(processVersion), (known) => known ?? processRead(processVersion));

  const processRead = async (processVersion: string): Promise<ProcessDefinition | undefined> => {
    const { id, version: asked } = nameOf.exec(processVersion)?.groups ?? {};
    const read = id === undefined ? undefined : await version('process', id, Number(asked));
    const defined = read && asProcess(read);
    if (defined?.processVersion !== processVersion) return undefined;
    named.set(processVersion, defined);
    return defined;
  };

  const processInForce: Rulebook['processInForce'] = async ({ id: asked, segment }, at) => {
    const id = asked ?? standardAt((await standards.of(standardStream)).state, at);
    const variant = segment === undefined || segment === 'standard' ? undefined : await inForce('process', variantId(id, segment), at);
    const chosen = variant ?? (await inForce('process', id, at));
    return chosen && asProcess(chosen);
  };

  return {
    process,
    processInForce,
    inForce,
    version,
    isPublished: async (kind, id) => (await publishedIn(kind, id)).length > 0 || (await before.version(kind, id, 1)) !== undefined,
    publishedByStream: async (kind, id) => publishedIn(kind, id, true),
    noticed: (stream) => {
      definitions.forget(stream);
      standards.forget(stream);
    },
  };
};
