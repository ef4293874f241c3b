import type { Command, LedgerEvent } from '#eventsourcing';
import type { AnyEvent, ContractTerm } from '#event-contracts';
import type { RacingCompany, RacingPerson } from './racing-company.ts';

const [opportunityId, quoteId, negotiationId] = ['o1', 'q1', 'n1'];
const deal = `opportunity-${opportunityId}`;
const cny = (minor: number) => ({ minor, currency: 'CNY' });
/** What was agreed on at the table: a contract says that, whatever is quoted meanwhile. */
const agreed = 80_000;
const terms: readonly ContractTerm[] = [
  { termId: 't1', topic: 'payment', statement: 'after a month', paymentDays: 30 },
  { termId: 't2', topic: 'price', statement: 'all of it', price: cny(agreed) },
];
const signedOn = '2026-11-02';

/** Something that somebody might do now. */
export interface Intention {
  readonly by: RacingPerson;
  readonly stream: string;
  readonly command: Command;
}

const of = (by: RacingPerson, stream: string, type: string, data: object): Intention => ({ by, stream, command: { type, data } });
const onDeal = (type: string, data: object = {}, by: RacingPerson = 'rita') => of(by, deal, type, { opportunityId, ...data });
const atTable = (type: string, data: object = {}, by: RacingPerson = 'rita') =>
  of(by, `negotiation-${negotiationId}`, type, { negotiationId, ...data });

const quoted = (minor: number, until = '2099-12-31') => ({
  ...{ quoteId, currency: 'CNY', validUntil: until },
  lines: [{ lineId: 'l1', description: 'Seats', quantity: '1', unitListPrice: cny(100_000), unitNetPrice: cny(minor) }],
});

/** The deal as the race finds it: negotiated, quoted, at its last stage but one. */
export const prelude: readonly Intention[] = [
  onDeal('OpenOpportunity', {
    ...{ name: 'Acme', company: 'Acme', ownerId: 'rita', process: 'SIGNED-IN-CONTRACT' },
    ...{ expectedAmount: cny(100_000), expectedSigningDate: '2099-12-31' },
  }),
  ...['S3', 'S4', 'S5'].map((to) => onDeal('AdvanceOpportunity', { to })),
  onDeal('EnterNegotiation', { negotiationId }),
  atTable('SetNegotiationStrategy', { objective: 'One year', floor: cny(1), authorisedDiscountBp: 9_000, fallback: 'Fewer seats' }),
  atTable('ApproveNegotiationStrategy', { version: 1 }, 'mona'),
  atTable('HoldNegotiationRound', { roundId: 'r1', n: 1, heldOn: signedOn, asks: [], concessions: [], outcome: 'Agreed' }),
  ...terms.flatMap((term) => [
    atTable('ProposeNegotiationTerm', { ...term, by: 'customer' }),
    atTable('AgreeNegotiationTerm', { termId: term.termId }),
  ]),
  atTable('ConcludeNegotiation', { outcome: 'agreed' }),
  onDeal('DraftQuote', quoted(agreed)),
];

type Happened = LedgerEvent<AnyEvent>;
type Of<T extends AnyEvent['type']> = Extract<Happened, { type: T }>;

/** What somebody sees who looks at the streams. */
const seen = (ledger: readonly LedgerEvent[]) => {
  const events = ledger as readonly Happened[];
  const last = <T extends AnyEvent['type']>(...types: readonly T[]) =>
    events.findLast((event): event is Of<T> => (types as readonly string[]).includes(event.type));
  const all = <T extends AnyEvent['type']>(type: T) => events.filter((event): event is Of<T> => event.type === type);
  return { events, last, all };
};
type Seen = ReturnType<typeof seen>;

/** How many asked before, so that what is asked anew has a name of its own. */
const nextId = (prefix: string, { all }: Seen, type: 'DealApprovalSought' | 'ContractApprovalSought' | 'ContractCommissioned') =>
  `${prefix}${all(type).length + 1}`;

const contractOf = ({ events, last }: Seen) => {
  const commissioned = last('ContractCommissioned');
  if (!commissioned) return undefined;
  const { contractId, amount } = commissioned.data;
  const own = events.filter(({ stream }) => stream === `contract-${contractId}`);
  const draft = own.findLast((event): event is Of<'ContractDrafted' | 'ContractRevised'> =>
    ['ContractDrafted', 'ContractRevised'].includes(event.type),
  );
  const ended = own.some(({ type }) => type === 'ContractVoided' || type === 'ContractCancelled');
  return {
    contractId,
    stream: `contract-${contractId}`,
    amount,
    own,
    draft,
    ended,
    has: (type: string) => own.some((e) => e.type === type),
  };
};

const open = ({ all, events }: Seen): readonly Of<'ApprovalRequested'>[] =>
  all('ApprovalRequested').filter(
    ({ stream }) =>
      !events.some((event) => event.stream === stream && /^Approval(Granted|Rejected|SentBack|Recalled|Voided)$/.test(event.type)),
  );

