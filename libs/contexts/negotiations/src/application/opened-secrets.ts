import type { Actor, CommandRequest, EventStore, KeyVault, StoredEvent } from '#eventsourcing';
import { sealedPartsOf, unsealWith } from '#event-contracts';
import { denialFor, statementDigest, type AuthorityLookup, type Fact } from '#rules';
import { bindingStrategy } from '../domain/limits.ts';
import type { NegotiationCommand } from '../domain/negotiation-command.ts';
import type { kinds, Known, Limits, Negotiation } from '../domain/negotiation.state.ts';
import { agreedTerms } from '../domain/terms.ts';

export interface SecretPorts {
  readonly store: Pick<EventStore, 'read'>;
  readonly directory: AuthorityLookup;
  readonly vault: Pick<KeyVault, 'find'>;
  /** Keyed digest of bytes. */
  readonly digest: (bytes: Buffer) => string;
}

type Secrets = Pick<Known, 'limits' | 'opened' | 'digests'>;
type Begun = Exclude<Negotiation, { status: 'unknown' }>;
type Sealed = Readonly<Record<string, unknown>>;

const nothing: Secrets = { opened: {}, digests: {} };

/** A fact whose sealed part a decision turns on. */
interface Wanted {
  readonly kind: keyof typeof kinds;
  readonly id: string;
  readonly fact: Fact;
}

/** What a stored event seals for those who negotiate; nothing where the key is gone. */
const openedOf = async ({ vault }: SecretPorts, stored: StoredEvent): Promise<Sealed> => {
  const parts = sealedPartsOf(stored).map(async ({ eventId, ...part }) => unsealWith(vault, part, eventId));
  const readable = (await Promise.all(parts)).flatMap((part) => (part.kind === 'readable' ? [part.fields] : []));
  return Object.assign({}, ...readable) as Sealed;
};

/** What a command may say again, or passes on. */
const wantedFor = ({ type, data }: NegotiationCommand, { facts }: Begun): readonly Wanted[] => {
  const one = (kind: Wanted['kind'], id: string): readonly Wanted[] => {
    const fact = facts[kind][id];
    return fact ? [{ kind, id, fact }] : [];
  };
  switch (type) {
    case 'HoldNegotiationRound':
      return one('rounds', data.roundId);
    case 'ProposeNegotiationTerm':
    case 'AgreeNegotiationTerm':
      return one('proposals', data.termId);
    case 'IdentifyContractRisk':
      return one('risks', data.riskId);
    case 'MitigateContractRisk':
      return one('mitigations', data.riskId);
    case 'ConcludeNegotiation':
      return agreedTerms(facts).map((fact) => ({ kind: 'agreements', id: fact.data.termId, fact }));
    default:
      return [];
  }
};

/** Decided by the limits of the strategy that binds. */
const measured: readonly NegotiationCommand['type'][] = ['ProposeNegotiationTerm', 'AgreeNegotiationTerm', 'ConcludeNegotiation'];

/** By whom a fact was stated: what they said themselves, they may say again. */
const isOf = ({ by, through = by }: Fact, { userId }: Actor): boolean => through === userId;

const limitsIn = ({ floor, authorisedDiscountBp }: Partial<Limits>): Pick<Secrets, 'limits'> =>
  floor && authorisedDiscountBp !== undefined ? { limits: { floor, authorisedDiscountBp } } : {};

const gathered = (all: readonly (Wanted & { readonly sealed: Sealed })[]): Known['opened'] => {
  const opened: Partial<Record<Wanted['kind'], Record<string, Sealed>>> = {};
  for (const { kind, id, sealed } of all) opened[kind] = { ...opened[kind], [id]: sealed };
  return opened;
};

/** Digests of what was agreed in words: those that are sealed, and those that were open still. */
const digestsOf = ({ digest }: SecretPorts, all: readonly (Wanted & { readonly sealed: Sealed })[]): Known['digests'] =>
  Object.fromEntries(
    all.flatMap(({ kind, id: termId, fact, sealed }) => {
      const { negotiationId, statement } = { ...(fact.data as { negotiationId: string; statement?: string }), ...sealed };
      return kind === 'agreements' && statement !== undefined
        ? [[termId, statementDigest(digest, { negotiationId, termId, statement })] as const]
        : [];
    }),
  );

/**
 * Opens for one decision what a negotiation's stream seals, as far as the decision turns on it: the limits of the strategy that binds, a price that was
 * proposed, what was said before under the same id, what was agreed in words. It is neither kept with the folded stream nor part of any answer: the server
 * holds a price against the floor, and nobody learns the floor from it. Whoever may not read what is negotiated has only their own words opened: else they
 * would find those of others by trying.
 */
export const openedSecrets = async (
  ports: SecretPorts,
  { stream, command, actor }: CommandRequest<NegotiationCommand>,
  negotiation: Negotiation,
): Promise<Secrets> => {
  if (negotiation.status === 'unknown') return nothing;
  const binding = measured.includes(command.type) ? bindingStrategy(negotiation) : undefined;
  const said = wantedFor(command, negotiation);
  if (said.length === 0 && !binding) return nothing;
  const mayRead = (await denialFor(ports.directory, 'ReadNegotiation', actor, negotiation.ownerId)) === undefined;
  const strategy = mayRead ? binding : undefined;
  const wanted = said.filter(({ fact }) => mayRead || isOf(fact, actor));
  const revisions = [...(strategy ? [strategy] : []), ...wanted.map(({ fact }) => fact)].map(({ revision }) => revision);
  if (revisions.length === 0) return nothing;
  const events = await ports.store.read(stream, Math.min(...revisions));
  const at = async (revision: number): Promise<Sealed> => {
    const stored = events.find((event) => event.revision === revision);
    return stored ? openedOf(ports, stored) : {};
  };
  const opened = await Promise.all(wanted.map(async (each) => ({ ...each, sealed: await at(each.fact.revision) })));
  return {
    ...{ opened: gathered(opened), digests: digestsOf(ports, opened) },
    ...(strategy && limitsIn(await at(strategy.revision))),
  };
};
