import { openStatementDigest, type ContractEvent } from '#event-contracts';
import {
  agreeing,
  amount,
  approving,
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
  reconciling,
  recalling,
  revising,
  seeking,
  sending,
  sendingIt,
  sha,
  signedByBoth,
  signedByCustomer,
  signing,
  source,
  terms,
  toldOf,
  text,
  told,
  voiding,
  type AskedOfContract,
  type Step,
} from '../../../../../test/support/known-contract.ts';

type Story = readonly Step[];

/** What is answered after a story. */
const after = (...story: Story) => {
  const { state } = told(...story);
  return { state, answer: (command: AskedOfContract) => contractDecider.decide(command, state) };
};
const typesOf = (decision: ReturnType<typeof contractDecider.decide>) =>
  decision.kind === 'accepted' ? decision.events.map(({ type }) => type) : decision.reason;
const missingOf = (decision: ReturnType<typeof contractDecider.decide>) =>
  decision.kind === 'refused' ? decision.detail.missing : undefined;
type DataOf<T extends ContractEvent['type']> = Extract<ContractEvent, { type: T }>['data'];
const dataOf = <T extends ContractEvent['type']>(events: readonly ContractEvent[], type: T): DataOf<T> | undefined =>
  events.find((event) => event.type === type)?.data as DataOf<T> | undefined;

