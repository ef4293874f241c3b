import fc from 'fast-check';
import type { Decision } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { foldAll } from '#eventsourcing/testing';
import type { ContractState } from '#contracts';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import {
  agreeing,
  confirming,
  contractDecider,
  contractId,
  deviating,
  drafting,
  finance,
  hashOf,
  legal,
  noting,
  opening,
  recalling,
  reconciling,
  revising,
  seeking,
  sending,
  sha,
  signing,
  text,
  voiding,
  type AskedOfContract,
} from '../../../../../test/support/known-contract.ts';

type Moving = Move<ContractState, AskedOfContract>;

const source = { eventId: 'x2', stream: 'opportunity-o1', revision: 9 };
const documentSha256 = sha('both signed');
const blocking = { findingId: 'f1', statement: 'no end', severity: 'blocking' as const };
const handedIn = { contractId, party: 'customer' as const, documentSha256: sha('customer signed') };
const open = (state: ContractState): boolean => state.status !== 'unknown';
const draftedAs = (minor: number): AskedOfContract => ({
  type: 'DraftContract',
  data: text({ instalments: [{ instalmentId: 'i1', amount: { minor, currency: 'EUR' }, paymentDays: 30, condition: 'at the end' }] }),
});

type Opened = Exclude<ContractState, { status: 'unknown' }>;
type Next = AskedOfContract | undefined;

/** What is still to be said of the text. */
const inTheHouse = ({ negotiated, legal: reviewed, finance: payable, reconciled }: Opened, hash: string): Next => {
  if (!negotiated) return agreeing;
  if (reviewed?.contentSha256 !== hash) return legal(hash);
  if (payable?.contentSha256 !== hash) return finance(hash);
  return reconciled?.contentSha256 === hash ? undefined : reconciling(hash);
};

const approved = (state: Opened, hash: string): Next => {
  const current = Object.values(state.approvals).find(({ ask, overturned }) => !overturned && ask.subject.contentSha256 === hash);
  if (!current) return seeking(`a${Object.keys(state.approvals).length + 1}`);
  return current.noted ? undefined : noting(state, 'granted', { approvalId: current.ask.approvalId });
};

const signed = ({ sent, signatures: { customer, company } }: Opened, hash: string): AskedOfContract => {
  if (!sent) return sending(hash);
  if (!customer) return signing('customer', hash);
  if (!customer.confirmedBy) return confirming('customer');
  return company ? confirming('company') : signing('company', hash);
};

/** What leads on from where the contract stands. */
const onward: Moving = (state) => {
  if (state.status === 'unknown') return opening;
  const hash = hashOf(state);
  return state.draft ? (inTheHouse(state, hash) ?? approved(state, hash) ?? signed(state, hash)) : drafting;
};

const takingBack: Moving = () => recalling;
const tomorrow: Moving = (state) => signing('customer', hashOf(state), '2026-06-02');
const rejecting: Moving = () => ({ type: 'RejectContractSignature', data: { ...handedIn, reason: 'a page is missing' }, by: 'admin1' });

