import { accept, refuse, type Command } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import {
  hasExpired,
  issuedQuote,
  latestVersionOfQuote,
  present,
  quoteContentSha256,
  reckon,
  reckonCosts,
  same,
  type GivenLine,
  type Given,
  type UnitCost,
} from '#rules';
import { quoteAllowed } from './allowance.ts';
import { onFile, type Chapter, type Known } from './chapter.ts';
import { voidingCommissions } from './commissions.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { solutionDesigned } from './solution-references.ts';

type Drafted = Data<'QuoteDrafted'>;
type GivenQuote = Given<
  Pick<Drafted, 'opportunityId' | 'quoteId' | 'solutionId' | 'solutionVersion' | 'currency' | 'validUntil' | 'terms' | 'paymentDays'>
> & {
  readonly lines: readonly GivenLine[];
  /** Of every line, or of none; restricted. */
  readonly unitCosts?: readonly UnitCost[] | undefined;
};

/** L41, L139, L258: every amount that follows from others is reckoned by the server. */
export type DraftQuote = Command<'DraftQuote', GivenQuote>;
/** L262. */
export type ReviseQuote = Command<'ReviseQuote', GivenQuote & { readonly reason?: string | undefined }>;
/** L139: the version that is given to the customer; it has to be the latest one. */
export type IssueQuote = Command<'IssueQuote', Given<Pick<Data<'QuoteIssued'>, 'opportunityId' | 'quoteId' | 'version' | 'documentId'>>>;
export type WithdrawQuote = Command<'WithdrawQuote', Pick<Data<'QuoteWithdrawn'>, 'opportunityId' | 'quoteId' | 'reason'>>;

export type QuoteCommand = DraftQuote | ReviseQuote | IssueQuote | WithdrawQuote;

type Content = Omit<Drafted, 'version'>;

const issueIt = ['IssueQuote'];

/** A quote reckoned up, or why it cannot be; the reason tells nothing of costs. */
const contentOf = ({ lines, unitCosts, ...given }: GivenQuote): { readonly content: Content } | { readonly outcome: Outcome } => {
  const reckoned = reckon(lines.map(present), given.currency);
  if ('unsound' in reckoned)
    return { outcome: refuse('QuoteLinesUnsound', { ...reckoned.unsound }, ['give lines that can be reckoned up']) };
  const costs = unitCosts && reckonCosts(reckoned.lines, unitCosts);
  if (unitCosts && !costs) return { outcome: refuse('QuoteCostsUnsound', {}, ['give the costs of every line once, or of none']) };
  return { content: { ...present(given), ...reckoned, ...present({ costs }) } as unknown as Content };
};

/** What can be compared: costs are sealed, and a version is not part of what it is a version of. */
const comparable = (data: Partial<Data<'QuoteRevised'>>): object => {
  const { version: _version, reason: _reason, costs: _costs, ...content } = data;
  return content;
};

const draft = (given: DraftQuote['data'], deal: OpenDeal): Outcome => {
  const { facts } = deal;
  const { quoteId } = given;
  const reckoned = contentOf(given);
  if ('outcome' in reckoned) return reckoned.outcome;
  const { content } = reckoned;
  const earlier = facts.quoteDrafts[quoteId];
  if (!earlier) return solutionDesigned(deal, given) ?? accept({ type: 'QuoteDrafted', data: { ...content, version: 1 } });
  return same(comparable(content), comparable(earlier.data))
    ? accept()
    : refuse('StatedOtherwise', { quoteId, event: 'QuoteDrafted' }, ['ReviseQuote']);
};

/** Another version; the same content again is none, unless costs are given, which cannot be compared. */
const revise = ({ reason, ...given }: ReviseQuote['data'], deal: OpenDeal): Outcome => {
  const { facts } = deal;
  const earlier = latestVersionOfQuote(facts, given.quoteId)?.data;
  if (!earlier) return refuse('NotOnFile', { what: 'quote', ids: [given.quoteId] }, ['DraftQuote']);
  const reckoned = contentOf(given);
  if ('outcome' in reckoned) return reckoned.outcome;
  const { content } = reckoned;
  if (!content.costs && same(comparable(content), comparable(earlier))) return accept();
  const revised = { ...content, version: earlier.version + 1, ...present({ reason }) };
  return (
    solutionDesigned(deal, given) ??
    accept<OpportunityEvent>({ type: 'QuoteRevised', data: revised }, ...voidingCommissions(facts, given.quoteId, 'quoteRevised'))
  );
};

