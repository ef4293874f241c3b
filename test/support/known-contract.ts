import type { Decider } from '#eventsourcing';
import { sha256Hex, type ContractEvent, type ContractTerm, type NegotiatedTerm } from '#event-contracts';
import { foldAll, type Happened } from '#eventsourcing/testing';
import {
  contract,
  type ContractCommand,
  type ContractRefusal,
  type ContractState,
  type DraftContract,
  type InformedContractCommand,
  type KnownOfContract,
} from '#contracts';
import { defaultCalendar, salesProcess, statementDigest, termsSha256 } from '#rules';

type SoughtApproval = Extract<ContractEvent, { type: 'ContractApprovalSought' }>['data'];

/** A command on a contract as a test gives it; `by` acts, and what else it does not say is looked up as {@link knownOfContract} has it. */
export type AskedOfContract = ContractCommand & { readonly by?: string; readonly known?: Partial<KnownOfContract> };

/** What the application would have looked up: the owner `rep1` asks on Monday, 1 June 2026, and the server has the bytes. */
export const knownOfContract: KnownOfContract = {
  ...{ persons: ['rep1'], userId: 'rep1', dealOwners: [], at: '2026-06-01T08:00:00.000Z' },
  ...{ definition: salesProcess, calendar: defaultCalendar, stored: { size: 1 } },
  statementDigests: {},
};

/** Stands for the keyed digest of the words of a term that was agreed on. */
export const digestOf = (termId: string, statement: string): string =>
  statementDigest((bytes) => sha256Hex(Buffer.concat([Buffer.from('key'), bytes])), { negotiationId: 'n1', termId, statement });

const digestsIn = (state: ContractState): KnownOfContract['statementDigests'] =>
  Object.fromEntries(
    (state.status === 'unknown' ? [] : (state.draft?.terms ?? [])).map(({ termId, statement }) => [termId, digestOf(termId, statement)]),
  );

const informed = ({ by = 'rep1', known, ...command }: AskedOfContract, state: ContractState): InformedContractCommand => ({
  ...command,
  known: { ...knownOfContract, statementDigests: digestsIn(state), persons: [by], userId: by, ...known },
});

/** The decider of contracts, given commands that say only what matters to the test. */
export const contractDecider: Decider<ContractState, AskedOfContract, ContractEvent, ContractRefusal> = {
  ...contract,
  decide: (command, state) => contract.decide(informed(command, state), state),
};

export const contractId = 'k1';
export const sha = (name: string): string => sha256Hex(Buffer.from(name, 'utf8'));
const eur = (minor: number) => ({ minor, currency: 'EUR' });
export const amount = eur(100_000);
const quote = { quoteId: 'q1', version: 1, contentSha256: sha('quote') };
export const source = { eventId: 'x1', stream: 'opportunity-o1', revision: 3 };

export const opening: AskedOfContract = {
  type: 'OpenContract',
  data: { contractId, opportunityId: 'o1', ownerId: 'rep1', owners: ['rep0', 'rep1'], company: 'Acme', quote, amount, source },
};

export const terms: readonly ContractTerm[] = [
  { termId: 't1', topic: 'price', statement: 'all of it', price: amount },
  { termId: 't2', topic: 'payment', statement: 'the rest after a month', paymentDays: 30 },
];

/** What is drafted; `more` is what matters to the test. */
export const text = (more: Partial<DraftContract['data']> = {}): DraftContract['data'] => ({
  contractId,
  template: { documentId: 'standard-contract', version: '3' },
  document: { documentId: 'd1', sha256: sha('document') },
  instalments: [
    { instalmentId: 'i1', amount: eur(30_000), paymentDays: 0, condition: 'on signing' },
    { instalmentId: 'i2', amount: eur(70_000), paymentDays: 30, condition: 'on acceptance' },
  ],
  delivery: 'within eight weeks',
  service: undefined,
  clauses: [{ clauseId: 'c1', title: 'Liability', text: 'up to the price' }],
  terms: [...terms],
  ...more,
});

export const drafting: AskedOfContract = { type: 'DraftContract', data: text() };
export const revising = (more: Partial<DraftContract['data']> = { delivery: 'within ten weeks' }): AskedOfContract => ({
  type: 'ReviseContract',
  data: { ...text(more), reason: 'agreed on anew' },
});
export const deviating: AskedOfContract = {
  type: 'RecordClauseDeviation',
  data: { contractId, deviationId: 'v1', clauseId: 'c1', standard: 'up to half the price', reason: 'their rules' },
};

/** Terms of a contract as the negotiation has told them. */
export const toldOf = (agreed: readonly ContractTerm[]): NegotiatedTerm[] =>
  agreed.map(({ statement, ...term }) => ({ ...term, statementDigest: digestOf(term.termId, statement) }));