/** What may be asked at any time, though it does not lead on. */
const aside: readonly Moving[] = [
  () => opening,
  (state) => (open(state) ? ({ ...opening, data: { ...opening.data, company: 'Other' } } as AskedOfContract) : opening),
  () => drafting,
  () => draftedAs(100_000),
  () => draftedAs(99_999),
  () => ({ type: 'DraftContract', data: text({ clauses: [text().clauses[0]!, text().clauses[0]!] }) }),
  () => ({ ...drafting, known: { stored: undefined as never } }),
  () => revising(),
  () => ({ ...revising({ delivery: 'soon' }), by: 'legal1' }),
  () => deviating,
  () => ({ ...deviating, data: { ...deviating.data, reason: 'ours' } }) as AskedOfContract,
  () => ({ ...deviating, data: { ...deviating.data, deviationId: 'v2', clauseId: 'c9' } }) as AskedOfContract,
  () => ({ type: 'RequestLegalReview', data: { contractId } }),
  (state) => legal(hashOf(state), 'rep0'),
  () => legal(sha('x')),
  (state) => ({
    type: 'CompleteFinanceReview',
    data: { contractId, result: 'accepted', findings: [blocking], contentSha256: hashOf(state) },
    by: 'finance1',
  }),
  (state) => ({
    type: 'CompleteLegalReview',
    data: { contractId, result: 'changesNeeded', findings: [blocking], contentSha256: hashOf(state) },
    by: 'legal1',
  }),
  (state) => reconciling(hashOf(state)),
  (state) => reconciling(hashOf(state), 'rep1'),
  () => agreeing,
  () => seeking(),
  () => seeking('a1', 'nonStandardTerms'),
  () => seeking('b1', 'paymentTerms'),
  () => seeking('b2'),
  (state) => noting(state, 'rejected'),
  (state) => noting(state, 'recalled'),
  (state) => noting(state, 'granted', { deciders: ['rep1'] }),
  (state) => {
    const { data } = noting(state);
    const note = { ...(data as { note: object }).note, subject: { kind: 'contract', id: contractId, version: 1, contentSha256: sha('y') } };
    return { type: 'NoteContractApproval', data: { ...data, note } } as AskedOfContract;
  },
  (state) => sending(hashOf(state)),
  ...[takingBack, takingBack, takingBack, takingBack],
  () => voiding,
  () => ({
    type: 'TrackCustomerSignature',
    data: { contractId, trackingId: 's1', step: 'received', expectedOn: undefined, note: undefined },
  }),
  () => ({
    type: 'TrackCustomerSignature',
    data: { contractId, trackingId: 's1', step: 'beingSealed', expectedOn: undefined, note: undefined },
  }),
  (state) => signing('company', hashOf(state)),
  ...[tomorrow, tomorrow, tomorrow, tomorrow],
  (state) => signing('customer', hashOf(state), '2026-05-31'),
  () => confirming('customer', 'rep1'),
  () => confirming('company'),
  ...[rejecting, rejecting, rejecting, rejecting],
  () => ({ type: 'CancelContract', data: { contractId, reason: 'no' } }),
  () => ({ type: 'ReassignContract', data: { contractId, from: 'rep1', to: 'rep2', source } }),
  (state) => ({
    type: 'NoteContractSignatureOverdue',
    data: { contractId, contentSha256: hashOf(state), signDueAt: '2026-06-15T08:00:00.000Z' },
  }),
  () => ({ type: 'FileSignedContract', data: { contractId, department: 'CONTRACT_ADMIN', form: 'scan', documentId: 'b', documentSha256 } }),
  () => ({ type: 'FileSignedContract', data: { contractId, department: 'CONTRACT_ADMIN', form: 'scan', documentId: 'c', documentSha256 } }),
  () => ({ type: 'ArchiveContract', data: { contractId, documentSha256, shelf: undefined }, by: 'admin1' }),
  () => ({ type: 'ArchiveContract', data: { contractId, documentSha256, shelf: '7' }, by: 'admin1' }),
];

const moves = fc.oneof({ weight: 3, arbitrary: fc.constant(onward) }, { weight: 1, arbitrary: fc.constantFrom(...aside) });

/** The decider, with whoever asked as whoever caused what was decided. */
const askedByPeople: typeof contractDecider = {
  ...contractDecider,
  decide: (command, state) => {
    const decision = contractDecider.decide(command, state);
    if (decision.kind === 'refused') return decision;
    const actor = { userId: command.by ?? 'rep1', rolesAtThatTime: [], userRevision: 0, channel: 'api' as const };
    return { ...decision, events: decision.events.map((event) => ({ ...event, actor })) };
  },
};

deciderProperties(askedByPeople, moves, {
  reached: [
    ...(['ContractOpened', 'ContractReassigned', 'ContractDrafted', 'ContractRevised', 'ContractClauseDeviationRecorded'] as const),
    ...(['LegalReviewRequested', 'LegalReviewCompleted', 'FinanceReviewCompleted', 'NegotiatedTermsNoted'] as const),
    ...(['ContractTextReconciled', 'ContractApprovalSought', 'ContractApprovalNoted', 'ContractApprovalOverturned'] as const),
    ...(['ContractApproved', 'ContractSentToCustomer', 'ContractRecalled', 'CustomerSignatureTracked'] as const),
    ...(['ContractSignatureOverdue', 'ContractSignatureReceived', 'ContractSignatureRejected', 'ContractSignatureConfirmed'] as const),
    ...([
      'ContractFullySigned',
      'SignedContractFiled',
      'ContractArchived',
      'ContractCancelled',
      'ContractVoided',
      'ContractUpheld',
    ] as const),
    ...(['ContractUnknown', 'ContractAlreadyOpened', 'ContractEnded', 'ContractConcluded', 'ContractOut', 'ContractNotOut'] as const),
    ...(['NotDrafted', 'AlreadyDrafted', 'NamedTwice', 'InstalmentsDiffer', 'BytesNotReceived', 'ContentDiffers'] as const),
    ...(['OwnDeal', 'OwnWork', 'FindingBlocks', 'TermsNotNegotiated', 'ApprovalAlreadySought', 'ApprovalUnknown'] as const),
    ...(['SubjectDiffers', 'ContractNotReady', 'CustomerHasSigned', 'SignatureAlreadyReceived', 'SignatureUnknown'] as const),
    ...(['SignatureConfirmed', 'DayAhead', 'NotSigned', 'StatedOtherwise', 'NotOnFile'] as const),
  ],
  length: 60,
});