/** L139, L149, L156, L188: in time, and nobody gives away more than they may, nor other terms. */
const issueAnew = (issued: Data<'QuoteIssued'>, deal: OpenDeal, known: Known): Outcome => {
  const { quoteId, validUntil, documentId } = issued;
  if (hasExpired(issued, known.now)) return refuse('QuoteExpired', { quoteId, validUntil }, ['ReviseQuote']);
  const unknown = onFile('document', deal.facts.documents, [documentId], 'AttachDocument');
  if (unknown) return unknown;
  const allowed = quoteAllowed(deal, quoteId, known);
  return 'refusal' in allowed ? allowed.refusal : accept({ type: 'QuoteIssued', data: { ...issued, ...allowed } });
};

/** By what it was allowed is not stated by who issues it. */
const asIssued = ({ authority: _found, terms: _allowed, ...issued }: Data<'QuoteIssued'>): object => issued;

const issue = (given: IssueQuote['data'], deal: OpenDeal, known: Known): Outcome => {
  const { facts } = deal;
  const { opportunityId, quoteId, version, documentId } = given;
  const latest = latestVersionOfQuote(facts, quoteId);
  if (!latest) return refuse('NotOnFile', { what: 'quote', ids: [quoteId] }, ['DraftQuote']);
  const { validUntil, totals } = latest.data;
  if (version !== latest.data.version)
    return refuse('QuoteSuperseded', { quoteId, version, latest: latest.data.version }, ['issue the latest version']);
  const content = { opportunityId, quoteId, version, contentSha256: quoteContentSha256(latest), net: totals.net, validUntil };
  const issued = { ...content, ...present({ documentId }) };
  const earlier = facts.quotesIssued[quoteId]?.data;
  if (earlier?.version === version)
    return same(asIssued(earlier), issued) && issuedQuote(facts, quoteId)
      ? accept()
      : refuse('StatedOtherwise', { quoteId, event: 'QuoteIssued' }, ['ReviseQuote']);
  return issueAnew(issued, deal, known);
};

const withdraw = ({ opportunityId, quoteId, reason }: WithdrawQuote['data'], { facts }: OpenDeal): Outcome => {
  const issued = issuedQuote(facts, quoteId);
  if (issued) {
    const data = { opportunityId, quoteId, version: issued.data.version, reason };
    return accept<OpportunityEvent>({ type: 'QuoteWithdrawn', data }, ...voidingCommissions(facts, quoteId, 'quoteWithdrawn'));
  }
  return facts.quoteWithdrawals[quoteId]?.data.reason === reason ? accept() : refuse('QuoteNotIssued', { quoteId }, issueIt);
};

/** Refuses a quote that does not bind now: one that was not issued, was changed since, or has expired. */
export const bindingQuote = (
  quoteId: string,
  { facts }: Pick<OpenDeal, 'facts'>,
  { now }: Known,
): { readonly issued: Data<'QuoteIssued'> } | { readonly outcome: Outcome } => {
  const issued = issuedQuote(facts, quoteId)?.data;
  if (!issued) return { outcome: refuse('QuoteNotIssued', { quoteId }, issueIt) };
  const latest = latestVersionOfQuote(facts, quoteId)?.data.version;
  if (latest !== issued.version) return { outcome: refuse('QuoteSuperseded', { quoteId, version: issued.version, latest }, issueIt) };
  return hasExpired(issued, now)
    ? { outcome: refuse('QuoteExpired', { quoteId, validUntil: issued.validUntil }, ['ReviseQuote']) }
    : { issued };
};

/** What an event names of a quote that it is bound to. */
export const referenceTo = ({ quoteId, version, contentSha256 }: Data<'QuoteIssued'>): NonNullable<Data<'ProposalSubmitted'>['quote']> => ({
  quoteId,
  version,
  contentSha256,
});

/** Quotes in versions (L41, L139, L258, L262). */
export const quotes: Chapter<QuoteCommand> = { DraftQuote: draft, ReviseQuote: revise, IssueQuote: issue, WithdrawQuote: withdraw };
