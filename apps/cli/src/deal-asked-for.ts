import { Refused, UserError, type Client } from '#terminal';

const isPosition = (text: string): boolean => /^\d+$/.test(text) || /^[^:]+:\d+$/.test(text);

/** A moment of the past: a position of the ledger, or all that was on record at a time. */
export type Moment = { readonly position: string } | { readonly time: string };

/** A ledger position as it is given; a time as RFC 3339, or a date, which means its end in UTC. */
export const momentOf = (text: string): Moment => {
  if (isPosition(text)) return { position: text };
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (Number.isNaN(time.getTime()))
    throw new UserError(`--as-of ${text} is neither a position nor a time`, 'for example 120, 2026-03-31 or 2026-03-31T08:00:00Z');
  return { time: time.toISOString() };
};

/** The deal's id as the server knows it; an imported deal may be named as its source names it. Throws what the server answers to an unknown one. */
export const dealNamed = async (client: Client, deal: string): Promise<string> => {
  const known = await client.get(`/v1/deals/${encodeURIComponent(deal)}/as-of`).catch((error: unknown) => error);
  if (!(known instanceof Refused)) return deal;
  const { items } = await client.get<{ items: readonly { opportunityId: string }[] }>('/v1/opportunities', { externalId: deal });
  const [found, ...more] = items.map(({ opportunityId }) => opportunityId);
  if (found === undefined) throw known;
  if (more.length > 0) throw new UserError(`several sources have a deal ${deal}`, `name one of them: ${[found, ...more].join(', ')}`);
  return found;
};
