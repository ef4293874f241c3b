import { latest, type Codec, type EventStore, type Instant, type Noticing } from '#eventsourcing';
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

const found = <K extends DefinitionKind>(kind: K, id: string, published: PublishedVersion | undefined): Definition<K> | undefined =>
  published && {
    ...{ kind, id, version: published.version, sha256: published.sha256, effectiveFrom: published.effectiveFrom },
    contents: published.contents as ContentsOf<K>,
  };

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

  const publishedIn = async (kind: DefinitionKind, id: string, anew = false): Promise<readonly PublishedVersion[]> => {
    const { state } = await definitions.of(definitionStream(kind, id), anew);
    return state.status === 'known' ? state.published : [];
  };

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

  const inForce = async <K extends DefinitionKind>(kind: K, id: string, at: Instant): Promise<Definition<K> | undefined> =>
    found(kind, id, inForceAt(await publishedIn(kind, id), at)) ?? before.inForce(kind, id, at);

  const process = async (processVersion: string): Promise<ProcessDefinition | undefined> => {
    const known = named.get(processVersion) ?? (await before.process(processVersion));
    if (known) return known;
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
    publishedByStream: (kind, id) => publishedIn(kind, id, true),
    noticed: (stream) => {
      definitions.forget(stream);
      standards.forget(stream);
    },
  };
};
