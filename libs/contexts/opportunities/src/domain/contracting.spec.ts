import fc from 'fast-check';
import { openStatementDigest, type OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import { givenLine, quoteDrafted, quoteIssued, quoteReference, quoteRevised } from '../../../../../test/support/proposed-deal.ts';
import { contractProcess } from '../../../../../test/support/signed-in-contract.ts';
import type { NoteContract } from './contracting.ts';

const { given } = specification(deal);
const known = { definition: contractProcess };
const contractId = 'k1';
const id = { opportunityId, contractId };
const issued = quoteIssued();
const amount = issued.type === 'QuoteIssued' ? issued.data.net : { minor: 0, currency: 'EUR' };
const sha = (letter: string) => letter.repeat(64);

const commission = (quoteId = 'q1', named = contractId): AskedOfDeal => ({
  type: 'CommissionContract',
  data: { opportunityId, contractId: named, quoteId },
  known,
});
const commissioned: OpportunityEvent = {
  type: 'ContractCommissioned',
  data: { ...id, ownerId: 'rep1', owners: ['rep1'], company: 'Acme', quote: quoteReference(), amount },
};
type Note = NoteContract['data'];
const noted = (progress: Note['progress'], more: Partial<Note> = {}): Extract<OpportunityEvent, { type: 'ContractNoted' }> => ({
  type: 'ContractNoted',
  data: { ...id, noteId: `n-${progress}`, progress, source: { eventId: `n-${progress}`, stream: 'contract-k1', revision: 1 }, ...more },
});
const note = (progress: Note['progress'], more: Partial<Note> = {}): AskedOfDeal => ({
  type: 'NoteContract',
  data: noted(progress, more).data,
  known,
});
const signed = noted('signed', { amount, signedOn: '2026-05-30', contentSha256: sha('a') });
const voided: OpportunityEvent = {
  type: 'ContractCommissionVoided',
  data: { ...id, quote: quoteReference(), because: 'quoteRevised' },
};
const revise: AskedOfDeal = {
  type: 'ReviseQuote',
  data: {
    ...{ opportunityId, quoteId: 'q1', currency: 'EUR', validUntil: '2026-06-30' },
    solutionId: undefined,
    solutionVersion: undefined,
    terms: 'others',
    lines: [givenLine],
  },
  known,
};
const withdraw: AskedOfDeal = { type: 'WithdrawQuote', data: { opportunityId, quoteId: 'q1', reason: 'too little' }, known };
const win: AskedOfDeal = { type: 'WinOpportunity', data: { opportunityId }, known };
const atSigning: OpportunityEvent = {
  type: 'OpportunityRegressed',
  data: { opportunityId, from: 'S7', to: 'S6', reason: 'again', probabilityFrom: 10, probabilityTo: 90 },
};
const quoted = [opened, quoteDrafted, issued];

describe('the signatures of a contract (L160, L163)', () => {
  const confirmed = note('signed', { ...signed.data, noteId: 'n2', confirmedBy: ['lena', 'rep2'] });
  const taken: OpportunityEvent = { type: 'OpportunityReassigned', data: { opportunityId, from: 'rep1', to: 'rep2' } };
  it('are noted as others than the owners confirmed them', () =>
    given(...quoted, commissioned)
      .when(confirmed)
      .then({ type: 'ContractNoted', data: confirmed.data as Note }));
  it('count for nothing when an owner of the deal confirmed one, whatever the contract knew of it', () => {
    given(...quoted, commissioned, taken)
      .when(confirmed)
      .thenRefused('ConfirmedByOwner', { contractId, userIds: ['rep2'] });
    given(...quoted, commissioned, taken, { ...taken, data: { ...taken.data, from: 'rep2', to: 'rep3' } })
      .when(confirmed)
      .thenRefused('ConfirmedByOwner');
  });
  it('stand when who confirmed them takes the deal over later', () =>
    given(...quoted, commissioned, { type: 'ContractNoted', data: confirmed.data as Note }, taken, atSigning)
      .when(win)
      .thenTypes('OpportunityWon'));
  it('stand as they were told before anybody said who confirmed them', () =>
    given(...quoted, commissioned, taken)
      .when(note('signed', signed.data))
      .then(signed));
});

describe('commissioning a contract (L155, L273)', () => {
  it('is for the net amount of a quote that binds', () =>
    given(...quoted)
      .when(commission())
      .then(commissioned));
  it('refuses a quote that was not issued, or was changed since', () => {
    given(opened, quoteDrafted).when(commission()).thenRefused('QuoteNotIssued');
    given(...quoted, quoteRevised(2))
      .when(commission())
      .thenRefused('QuoteSuperseded');
  });
  it('does nothing when it is commissioned just so, and refuses a second one while it stands', () => {
    given(...quoted, commissioned)
      .when(commission())
      .thenNothing();
    given(...quoted, commissioned)
      .when(commission('q1', 'k2'))
      .thenRefused('ContractAlreadyCommissioned', { contractId });
  });
  it('may be done anew when the first is void or cancelled', () => {
    const another = { ...commissioned, data: { ...commissioned.data, contractId: 'k2' } } as OpportunityEvent;
    for (const end of [voided, noted('cancelled')])
      given(...quoted, commissioned, end)
        .when(commission('q1', 'k2'))
        .then(another);
  });
  it('refuses where the process has the contract signed in the deal, and the other way round', () => {
    given(...quoted)
      .when({ type: 'CommissionContract', data: { ...id, quoteId: 'q1' } })
      .thenRefused('SignedInDeal');
    const signature = { ...id, party: 'customer', signedOn: '2026-05-30', amount, signatoryId: 'p1' } as const;
    given(...quoted)
      .when({ type: 'RecordContractSignature', data: signature, known })
      .thenRefused('ContractGoverned');
  });
});

describe('what was agreed on at the table (L153)', () => {
  const negotiation = { opportunityId, negotiationId: 'n1' };
  const entered: OpportunityEvent = { type: 'NegotiationEntered', data: { ...negotiation, ownerId: 'rep1', currency: 'EUR' } };
  const terms = [{ termId: 't1', topic: 'payment' as const, statementDigest: sha('d'), paymentDays: 30 }];
  const agreed: Extract<OpportunityEvent, { type: 'NegotiationNoted' }> = {
    type: 'NegotiationNoted',
    data: {
      ...{ ...negotiation, noteId: 'n1.terms', progress: 'concluded', terms, termsSha256: sha('b'), openRisks: 0 },
      source: { eventId: 'e9', stream: 'negotiation-n1', revision: 9 },
    },
  };
  const passedOn: OpportunityEvent = {
    type: 'NegotiatedTermsPassedOn',
    data: { ...id, negotiationId: 'n1', terms, termsSha256: sha('b') },
  };
  it('is told to the contract, whichever of the two comes first', () => {
    given(...quoted, entered, agreed)
      .when(commission())
      .then(commissioned, passedOn);
    given(...quoted, entered, commissioned)
      .when({ type: 'NoteNegotiation', data: agreed.data, known })
      .then(agreed, passedOn);
  });
  it('is passed on without its words, though they were told in the open once', () => {
    const inWords = [{ termId: 't1', topic: 'payment' as const, statement: 'after a month', paymentDays: 30 }];
    const statements = [{ termId: 't1', statement: 'after a month' }];
    const apart = [{ termId: 't1', topic: 'payment' as const, statementDigest: openStatementDigest('after a month'), paymentDays: 30 }];
    const told = { ...agreed.data, terms: apart };
    given(...quoted, entered, commissioned)
      .when({ type: 'NoteNegotiation', data: { ...agreed.data, terms: inWords }, known })
      .then(
        { type: 'NegotiationNoted', data: { ...told, statements } },
        { type: 'NegotiatedTermsPassedOn', data: { ...id, negotiationId: 'n1', terms: apart, termsSha256: sha('b') } },
      );
  });
});

describe('what the deal is told of its contract (L157, L163–L165)', () => {
  it('is noted with where it was read, once', () => {
    given(...quoted, commissioned)
      .when(note('sent', { contentSha256: sha('a') }))
      .then(noted('sent', { contentSha256: sha('a') }));
    given(...quoted, commissioned, noted('sent'))
      .when(note('sent'))
      .thenNothing();
  });
  it('refuses a contract that it did not commission, and an amount that is not the quote’s by one cent', () => {
    given(...quoted)
      .when(note('drafted'))
      .thenRefused('NotOnFile', { what: 'contract', ids: [contractId] });
    given(...quoted, commissioned)
      .when(note('signed', { amount: { ...amount, minor: amount.minor + 1 }, signedOn: '2026-05-30' }))
      .thenRefused('ContractAmountsDiffer');
  });
});

describe('a quote that changes after the commission', () => {
  it('voids it in the same append, revised or withdrawn', () => {
    for (const [command, because] of [
      [revise, 'quoteRevised'],
      [withdraw, 'quoteWithdrawn'],
    ] as const)
      expect(given(...quoted, commissioned).when(command).decision).toMatchObject({
        events: [{}, { type: 'ContractCommissionVoided', data: { contractId, because, quote: quoteReference() } }],
      });
  });
  it('does not touch what both have signed, nor what is void already', () => {
    for (const end of [signed, voided])
      expect(given(...quoted, commissioned, end).when(withdraw).decision).toMatchObject({ events: [{ type: 'QuoteWithdrawn' }] });
  });
});

describe('a deal that ends while its contract is made', () => {
  it.each<AskedOfDeal>([
    { type: 'LoseOpportunity', data: { opportunityId, reason: 'price' }, known },
    { type: 'AbandonOpportunity', data: { opportunityId, reason: 'noFit' }, known },
  ])('voids the commission in the same append: $type', (command) =>
    expect(given(...quoted, commissioned).when(command).decision).toMatchObject({
      events: [{}, { type: 'ContractCommissionVoided', data: { contractId, because: 'dealEnded' } }],
    }),
  );
  it('is told all the same what became of the contract: it may be taken up again', () => {
    const forecast = { amount, signingDate: '2026-06-30', probability: 90, category: 'commit' } as const;
    const lost: OpportunityEvent = {
      type: 'OpportunityLost',
      data: { opportunityId, stage: 'S6', reason: 'price', forecast },
    };
    given(...quoted, commissioned, lost)
      .when(note('voided'))
      .then(noted('voided'));
  });
});

describe('another owner', () => {
  it('is told to the contract that is being made', () =>
    expect(
      given(...quoted, commissioned).when({ type: 'ReassignOpportunity', data: { opportunityId, to: 'rep2' }, known }).decision,
    ).toMatchObject({
      events: [{ type: 'OpportunityReassigned' }, { type: 'ContractOwnerChanged', data: { contractId, from: 'rep1', to: 'rep2' } }],
    }));
});

describe('the win by a contract (L163, L165)', () => {
  const won = (more: readonly OpportunityEvent[]) => given(...quoted, commissioned, ...more, atSigning).when(win);
  it('carries the contract and its amount', () =>
    expect(won([signed]).decision).toMatchObject({ events: [{ type: 'OpportunityWon', data: { contractId, amount, stage: 'S6' } }] }));
  it('waits for what the contract’s stream is still to tell', () => {
    given(...quoted, atSigning)
      .when(win)
      .thenRefused('ContractNotSigned', { contractId: null, pending: 'commission' });
    won([noted('drafted', { contentSha256: sha('a') })]).thenRefused('ContractNotSigned', {
      contractId,
      contentSha256: sha('a'),
      pending: 'sent',
    });
    won([noted('sent', { contentSha256: sha('a') })]).thenRefused('ContractNotSigned', {
      contractId,
      contentSha256: null,
      pending: 'signed',
    });
  });
  it('is none by a contract that is void, and one by a contract that the customer’s signature upheld', () => {
    won([voided, signed]).thenRefused('ContractNotSigned', { contractId: null, pending: 'commission' });
    expect(won([voided, signed, noted('upheld', { contentSha256: sha('a') })]).decision).toMatchObject({
      events: [{ data: { contractId } }],
    });
  });
  it('lets what comes after it be noted', () => {
    const won: OpportunityEvent = { type: 'OpportunityWon', data: { ...id, stage: 'S6', amount, probabilityFrom: 90 } };
    given(...quoted, commissioned, signed, won)
      .when(note('archived'))
      .then(noted('archived'));
  });
});

const line = { ...givenLine };
const drafting: AskedOfDeal = {
  type: 'DraftQuote',
  data: {
    ...{ opportunityId, quoteId: 'q1', currency: 'EUR', validUntil: '2026-06-30' },
    solutionId: undefined,
    solutionVersion: undefined,
    terms: undefined,
    lines: [line],
  },
};
const issuing: AskedOfDeal = { type: 'IssueQuote', data: { opportunityId, quoteId: 'q1', version: 1, documentId: undefined } };

deciderProperties(
  deal,
  fc
    .constantFrom(
      ...[
        opening,
        opening,
        drafting,
        drafting,
        issuing,
        issuing,
        commission(),
        commission(),
        commission('q9'),
        commission('q1', 'k2'),
        revise,
        withdraw,
      ],
      ...[note('sent'), note('cancelled'), note('upheld'), note('signed', { amount, signedOn: '2026-05-30' }), win],
      note('signed', { noteId: 'n8', amount, signedOn: '2026-05-30', confirmedBy: ['rep1'] }),
      note('signed', { noteId: 'n9', amount: { minor: 1, currency: 'EUR' }, signedOn: '2026-05-30' }),
      { type: 'ReassignOpportunity', data: { opportunityId, to: 'rep2' } } as const,
      { type: 'ReassignOpportunity', data: { opportunityId, to: 'rep1' } } as const,
      { type: 'CommissionContract', data: { ...id, quoteId: 'q1' } } as const,
      {
        type: 'RecordContractSignature',
        data: { ...id, party: 'customer', signedOn: '2026-05-30', amount, signatoryId: 'p1' },
        known,
      } as const,
    )
    .map((command) => () => command),
  {
    reached: [
      ...['OpportunityOpened', 'QuoteDrafted', 'QuoteIssued', 'QuoteRevised', 'QuoteWithdrawn', 'OpportunityReassigned'],
      ...['ContractCommissioned', 'ContractCommissionVoided', 'ContractOwnerChanged', 'ContractNoted'],
      ...['OpportunityUnknown', 'NotOnFile', 'QuoteNotIssued', 'QuoteSuperseded', 'StatedOtherwise', 'ContractAmountsDiffer'],
      ...['SignedInDeal', 'ContractGoverned', 'ContractAlreadyCommissioned', 'ContractNotSigned', 'NotAtSigningStage'],
      'ConfirmedByOwner',
    ],
  },
);