/** Who is asked decides on what was asked for, whatever has become of it meanwhile. */
const deciding = (view: Seen): readonly Intention[] =>
  open(view).flatMap(({ stream, data: { approvalId, ask } }) => {
    const step = view.events.findLast(
      (event): event is Of<'ApprovalStepStarted'> => event.stream === stream && event.type === 'ApprovalStepStarted',
    );
    const data = { approvalId, step: step?.data.step ?? 1, decision: 'approved', contentSha256: ask.subject.contentSha256 };
    const asked: readonly RacingPerson[] = ask.type === 'discount' ? ['mona', 'dora'] : ['dora', 'lena', 'fred'];
    return asked.map((by) => of(by, stream, 'DecideApprovalStep', data));
  });

const quoting = (view: Seen): readonly Intention[] => {
  const { version, totals } = view.last('QuoteDrafted', 'QuoteRevised')!.data;
  const back = totals.net.minor === agreed ? [] : [onDeal('ReviseQuote', quoted(agreed))];
  if (view.last('QuoteIssued')?.data.version === version) return back;
  const approvalId = nextId('a', view, 'DealApprovalSought');
  return [
    ...back,
    onDeal('SeekApproval', { approvalId, type: 'discount', subjectId: quoteId, reason: 'Three sites' }),
    onDeal('IssueQuote', { quoteId, version }),
  ];
};

const textOf = (contractId: string, amount: { readonly minor: number; readonly currency: string }, bytes: string, delivery: string) => ({
  ...{ contractId, template: { documentId: 'standard', version: '3' }, document: { documentId: 'd1', sha256: bytes } },
  instalments: [{ instalmentId: 'i1', amount, paymentDays: 30, condition: 'on acceptance' }],
  ...{ delivery, clauses: [{ clauseId: 'c1', title: 'Liability', text: 'up to the price' }], terms },
});

const signing = (contractId: string, stream: string, contentSha256: string, bytes: string): readonly Intention[] =>
  (['customer', 'company'] as const).flatMap((party) => [
    of('carla', stream, 'ReceiveContractSignature', {
      ...{ contractId, party, contentSha256, documentId: `s-${party}`, documentSha256: bytes, signedOn, signatoryId: `p-${party}` },
    }),
    of('lena', stream, 'ConfirmContractSignature', { contractId, party, documentSha256: bytes }),
  ]);

const contracting = (view: Seen, bytes: string): readonly Intention[] => {
  const contract = contractOf(view);
  const contractId = nextId('k', view, 'ContractCommissioned');
  const commission = onDeal('CommissionContract', { contractId, quoteId });
  if (!contract || contract.ended) return [commission];
  const { stream, amount, draft, has } = contract;
  if (!draft) return [of('rita', stream, 'DraftContract', textOf(contract.contractId, amount, bytes, 'in eight weeks'))];
  if (has('ContractFullySigned')) return [onDeal('AdvanceOpportunity', { to: 'S6' }), onDeal('WinOpportunity')];
  const { contentSha256 } = draft.data;
  const review = { contractId: contract.contractId, contentSha256, result: 'accepted', findings: [] };
  const approvalId = `${contract.contractId}-${nextId('a', view, 'ContractApprovalSought')}`;
  return [
    of('lena', stream, 'CompleteLegalReview', review),
    of('fred', stream, 'CompleteFinanceReview', review),
    of('carla', stream, 'ReconcileContractText', { contractId: contract.contractId, contentSha256 }),
    of('rita', stream, 'SeekContractApproval', { contractId: contract.contractId, approvalId, type: 'contract', reason: 'As agreed' }),
    of('rita', stream, 'SendContract', { contractId: contract.contractId, contentSha256 }),
    ...signing(contract.contractId, stream, contentSha256, bytes),
    onDeal('AdvanceOpportunity', { to: 'S6' }),
  ];
};

/** Everything that would bring the deal nearer to its win, as far as anybody sees; some of it is refused. */
export const wanted = async ({ ledger, bytes }: RacingCompany): Promise<readonly Intention[]> => {
  const view = seen(await ledger());
  if (view.last('OpportunityWon')) return deciding(view);
  return [...deciding(view), ...quoting(view), ...contracting(view, bytes)];
};

/** What makes other content of what others are just deciding on: of the quote by a cent, or by so much that no approval is needed; of the contract. */
export const changes = async ({ ledger, bytes }: RacingCompany): Promise<readonly Intention[]> => {
  const view = seen(await ledger());
  if (view.last('OpportunityWon')) return [];
  const contract = contractOf(view);
  const another = `in ${9 + view.all('ContractRevised').length} weeks`;
  return [
    ...[79_999, 79_998, 95_000].map((minor) => onDeal('ReviseQuote', quoted(minor))),
    ...['2099-12-31', '2099-12-30', '2099-12-29'].map((until) => onDeal('ReviseQuote', quoted(agreed, until))),
    ...(contract?.draft && !contract.ended
      ? [
          of('rita', contract.stream, 'RecallContract', { contractId: contract.contractId, reason: 'They ask for more' }),
          of('rita', contract.stream, 'ReviseContract', {
            ...textOf(contract.contractId, contract.amount, bytes, another),
            reason: 'More time',
          }),
        ]
      : []),
  ];
};
