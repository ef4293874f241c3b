import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { ContractEvent, Money } from '#event-contracts';
import { contractContentSha256, differences, present, same, type Given } from '#rules';
import { overturning } from './approvals.ts';
import { deviationsKept } from './content.ts';
import type { Chapter, Contract, ContractRefusal, Data, Draft, Known, Outcome } from './contract.state.ts';

type GivenContract = Given<
  Pick<Draft, 'contractId' | 'template' | 'document' | 'instalments' | 'delivery' | 'service' | 'clauses' | 'terms'>
>;

/** L273. What the contract is of, and how much, follows from the quote. */
export type DraftContract = Command<'DraftContract', GivenContract>;
/** L151. */
export type ReviseContract = Command<'ReviseContract', GivenContract & { readonly reason: string }>;
/** L188, L275. */
export type RecordClauseDeviation = Command<
  'RecordClauseDeviation',
  Pick<Data<'ContractClauseDeviationRecorded'>, 'contractId' | 'deviationId' | 'clauseId' | 'standard' | 'reason'>
>;

export type DraftingCommand = DraftContract | ReviseContract | RecordClauseDeviation;

type Refused = Refusal<ContractRefusal> | undefined;

/** After sending, the content is the customer's to sign: it is taken back before it changes. */
const changeable = ({ status }: Contract): Refused =>
  status === 'withCustomer' ? refuse('ContractOut', { status }, ['RecallContract']) : undefined;

const namedTwice = ({ instalments, clauses, terms }: GivenContract): Refused => {
  const ids = [
    ...instalments.map(({ instalmentId }) => `instalment ${instalmentId}`),
    ...clauses.map(({ clauseId }) => `clause ${clauseId}`),
    ...terms.map(({ termId }) => `term ${termId}`),
  ];
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  return twice.length > 0 ? refuse('NamedTwice', { ids: twice }, ['give each an id of its own']) : undefined;
};

/** Sums are taken over whole minor units beyond what a number holds exactly. */
const sumOf = (amounts: readonly Money[]): bigint => amounts.reduce((sum, { minor }) => sum + BigInt(minor), 0n);

/** Instalments are the amount, to the cent, in its currency. */
const unequal = ({ instalments }: GivenContract, amount: Money): Refused => {
  const amounts = instalments.map((instalment) => instalment.amount);
  const sound = amounts.every(({ currency }) => currency === amount.currency) && sumOf(amounts) === BigInt(amount.minor);
  return sound ? undefined : refuse('InstalmentsDiffer', { amount, instalments: amounts }, ['give instalments that add up to the amount']);
};

type Content = Omit<Draft, 'version' | 'contentSha256'>;

/** What is given, with what follows from the quote and from the instalments. */
const contentOf = (given: GivenContract, { opened }: Contract): Content => {
  const { opportunityId, quote, amount } = opened;
  const paymentDays = Math.max(...given.instalments.map((instalment) => instalment.paymentDays));
  return { ...present(given), opportunityId, quote, amount, paymentDays };
};

const unsound = (given: GivenContract, contract: Contract, { stored }: Known): Refused => {
  const { sha256 } = given.document;
  return (
    changeable(contract) ??
    namedTwice(given) ??
    unequal(given, contract.opened.amount) ??
    (stored ? undefined : refuse('BytesNotReceived', { sha256 }, ['send the bytes to /v1/documents']))
  );
};

const isAsGiven = (content: Content, { version: _version, contentSha256: _hash, ...draft }: Draft): boolean => same(content, draft);

const versionOf = (content: Content, version: number, contract: Contract): Draft => {
  const next = { ...content, version };
  return { ...next, contentSha256: contractContentSha256(next, deviationsKept(contract, content)) };
};

const draft = (given: DraftContract['data'], contract: Contract, known: Known): Outcome => {
  const content = contentOf(given, contract);
  const { contractId } = given;
  if (contract.draft) return isAsGiven(content, contract.draft) ? accept() : refuse('AlreadyDrafted', { contractId }, ['ReviseContract']);
  return unsound(given, contract, known) ?? accept({ type: 'ContractDrafted', data: versionOf(content, 1, contract) });
};

/** Another version; the same content again is none. What was asked for or granted on the earlier content is overturned in the same append. */
const revise = ({ reason, ...given }: ReviseContract['data'], contract: Contract, known: Known): Outcome => {
  if (!contract.draft) return refuse('NotDrafted', {}, ['DraftContract']);
  const content = contentOf(given, contract);
  if (isAsGiven(content, contract.draft)) return accept();
  const refused = unsound(given, contract, known);
  if (refused) return refused;
  const next = versionOf(content, contract.draft.version + 1, contract);
  return accept<ContractEvent>(
    { type: 'ContractRevised', data: { ...next, reason } },
    ...overturning(contract, 'contentChanged', next.contentSha256),
  );
};

const deviate = (given: RecordClauseDeviation['data'], contract: Contract): Outcome => {
  const { contractId, deviationId, clauseId } = given;
  if (!contract.draft) return refuse('NotDrafted', {}, ['DraftContract']);
  const earlier = contract.deviations.find((deviation) => deviation.deviationId === deviationId);
  if (earlier && differences(given, earlier).every((field) => field === 'contentSha256' || field === 'opportunityId')) return accept();
  if (earlier) return refuse('StatedOtherwise', { deviationId, event: 'ContractClauseDeviationRecorded' }, ['give it an id of its own']);
  const out = changeable(contract);
  if (out) return out;
  if (!contract.draft.clauses.some((clause) => clause.clauseId === clauseId))
    return refuse('NotOnFile', { what: 'clause', ids: [clauseId] }, ['ReviseContract']);
  const { contentSha256: _before, ...content } = contract.draft;
  const { opportunityId } = contract.opened;
  const contentSha256 = contractContentSha256(content, [...contract.deviations, given]);
  const recorded = { ...given, contractId, opportunityId, contentSha256 };
  return accept<ContractEvent>(
    { type: 'ContractClauseDeviationRecorded', data: recorded },
    ...overturning(contract, 'contentChanged', contentSha256),
  );
};

/** The text and what it deviates in (L151, L188, L273, L275). */
export const drafting: Chapter<DraftingCommand> = { DraftContract: draft, ReviseContract: revise, RecordClauseDeviation: deviate };