describe('whatever is asked of a contract, in whatever order', () => {
  /** Each event with what was so before it. */
  const steps = (all: readonly Moving[]) => {
    const found: { readonly event: ContractEvent; readonly before: ContractState; readonly past: readonly ContractEvent[] }[] = [];
    let state = askedByPeople.initialState;
    for (const move of all) {
      const decision: Decision<ContractEvent> = askedByPeople.decide(move(state), state);
      if (decision.kind === 'refused') continue;
      const before = state;
      const past = found.map(({ event }) => event);
      found.push(...decision.events.map((event) => ({ event, before, past })));
      state = foldAll(askedByPeople, decision.events, state, past.length);
    }
    return found;
  };
  const always = (hold: (found: ReturnType<typeof steps>) => void) =>
    fc.assert(
      fc.property(fc.array(moves, { minLength: 1, maxLength: 60, size: 'max' }), (all) => hold(steps(all))),
      { numRuns: 200, seed: 163 },
    );
  /** What the last event of a type says. */
  const lastOf = <T extends ContractEvent['type']>(past: readonly ContractEvent[], type: T) =>
    past.findLast((event) => event.type === type)?.data as Extract<ContractEvent, { type: T }>['data'] | undefined;

  it('none is sent without reviews, reconciliation and approval of its very content (L151, L153–L156)', () => {
    let sent = 0;
    always((found) => {
      for (const { event, past } of found) {
        if (event.type !== 'ContractSentToCustomer') continue;
        sent += 1;
        const { contentSha256 } = event.data;
        expect(lastOf(past, 'LegalReviewCompleted')).toMatchObject({ contentSha256, result: 'accepted' });
        expect(lastOf(past, 'FinanceReviewCompleted')).toMatchObject({ contentSha256, result: 'accepted' });
        expect(lastOf(past, 'ContractTextReconciled')).toMatchObject({ contentSha256, differences: [] });
        const granted = past.filter((each) => each.type === 'ContractApprovalNoted').map(({ data }) => data.note);
        const counting = granted.filter(({ outcome, subject }) => outcome === 'granted' && subject.contentSha256 === contentSha256);
        expect(counting.map(({ type }) => type)).toContain('contract');
      }
    });
    expect(sent).toBeGreaterThan(50);
  });

  it('none is fully signed without both signatures of the same content, each confirmed (L160, L163)', () => {
    let concluded = 0;
    always((found) => {
      for (const { event, past } of found) {
        if (event.type !== 'ContractFullySigned') continue;
        concluded += 1;
        const { contentSha256 } = event.data;
        for (const party of ['customer', 'company'] as const) {
          const received = past.findLast((each) => each.type === 'ContractSignatureReceived' && each.data.party === party);
          expect(received?.data).toMatchObject({ contentSha256 });
        }
        const confirmed = found.filter(({ event: each }) => each.type === 'ContractSignatureConfirmed').map(({ event: { data } }) => data);
        expect(confirmed).toEqual(
          expect.arrayContaining([expect.objectContaining({ party: 'customer' }), expect.objectContaining({ party: 'company' })]),
        );
      }
    });
    expect(concluded).toBeGreaterThan(20);
  });

  it('amounts agree to the cent from the quote to the signed contract, and with the instalments', () =>
    always((found) => {
      const opened = lastOf(
        found.map(({ event }) => event),
        'ContractOpened',
      );
      for (const { event } of found) {
        if ('amount' in event.data) expect(event.data.amount).toEqual(opened?.amount);
        if ('instalments' in event.data)
          expect(event.data.instalments.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(opened?.amount.minor);
      }
    }));

  it('nothing of the content changes while it is with the customer', () =>
    always((found) => {
      for (const { event, before } of found)
        if (event.type === 'ContractRevised' || event.type === 'ContractClauseDeviationRecorded') expect(before.status).toBe('drafting');
    }));
});
