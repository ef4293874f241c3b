import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { ContractTerm, NegotiatedTerm, TermDifference, ToldTerm } from '#event-contracts';
import { differences, isInWords, same, statementsApart } from '#rules';
import type { Chapter, Contract, ContractRefusal, Data, Draft, Known, Outcome } from './contract.state.ts';
import { completing } from './readiness.ts';

/** L151. */
export type RequestLegalReview = Command<'RequestLegalReview', { readonly contractId: string }>;
/** L151, L275. Names the content that was read. */
export type CompleteLegalReview = Command<'CompleteLegalReview', Data<'LegalReviewCompleted'>>;
/** L156. */
export type CompleteFinanceReview = Command<'CompleteFinanceReview', Data<'FinanceReviewCompleted'>>;
/** L153. Given by the process that reads the deal; terms come as they were told there. */
export type NoteNegotiatedTerms = Command<
  'NoteNegotiatedTerms',
  Omit<Data<'NegotiatedTermsNoted'>, 'terms' | 'statements'> & { readonly terms: readonly ToldTerm[] }
>;
/** L153. Names the content that was read; in what it differs from what was agreed is reckoned. */
export type ReconcileContractText = Command<'ReconcileContractText', { readonly contractId: string; readonly contentSha256: string }>;

export type ReviewCommand = RequestLegalReview | CompleteLegalReview | CompleteFinanceReview | NoteNegotiatedTerms | ReconcileContractText;

type Refused = Refusal<ContractRefusal> | undefined;

/** Nobody judges other content than there is. */
export const otherContent = (contentSha256: string, current: string): Refused =>
  contentSha256 === current ? undefined : refuse('ContentDiffers', { contentSha256, currentSha256: current }, ['look at it as it stands']);

/** What a second person has to do is not done by an owner of the deal. */
export const ownDeal = ({ owners }: Contract, { persons }: Known): Refused =>
  persons.some((person) => owners.includes(person)) ? refuse('OwnDeal', {}, ['ask someone who never owned the deal']) : undefined;

const ownWork = ({ writers }: Contract, { persons }: Known): Refused =>
  persons.some((person) => writers.includes(person)) ? refuse('OwnWork', {}, ['ask someone who did not write it']) : undefined;

/** The contract as it stands, in the house, read by a second person. */
const readBy = (contract: Contract, contentSha256: string): { readonly draft: Draft } | { readonly refused: Refusal<ContractRefusal> } => {
  const { draft, status } = contract;
  if (!draft) return { refused: refuse('NotDrafted', {}, ['DraftContract']) };
  if (status === 'withCustomer') return { refused: refuse('ContractOut', { status }, ['RecallContract']) };
  const refused = otherContent(contentSha256, draft.contentSha256);
  return refused ? { refused } : { draft };
};

const request = (_given: RequestLegalReview['data'], { draft, legalRequested, opened }: Contract): Outcome => {
  if (!draft) return refuse('NotDrafted', {}, ['DraftContract']);
  const { contentSha256 } = draft;
  return legalRequested === contentSha256
    ? accept()
    : accept({ type: 'LegalReviewRequested', data: { contractId: opened.contractId, contentSha256 } });
};

/** Accepted is what nothing that blocks was found in. */
const blocked = ({ result, findings }: Data<'LegalReviewCompleted'>): Refused => {
  const blocking = findings.filter(({ severity }) => severity === 'blocking').map(({ findingId }) => findingId);
  return result === 'accepted' && blocking.length > 0
    ? refuse('FindingBlocks', { findings: blocking }, ['have the contract changed'])
    : undefined;
};

const completed =
  <T extends 'LegalReviewCompleted' | 'FinanceReviewCompleted'>(type: T, earlier: (contract: Contract) => Data<T> | null) =>
  (given: Data<T>, contract: Contract, known: Known): Outcome => {
    if (same(earlier(contract), given)) return accept();
    const read = readBy(contract, given.contentSha256);
    if ('refused' in read) return read.refused;
    return ownDeal(contract, known) ?? ownWork(contract, known) ?? blocked(given) ?? completing({ type, data: given }, contract);
  };

const noteTerms = (told: NoteNegotiatedTerms['data'], { negotiated }: Contract): Outcome => {
  const given = statementsApart(told);
  return same(negotiated, given) ? accept() : accept({ type: 'NegotiatedTermsNoted', data: given });
};

/** In what a term is written otherwise than it was agreed. */
const writtenOtherwise = (agreed: NegotiatedTerm, written: ContractTerm, digests: Known['statementDigests']): readonly string[] => {
  const { statementDigest: _words, ...figures } = agreed;
  const { statement, ...writtenFigures } = written;
  const sameWords = isInWords(agreed, statement, digests[written.termId]);
  return [...(sameWords ? [] : ['statement']), ...differences(figures, writtenFigures)];
};

/** Each agreed term stands in the contract as it was agreed, and nothing does that was not. */
const differencesOf = (
  agreed: readonly NegotiatedTerm[],
  text: readonly ContractTerm[],
  { statementDigests }: Known,
): readonly TermDifference[] => {
  const found = agreed.flatMap((term): TermDifference[] => {
    const { termId } = term;
    const written = text.find((other) => other.termId === termId);
    if (!written) return [{ termId, kind: 'missing' }];
    const fields = [...writtenOtherwise(term, written, statementDigests)];
    return fields.length > 0 ? [{ termId, kind: 'differs', fields }] : [];
  });
  const unknown = text.filter(({ termId }) => !agreed.some((term) => term.termId === termId));
  return [...found, ...unknown.map(({ termId }): TermDifference => ({ termId, kind: 'notAgreed' }))];
};

/** The price and the time to pay that were agreed are those of the contract, too: the last word on each counts. */
const figuresOf = (agreed: readonly NegotiatedTerm[], { amount, paymentDays }: Draft): readonly TermDifference[] => {
  const price = agreed.findLast((term) => term.price !== undefined);
  const payment = agreed.findLast((term) => term.paymentDays !== undefined);
  const differing: readonly (readonly [NegotiatedTerm | undefined, string, boolean])[] = [
    [price, 'amount', !price || same(price.price, amount)],
    [payment, 'instalments', !payment || payment.paymentDays === paymentDays],
  ];
  return differing.flatMap(([term, field, agrees]): TermDifference[] =>
    term && !agrees ? [{ termId: term.termId, kind: 'differs', fields: [field] }] : [],
  );
};

const reconcile = ({ contractId, contentSha256 }: ReconcileContractText['data'], contract: Contract, known: Known): Outcome => {
  const { negotiated, reconciled } = contract;
  const read = readBy(contract, contentSha256);
  if ('refused' in read) return read.refused;
  if (!negotiated) return refuse('TermsNotNegotiated', {}, ['ConcludeNegotiation']);
  const own = ownWork(contract, known);
  if (own) return own;
  const { terms, negotiationId, termsSha256 } = negotiated;
  const found = [...differencesOf(terms, read.draft.terms, known), ...figuresOf(terms, read.draft)];
  const data = { contractId, negotiationId, termsSha256, contentSha256, differences: found };
  return same(reconciled, data) ? accept() : completing({ type: 'ContractTextReconciled', data }, contract);
};

/** What second persons look at before a contract leaves the house (L151, L153, L156, L275). */
export const reviews: Chapter<ReviewCommand> = {
  RequestLegalReview: request,
  CompleteLegalReview: completed('LegalReviewCompleted', ({ legal }) => legal),
  CompleteFinanceReview: completed('FinanceReviewCompleted', ({ finance }) => finance),
  NoteNegotiatedTerms: noteTerms,
  ReconcileContractText: reconcile,
};
