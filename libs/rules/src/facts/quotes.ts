import type { CalendarDate, Instant } from '#eventsourcing';
import { canonicalBytes, sha256Hex } from '#event-contracts';
import type { DealFacts } from './deal-facts.ts';
import { listed } from './gathering.ts';

type Drafts = Pick<DealFacts, 'quoteDrafts' | 'quoteRevisions'>;
type Quotes = Drafts & Pick<DealFacts, 'quotesIssued' | 'quoteWithdrawals'>;
type QuoteVersion = DealFacts['quoteDrafts'][string] | DealFacts['quoteRevisions'][string];
type IssuedQuote = DealFacts['quotesIssued'][string];

/** A quote in its latest version, issued or not. */
export const latestVersionOfQuote = ({ quoteDrafts, quoteRevisions }: Drafts, quoteId: string): QuoteVersion | undefined =>
  quoteRevisions[quoteId] ?? quoteDrafts[quoteId];

/** A quote as it was last issued, unless that was withdrawn. */
export const issuedQuote = ({ quotesIssued, quoteWithdrawals }: Quotes, quoteId: string): IssuedQuote | undefined => {
  const issued = quotesIssued[quoteId];
  return issued && quoteWithdrawals[quoteId]?.data.version === issued.data.version ? undefined : issued;
};

/** The quote that the customer has: of all that were issued and not withdrawn, the last one. */
export const standingQuote = (facts: Quotes): IssuedQuote | undefined =>
  listed(facts.quotesIssued).findLast(({ data: { quoteId } }) => issuedQuote(facts, quoteId) !== undefined);

/** Whether a quote was changed after it was issued: what the customer has is then no longer what is meant. */
export const isSuperseded = (facts: Drafts, { data: { quoteId, version } }: IssuedQuote): boolean =>
  latestVersionOfQuote(facts, quoteId)?.data.version !== version;

/** The day of an instant by UTC, as all days of deals are reckoned. */
export const dayOf = (instant: Instant): CalendarDate => instant.slice(0, 10);

/** A quote binds through the whole of its last day; that it has expired is nowhere stated, it follows. */
export const hasExpired = ({ validUntil }: { readonly validUntil: CalendarDate }, now: Instant): boolean => dayOf(now) > validUntil;

/** SHA-256 of a version's open content, by RFC 8785: what was reckoned, not what it costs. */
export const quoteContentSha256 = ({ data }: Pick<QuoteVersion, 'data'>): string => {
  const { costs: _sealed, ...content } = data;
  const { reason: _why, ...stated } = content as typeof content & { reason?: string };
  return sha256Hex(canonicalBytes(stated));
};
