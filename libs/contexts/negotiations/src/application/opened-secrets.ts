import type { EventStore, KeyVault, StoredEvent, StreamId } from '#eventsourcing';
import { sealedPartsOf, unsealWith, type Money } from '#event-contracts';
import { bindingStrategy } from '../domain/limits.ts';
import type { Known, Limits, OpenNegotiation } from '../domain/negotiation.state.ts';

export interface SecretPorts {
  readonly store: Pick<EventStore, 'read'>;
  readonly vault: Pick<KeyVault, 'find'>;
}

type Secrets = Pick<Known, 'limits' | 'prices'>;

/** What a stored event seals for those who negotiate; nothing where the key is gone. */
const openedOf = async ({ vault }: SecretPorts, stored: StoredEvent): Promise<Readonly<Record<string, unknown>>> => {
  const parts = sealedPartsOf(stored).map(async ({ eventId, ...part }) => unsealWith(vault, part, eventId));
  const readable = (await Promise.all(parts)).flatMap((part) => (part.kind === 'readable' ? [part.fields] : []));
  return Object.assign({}, ...readable) as Readonly<Record<string, unknown>>;
};

const limitsIn = ({ floor, authorisedDiscountBp }: Partial<Limits>): Pick<Secrets, 'limits'> =>
  floor && authorisedDiscountBp !== undefined ? { limits: { floor, authorisedDiscountBp } } : {};

/**
 * Opens for one decision what a negotiation's stream seals: the limits of the strategy that binds, and the prices that were proposed. They are neither
 * kept with the folded stream nor part of any answer: the server holds a price against the floor, and nobody learns the floor from it.
 */
export const openedSecrets = async (ports: SecretPorts, stream: StreamId, negotiation: OpenNegotiation): Promise<Secrets> => {
  const strategy = bindingStrategy(negotiation);
  const priced = Object.values(negotiation.facts.proposals).filter(({ data }) => data.topic === 'price');
  const wanted = [...(strategy ? [strategy] : []), ...priced];
  if (wanted.length === 0) return { prices: {} };
  const first = Math.min(...wanted.map(({ revision }) => revision));
  const events = await ports.store.read(stream, first);
  const at = async (revision: number): Promise<Readonly<Record<string, unknown>>> => {
    const stored = events.find((event) => event.revision === revision);
    return stored ? openedOf(ports, stored) : {};
  };
  const prices = await Promise.all(
    priced.map(async ({ revision, data: { termId } }) => [termId, (await at(revision)).price as Money | undefined] as const),
  );
  const known = Object.fromEntries(prices.flatMap(([termId, price]) => (price ? [[termId, price] as const] : [])));
  return { prices: known, ...(strategy && limitsIn(await at(strategy.revision))) };
};