export const agreeing: AskedOfContract = {
  type: 'NoteNegotiatedTerms',
  data: { contractId, negotiationId: 'n1', terms: toldOf(terms), termsSha256: termsSha256(toldOf(terms)), source },
};
export const reconciling = (contentSha256: string, by = 'admin1'): AskedOfContract => ({
  type: 'ReconcileContractText',
  data: { contractId, contentSha256 },
  by,
});
const accepted = (contentSha256: string) => ({ contractId, result: 'accepted' as const, findings: [], contentSha256 });
export const legal = (contentSha256: string, by = 'legal1'): AskedOfContract => ({
  type: 'CompleteLegalReview',
  data: accepted(contentSha256),
  by,
});
export const finance = (contentSha256: string, by = 'finance1'): AskedOfContract => ({
  type: 'CompleteFinanceReview',
  data: accepted(contentSha256),
  by,
});

export const seeking = (approvalId = 'a1', type: 'contract' | 'nonStandardTerms' | 'paymentTerms' = 'contract'): AskedOfContract => ({
  type: 'SeekContractApproval',
  data: { contractId, approvalId, type, reason: 'as agreed' },
});
type Ask = SoughtApproval['ask'];

const notAsked: Pick<Ask, 'type' | 'subject'> = {
  type: 'contract',
  subject: { kind: 'contract', id: contractId, version: 1, contentSha256: sha('nothing') },
};
const askIn = (state: ContractState, approvalId: string): Pick<Ask, 'type' | 'subject'> =>
  (state.status === 'unknown' ? undefined : state.approvals[approvalId]?.ask) ?? notAsked;

/** What the approval's stream says of what was asked in this state. */
export const noting = (
  state: ContractState,
  outcome: 'granted' | 'rejected' | 'sentBack' | 'recalled' = 'granted',
  { approvalId = 'a1', deciders = ['director1', 'legal2', 'finance2'] }: { approvalId?: string; deciders?: string[] } = {},
): AskedOfContract => {
  const { type, subject } = askIn(state, approvalId);
  const note = { approvalId, type, outcome, subject, matrix: `M@1#${sha('m')}`, source };
  return { type: 'NoteContractApproval', data: { contractId, approvalId, note, deciders } };
};

export const sending = (contentSha256: string): AskedOfContract => ({
  type: 'SendContract',
  data: { contractId, contentSha256, recipientId: undefined },
});
export const recalling: AskedOfContract = { type: 'RecallContract', data: { contractId, reason: 'they ask for more' } };
export const voiding: AskedOfContract = { type: 'VoidContract', data: { contractId, quote, because: 'quoteRevised', source } };
export const signing = (
  party: 'customer' | 'company',
  contentSha256: string,
  signedOn = '2026-06-01',
  documentSha256 = sha(`${party} signed`),
): AskedOfContract => ({
  type: 'ReceiveContractSignature',
  data: {
    contractId,
    party,
    contentSha256,
    documentId: `s-${party}`,
    documentSha256,
    signedOn,
    signatoryId: `p-${party}`,
    signatoryName: undefined,
  },
});
export const confirming = (party: 'customer' | 'company', by = 'admin1'): AskedOfContract => ({
  type: 'ConfirmContractSignature',
  data: { contractId, party, documentSha256: sha(`${party} signed`) },
  by,
});

/** A step of a story: a command, or one that the state so far calls for. */
export type Step = AskedOfContract | ((state: ContractState) => AskedOfContract);

/** The hash of the content as it stands. */
export const hashOf = (state: ContractState): string => (state.status === 'unknown' ? '' : (state.draft?.contentSha256 ?? ''));

/** What a story of commands leaves: the events, by whom each, and the state. Throws where one of them is refused. */
export const told = (...steps: readonly Step[]) => {
  const events: Happened<ContractEvent>[] = [];
  let state: ContractState = contractDecider.initialState;
  for (const step of steps) {
    const command = typeof step === 'function' ? step(state) : step;
    const decision = contractDecider.decide(command, state);
    if (decision.kind === 'refused') throw new Error(`${command.type}: ${JSON.stringify(decision)}`);
    const userId = command.by ?? 'rep1';
    const happened = decision.events.map((event): Happened<ContractEvent> => {
      const occurredAt = command.known?.at ?? knownOfContract.at;
      return { ...event, occurredAt, actor: { userId, rolesAtThatTime: [], userRevision: 0, channel: 'api' } };
    });
    state = foldAll(contractDecider, happened, state, events.length);
    events.push(...happened);
  }
  return { events, state };
};

/** From the commission to what may be sent. */
export const approving: readonly Step[] = [
  ...[opening, drafting, agreeing],
  ...[(state: ContractState) => legal(hashOf(state)), (state: ContractState) => finance(hashOf(state))],
  ...[(state: ContractState) => reconciling(hashOf(state)), seeking(), (state: ContractState) => noting(state)],
];
export const sendingIt: readonly Step[] = [...approving, (state) => sending(hashOf(state))];
export const signedByCustomer: readonly Step[] = [...sendingIt, (state) => signing('customer', hashOf(state))];
export const signedByBoth: readonly Step[] = [
  ...signedByCustomer,
  confirming('customer'),
  (state) => signing('company', hashOf(state)),
  confirming('company'),
];