describe('the text of a contract (L273)', () => {
  it('is of the quote, for its net amount, with the longest time to pay', () =>
    expect(told(opening, drafting).events.at(-1)).toMatchObject({
      type: 'ContractDrafted',
      data: { version: 1, amount, quote: { quoteId: 'q1', version: 1 }, paymentDays: 30, opportunityId: 'o1' },
    }));
  it.each([
    ['one cent too little', [29_999, 70_000]],
    ['one cent too much', [30_000, 70_001]],
  ])('refuses instalments that are %s', (_name, minors) => {
    const instalments = minors.map((minor, at) => ({ ...text().instalments[at]!, amount: { minor, currency: 'EUR' } }));
    expect(typesOf(after(opening).answer({ type: 'DraftContract', data: text({ instalments }) }))).toBe('InstalmentsDiffer');
  });
  it('refuses instalments in another currency', () => {
    const instalments = [{ ...text().instalments[0]!, amount: { ...amount, currency: 'USD' } }];
    expect(typesOf(after(opening).answer({ type: 'DraftContract', data: text({ instalments }) }))).toBe('InstalmentsDiffer');
  });
  it('refuses a text whose bytes the server never had', () => {
    const command: AskedOfContract = { type: 'DraftContract', data: text(), known: { stored: undefined as never } };
    expect(typesOf(after(opening).answer(command))).toBe('BytesNotReceived');
  });
  it('refuses two of one name', () => {
    const clauses = [text().clauses[0]!, text().clauses[0]!];
    expect(typesOf(after(opening).answer({ type: 'DraftContract', data: text({ clauses }) }))).toBe('NamedTwice');
  });
  it('is other content with every version, every deviation, and every byte of its document', () => {
    const hashes = [
      after(opening, drafting),
      after(opening, drafting, revising()),
      after(opening, drafting, deviating),
      after(opening, { type: 'DraftContract', data: text({ document: { documentId: 'd1', sha256: sha('other bytes') } }) }),
    ].map(({ state }) => hashOf(state));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
  it('is the same content when it is drafted or revised just so', () => {
    expect(typesOf(after(opening, drafting).answer(drafting))).toEqual([]);
    expect(typesOf(after(opening, drafting, revising()).answer(revising()))).toEqual([]);
    expect(typesOf(after(opening, drafting).answer({ type: 'DraftContract', data: text({ delivery: 'at once' }) }))).toBe('AlreadyDrafted');
  });
  it('keeps deviations of clauses that say what they said, and lets go of those worded anew (L275)', () => {
    const kept = after(opening, drafting, deviating, revising()).state;
    const anew = after(opening, drafting, deviating, revising({ clauses: [{ ...text().clauses[0]!, text: 'up to half' }] })).state;
    expect([kept, anew].map((state) => (state.status === 'unknown' ? 0 : state.deviations.length))).toEqual([1, 0]);
  });
  it('deviates only in clauses that it has', () =>
    expect(typesOf(after(opening, drafting).answer({ ...deviating, data: { ...deviating.data, clauseId: 'c9' } } as AskedOfContract))).toBe(
      'NotOnFile',
    ));
});

describe('before a contract leaves the house (L151, L153–L156, L188)', () => {
  it('everything that is missing is named', () => {
    const { state, answer } = after(opening, drafting);
    const decision = answer(sending(hashOf(state)));
    expect(typesOf(decision)).toBe('ContractNotReady');
    expect(missingOf(decision)).toEqual([
      { what: 'legalReview', because: 'missing' },
      { what: 'financeReview', because: 'missing' },
      { what: 'reconciliation', because: 'termsPending' },
      { what: 'approval', because: 'missing' },
    ]);
  });
  it('it is approved when the last of it is there, and sent with the time that the customer has', () => {
    const { events, state } = told(...sendingIt);
    expect(events.map(({ type }) => type).slice(-3)).toEqual(['ContractApprovalNoted', 'ContractApproved', 'ContractSentToCustomer']);
    expect(dataOf(events, 'ContractApproved')).toMatchObject({ contentSha256: hashOf(state), amount, approvalId: 'a1' });
    expect(dataOf(events, 'ContractSentToCustomer')).toMatchObject({ contentSha256: hashOf(state), signDueAt: '2026-06-15T08:00:00.000Z' });
  });
  it('one cent moved after the approval voids all of it, and the refusal shows both hashes', () => {
    const before = told(...approving);
    const instalments = [30_001, 69_999].map((minor, at) => ({ ...text().instalments[at]!, amount: { minor, currency: 'EUR' } }));
    const { events, state } = told(...approving, revising({ instalments }));
    expect(events.slice(-2)).toMatchObject([
      { type: 'ContractRevised' },
      {
        type: 'ContractApprovalOverturned',
        data: { approvalId: 'a1', because: 'contentChanged', approvedSha256: hashOf(before.state), currentSha256: hashOf(state) },
      },
    ]);
    const hashes = { because: 'ofOtherContent', ofSha256: hashOf(before.state), currentSha256: hashOf(state) };
    expect(missingOf(contractDecider.decide(sending(hashOf(state)), state))).toEqual([
      { what: 'legalReview', ...hashes },
      { what: 'financeReview', ...hashes },
      { what: 'reconciliation', ...hashes },
      { what: 'approval', approvalId: 'a1', ...hashes },
    ]);
  });
  it('a deviation recorded after the approval voids it, too', () =>
    expect(typesOf(after(...approving).answer(deviating))).toEqual(['ContractClauseDeviationRecorded', 'ContractApprovalOverturned']));
  it('legal is asked once for each content (L151)', () => {
    const asking: AskedOfContract = { type: 'RequestLegalReview', data: { contractId } };
    expect(typesOf(after(opening, drafting).answer(asking))).toEqual(['LegalReviewRequested']);
    expect(typesOf(after(opening, drafting, asking).answer(asking))).toEqual([]);
    expect(typesOf(after(opening, drafting, asking, revising()).answer(asking))).toEqual(['LegalReviewRequested']);
  });
  it('refuses to send, review or reconcile other content than there is', () => {
    const { answer } = after(...approving);
    for (const command of [sending(sha('x')), legal(sha('x')), finance(sha('x')), reconciling(sha('x'))])
      expect(typesOf(answer(command))).toBe('ContentDiffers');
  });
  it.each(['rep0', 'rep1'])('does not let %s, who owns or owned the deal, review it', (by) => {
    const { state, answer } = after(opening, drafting);
    for (const review of [legal(hashOf(state), by), finance(hashOf(state), by)]) expect(typesOf(answer(review))).toBe('OwnDeal');
  });
  it('does not let who wrote it review or reconcile it, not through a delegate either', () => {
    const { state, answer } = after(opening, drafting, agreeing, { ...revising(), by: 'legal1' });
    for (const command of [legal(hashOf(state)), finance(hashOf(state), 'legal1'), reconciling(hashOf(state), 'legal1')])
      expect(typesOf(answer(command))).toBe('OwnWork');
    const through: AskedOfContract = { ...legal(hashOf(state), 'legal2'), known: { persons: ['legal2', 'legal1'] } };
    expect(typesOf(answer(through))).toBe('OwnWork');
    expect(typesOf(answer(legal(hashOf(state), 'legal2')))).toEqual(['LegalReviewCompleted']);
  });
  it('does not accept it over a finding that blocks', () => {
    const { state, answer } = after(opening, drafting);
    const findings = [{ findingId: 'f1', statement: 'no end', severity: 'blocking' as const }];
    const review = { contractId, contentSha256: hashOf(state), findings };
    expect(typesOf(answer({ type: 'CompleteLegalReview', data: { ...review, result: 'accepted' }, by: 'legal1' }))).toBe('FindingBlocks');
    expect(typesOf(answer({ type: 'CompleteLegalReview', data: { ...review, result: 'changesNeeded' }, by: 'legal1' }))).toEqual([
      'LegalReviewCompleted',
    ]);
  });
  it('an approval that its own writer or owner granted counts for nothing', () => {
    for (const deciders of [['rep0'], ['director1', 'rep1']]) {
      const story: Story = [...approving.slice(0, -1), (state) => noting(state, 'granted', { deciders })];
      const { state, answer } = after(...story);
      expect(missingOf(answer(sending(hashOf(state))))).toEqual([{ what: 'approval', because: 'ownWord', approvalId: 'a1' }]);
    }
  });
  it.each(['rejected', 'sentBack'] as const)('an approval that was %s keeps it in the house', (outcome) => {
    const { state, answer } = after(...approving.slice(0, -1), (now) => noting(now, outcome));
    expect(missingOf(answer(sending(hashOf(state))))).toContainEqual({ what: 'approval', because: outcome, approvalId: 'a1' });
  });
  it('so does one of another type that is still open (L156, L188)', () => {
    const { state, answer } = after(...approving, seeking('a2', 'paymentTerms'));
    expect(missingOf(answer(sending(hashOf(state))))).toEqual([{ what: 'approval', because: 'pending', approvalId: 'a2' }]);
  });
  it.each<[string, Story]>([
    ['is still to be decided', []],
    ['was sent back', [(now) => noting(now, 'sentBack')]],
    ['was granted', [(now) => noting(now)]],
  ])('an approval that %s is not sought a second time, one of another type is (L154)', (_name, noted) => {
    const { answer } = after(opening, drafting, seeking(), ...noted);
    expect(answer(seeking('a2'))).toMatchObject({ reason: 'ApprovalAlreadySought', detail: { approvalId: 'a1', type: 'contract' } });
    expect(typesOf(answer(seeking('a2', 'paymentTerms')))).toEqual(['ContractApprovalSought']);
  });
  it.each(['rejected', 'recalled'] as const)('an approval that was %s is sought anew (L154)', (outcome) =>
    expect(typesOf(after(opening, drafting, seeking(), (now) => noting(now, outcome)).answer(seeking('a2')))).toEqual([
      'ContractApprovalSought',
    ]),
  );
  it('an approval is measured by the content: amount, longest time to pay, deviations', () => {
    const { events } = told(opening, drafting, deviating, seeking());
    expect(dataOf(events, 'ContractApprovalSought')).toMatchObject({
      ask: { measures: { amount, paymentDays: 30, deviations: 1 }, subject: { kind: 'contract', id: contractId, version: 1 } },
      barred: ['rep0', 'rep1'],
    });
  });
  it('takes no word of an approval of other content than was asked for', () => {
    const { state, answer } = after(opening, drafting, seeking());
    const { data } = noting(state);
    const note = { ...(data as { note: object }).note, subject: { kind: 'contract', id: contractId, version: 1, contentSha256: sha('x') } };
    expect(typesOf(answer({ type: 'NoteContractApproval', data: { ...data, note } } as AskedOfContract))).toBe('SubjectDiffers');
  });
});

describe('the agreed terms and the text (L153)', () => {
  const differencesIn = (more: Parameters<typeof text>[0]) => {
    const { events } = told(opening, { type: 'DraftContract', data: text(more) }, agreeing, (state) => reconciling(hashOf(state)));
    return dataOf(events, 'ContractTextReconciled')?.differences;
  };
  it.each([
    ['says it all', {}, []],
    ['lacks a term', { terms: [terms[0]!] }, [{ termId: 't2', kind: 'missing' }]],
    [
      'words one otherwise',
      { terms: [terms[0]!, { ...terms[1]!, paymentDays: 29 }] },
      [{ termId: 't2', kind: 'differs', fields: ['paymentDays'] }],
    ],
    [
      'says one in other words',
      { terms: [{ ...terms[0]!, statement: 'half of it' }, terms[1]!] },
      [{ termId: 't1', kind: 'differs', fields: ['statement'] }],
    ],
    [
      'holds one that nobody agreed on',
      { terms: [...terms, { termId: 't9', topic: 'legal', statement: 'more' }] },
      [{ termId: 't9', kind: 'notAgreed' }],
    ],
    [
      'is paid otherwise than agreed',
      { instalments: [{ instalmentId: 'i1', amount, paymentDays: 31, condition: 'after a month' }] },
      [{ termId: 't2', kind: 'differs', fields: ['instalments'] }],
    ],
  ] as const)('a text that %s', (_name, more, differences) =>
    expect(differencesIn(more as Parameters<typeof text>[0])).toEqual(differences),
  );
  it('is held against words that were told in the open as they were, and has them sealed from now on', () => {
    const inTheOpen = { ...agreeing, data: { ...agreeing.data, terms: [...terms] } } as AskedOfContract;
    const other = { ...drafting, data: text({ terms: [terms[0]!, { ...terms[1]!, statement: 'at once' }] }) } as AskedOfContract;
    for (const [draft, differences] of [
      [drafting, []],
      [other, [{ termId: 't2', kind: 'differs', fields: ['statement'] }]],
    ] as const) {
      const { events } = told(opening, draft, inTheOpen, (state) => reconciling(hashOf(state)));
      expect(dataOf(events, 'ContractTextReconciled')?.differences).toEqual(differences);
      const noted = dataOf(events, 'NegotiatedTermsNoted');
      expect(noted?.terms).toEqual(terms.map(({ statement, ...term }) => ({ ...term, statementDigest: openStatementDigest(statement) })));
      expect(noted?.statements).toEqual(terms.map(({ termId, statement }) => ({ termId, statement })));
    }
  });
  it('finds that the agreed price is not that of the contract', () => {
    const cheaper = {
      ...agreeing,
      data: { ...agreeing.data, terms: toldOf([{ ...terms[0]!, price: { minor: 99_999, currency: 'EUR' } }]) },
    } as AskedOfContract;
    const story: Story = [
      opening,
      { type: 'DraftContract', data: text({ terms: [{ ...terms[0]!, price: { minor: 99_999, currency: 'EUR' } }] }) },
    ];
    const { events } = told(...story, cheaper, (state) => reconciling(hashOf(state)));
    expect(dataOf(events, 'ContractTextReconciled')?.differences).toEqual([{ termId: 't1', kind: 'differs', fields: ['amount'] }]);
  });
  it('is not reconciled before the negotiation is concluded, nor by the writer', () => {
    const { state, answer } = after(opening, drafting);
    expect(typesOf(answer(reconciling(hashOf(state))))).toBe('TermsNotNegotiated');
    expect(typesOf(after(opening, drafting, agreeing).answer(reconciling(hashOf(state), 'rep1')))).toBe('OwnWork');
  });
});

describe('with the customer (L155, L160, L162, L163)', () => {
  it('the content does not change until it is recalled', () => {
    const { answer } = after(...sendingIt);
    for (const command of [revising(), deviating]) expect(typesOf(answer(command))).toBe('ContractOut');
    expect(typesOf(after(...sendingIt, recalling).answer(revising()))).toEqual(['ContractRevised', 'ContractApprovalOverturned']);
  });
  it('is not recalled, cancelled or voided once the customer has signed: it is upheld', () => {
    const { answer } = after(...signedByCustomer);
    expect(typesOf(answer(recalling))).toBe('CustomerHasSigned');
    expect(typesOf(answer({ type: 'CancelContract', data: { contractId, reason: 'no' } }))).toBe('CustomerHasSigned');
    expect(typesOf(answer(voiding))).toEqual(['ContractUpheld']);
  });
  it('is void with the quote before that, and taken back', () => {
    const { events, state } = told(...sendingIt, voiding);
    expect(events.slice(-2)).toMatchObject([
      { type: 'ContractVoided', data: { wasSent: true, because: 'quoteRevised' } },
      { type: 'ContractApprovalOverturned', data: { because: 'withdrawn' } },
    ]);
    expect(typesOf(contractDecider.decide(signing('customer', hashOf(state)), state))).toBe('ContractEnded');
  });
  it('what upheld it was no signature: it is void after all', () => {
    const { answer } = after(...signedByCustomer, voiding);
    const data = { contractId, party: 'customer' as const, documentSha256: sha('customer signed'), reason: 'a page is missing' };
    expect(typesOf(answer({ type: 'RejectContractSignature', data, by: 'admin1' }))).toEqual([
      'ContractSignatureRejected',
      'ContractVoided',
      'ContractApprovalOverturned',
    ]);
  });
  it('no signature without bytes, of other content, of a day to come, or before sending', () => {
    const { state, answer } = after(...sendingIt);
    const signature = signing('customer', hashOf(state));
    expect(typesOf(answer({ ...signature, known: { stored: undefined as never } }))).toBe('BytesNotReceived');
    expect(typesOf(answer(signing('customer', sha('x'))))).toBe('ContentDiffers');
    expect(typesOf(answer(signing('customer', hashOf(state), '2026-06-02')))).toBe('DayAhead');
    for (const party of ['customer', 'company'] as const)
      expect(typesOf(after(...approving).answer(signing(party, hashOf(state))))).toBe('ContractNotOut');
  });
  it('is followed while the customer signs, each word of it once (L162)', () => {
    const tracked: AskedOfContract = {
      type: 'TrackCustomerSignature',
      data: { contractId, trackingId: 'w1', step: 'received', expectedOn: undefined, note: undefined },
    };
    expect(typesOf(after(...sendingIt).answer(tracked))).toEqual(['CustomerSignatureTracked']);
    expect(typesOf(after(...sendingIt, tracked).answer(tracked))).toEqual([]);
    expect(typesOf(after(...approving).answer(tracked))).toBe('ContractNotOut');
  });
  it.each(['customer', 'company'] as const)(
    'who has taken the deal over confirms nothing of the %s, before the contract is told (L160)',
    (party) => {
      const story: Story = [...signedByCustomer, (state) => signing('company', hashOf(state))];
      const { answer } = after(...story);
      const dealOwners = ['rep1', 'admin1'];
      expect(typesOf(answer({ ...confirming(party), known: { dealOwners } }))).toBe('OwnDeal');
      expect(typesOf(answer({ ...confirming(party, 'legal1'), known: { dealOwners } }))).toEqual(['ContractSignatureConfirmed']);
    },
  );
  it('nor judges it, and what they approved counts for nothing', () => {
    const { state, answer } = after(opening, drafting, agreeing);
    const known = { dealOwners: ['legal1', 'finance1', 'legal2'] };
    for (const command of [legal(hashOf(state)), finance(hashOf(state))]) expect(typesOf(answer({ ...command, known }))).toBe('OwnDeal');
    const approved = after(...approving);
    expect(typesOf(approved.answer({ ...sending(hashOf(approved.state)), known }))).toBe('ContractNotReady');
  });
  it('says who confirmed the signatures', () =>
    expect(dataOf(told(...signedByBoth).events, 'ContractFullySigned')).toMatchObject({ confirmedBy: ['admin1'] }));
  it('what one confirmed who came to own the deal is confirmed anew, and the contract signed once more', () => {
    const taken: AskedOfContract = { type: 'ReassignContract', data: { contractId, from: 'rep1', to: 'admin1', source } };
    const { answer } = after(...signedByBoth, taken);
    expect(typesOf(answer(confirming('company')))).toBe('OwnDeal');
    expect(typesOf(answer(confirming('company', 'legal1')))).toEqual(['ContractSignatureConfirmed']);
    const once = after(...signedByBoth, taken, confirming('company', 'legal1'));
    expect(typesOf(once.answer(confirming('company', 'legal2')))).toEqual([]);
    const decided = once.answer(confirming('customer', 'legal2'));
    expect(typesOf(decided)).toEqual(['ContractSignatureConfirmed', 'ContractFullySigned']);
    expect(decided).toMatchObject({ events: [{}, { data: { confirmedBy: ['legal2', 'legal1'] } }] });
  });
  it('is not signed by one who confirmed the first signature and then took the deal over', () => {
    const taken: AskedOfContract = { type: 'ReassignContract', data: { contractId, from: 'rep1', to: 'admin1', source } };
    const story: Story = [...signedByCustomer, confirming('customer'), (state) => signing('company', hashOf(state)), taken];
    expect(typesOf(after(...story).answer(confirming('company', 'legal1')))).toEqual(['ContractSignatureConfirmed']);
  });
  it('either may sign first', () => {
    const story: Story = [
      ...sendingIt,
      (state) => signing('company', hashOf(state)),
      confirming('company'),
      (state) => signing('customer', hashOf(state)),
    ];
    expect(typesOf(after(...story).answer(confirming('customer')))).toEqual(['ContractSignatureConfirmed', 'ContractFullySigned']);
  });
  it('the company does not sign what an approval no longer stands for', () => {
    const { state, answer } = after(...signedByCustomer, (now) => noting(now, 'recalled'));
    expect(typesOf(answer(signing('company', hashOf(state))))).toBe('ContractNotReady');
  });
  it.each(['rep0', 'rep1'])('%s, who owns or owned the deal, confirms no signature', (by) =>
    expect(typesOf(after(...signedByCustomer).answer(confirming('customer', by)))).toBe('OwnDeal'),
  );
  it('nor does who the deal was given to meanwhile', () => {
    const source = { eventId: 'x2', stream: 'opportunity-o1', revision: 9 };
    const given: AskedOfContract = { type: 'ReassignContract', data: { contractId, from: 'rep1', to: 'admin1', source } };
    expect(typesOf(after(...signedByCustomer, given).answer(confirming('customer')))).toBe('OwnDeal');
  });
  it('is signed by both confirmed signatures, on the later day, for the amount of the quote; not by one', () => {
    expect(told(...signedByCustomer, confirming('customer')).events.map(({ type }) => type)).not.toContain('ContractFullySigned');
    const { events, state } = told(...signedByBoth);
    expect(events.at(-1)).toMatchObject({
      type: 'ContractFullySigned',
      data: { amount, signedOn: '2026-06-01', contentSha256: hashOf(state) },
    });
  });
  it('is overdue when the time has passed without the customer’s signature, once (L162)', () => {
    const due = { contractId, contentSha256: hashOf(told(...sendingIt).state), signDueAt: '2026-06-15T08:00:00.000Z' };
    const passed: AskedOfContract = { type: 'NoteContractSignatureOverdue', data: due, known: { at: due.signDueAt } };
    expect(typesOf(after(...sendingIt).answer(passed))).toEqual(['ContractSignatureOverdue']);
    expect(typesOf(after(...sendingIt, passed).answer(passed))).toEqual([]);
    expect(typesOf(after(...signedByCustomer).answer(passed))).toEqual([]);
    const late: Story = [...sendingIt, (state) => ({ ...signing('customer', hashOf(state)), known: { at: '2026-06-16T08:00:00.000Z' } })];
    expect(typesOf(after(...late).answer(passed))).toEqual(['ContractSignatureOverdue']);
    expect(typesOf(after(...sendingIt, recalling).answer(passed))).toEqual([]);
  });
});

describe('after both have signed (L164, L276)', () => {
  const filing = (department: 'CONTRACT_ADMIN' | 'FINANCE'): AskedOfContract => ({
    type: 'FileSignedContract',
    data: { contractId, department, form: 'scan', documentId: 'both', documentSha256: sha('both signed') },
  });
  const archiving = (documentSha256 = sha('both signed')): AskedOfContract => ({
    type: 'ArchiveContract',
    data: { contractId, documentSha256, shelf: undefined },
    by: 'admin1',
  });
  it('is filed by its bytes, and archived as it was filed', () => {
    expect(typesOf(after(...signedByCustomer).answer(filing('FINANCE')))).toBe('NotSigned');
    const { answer } = after(...signedByBoth, filing('FINANCE'));
    expect(typesOf(answer(archiving()))).toBe('NotOnFile');
    const filed = after(...signedByBoth, filing('FINANCE'), filing('CONTRACT_ADMIN'));
    expect(typesOf(filed.answer(archiving(sha('another'))))).toBe('NotOnFile');
    expect(typesOf(filed.answer(archiving()))).toEqual(['ContractArchived']);
    expect(typesOf(answer({ ...filing('CONTRACT_ADMIN'), known: { stored: undefined as never } }))).toBe('BytesNotReceived');
  });
  it('is neither changed nor taken back, and what the quote does then only upholds it', () => {
    const { answer } = after(...signedByBoth);
    for (const command of [revising(), recalling, { type: 'CancelContract', data: { contractId, reason: 'no' } } as const])
      expect(typesOf(answer(command))).toBe('ContractConcluded');
    expect(typesOf(answer(voiding))).toEqual(['ContractUpheld']);
  });
});
