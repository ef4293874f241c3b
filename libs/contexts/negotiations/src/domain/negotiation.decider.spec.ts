import fc from 'fast-check';
import type { Decider, RecordedEvent } from '#eventsourcing';
import { specification } from '#eventsourcing/testing';
import { catalogue, entryFor, sha256Hex, type Money, type NegotiationEvent } from '#event-contracts';
import { termsSha256 } from '#rules';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import type { NegotiationCommand } from './negotiation-command.ts';
import { negotiation } from './negotiation.decider.ts';
import { kinds, type Data, type Known, type Negotiation, type NegotiationRefusal } from './negotiation.state.ts';

type Asked = NegotiationCommand & { readonly known?: Partial<Known> };

const eur = (minor: number): Money => ({ minor, currency: 'EUR' });
const limits = { floor: eur(800), authorisedDiscountBp: 1500 };

/** Stands for the keyed digest of words. */
const digestOf = (statement: string): string => sha256Hex(Buffer.from(`keyed ${statement}`, 'utf8'));
const words = { t1: 'All seats, net', t2: 'After acceptance', t9: 'All seats, net' } as const;

const said = { asks: [{ by: 'customer', topic: 'price', statement: 'Less' }], outcome: 'Nearer' } as const;
const conceded = { by: 'us', topic: 'payment', given: '45 days', inReturn: 'Two years' } as const;
/** What the application would have opened: all that was said in words, and no price. */
const openedWords = {
  rounds: { r1: { asks: [...said.asks], concessions: [conceded], outcome: said.outcome } },
  proposals: { t1: { statement: words.t1 }, t2: { statement: words.t2 }, t9: { statement: words.t9 } },
  agreements: { t1: { statement: words.t1 }, t9: { statement: words.t9 } },
  risks: { k1: { statement: 'Late servers' } },
  mitigations: { k1: { measure: 'Our cloud' } },
};
const digests = { t1: digestOf(words.t1), t9: digestOf(words.t9) };

/** What the application would have opened beside: a floor of 800, and 15 % off at most. */
const knowing: Decider<Negotiation, Asked, NegotiationEvent, NegotiationRefusal> = {
  ...negotiation,
  decide: (command, state) =>
    negotiation.decide({ ...command, known: { persons: ['rep1'], limits, opened: openedWords, digests, ...command.known } }, state),
};
const { given } = specification(knowing);

const negotiationId = 'n1';
const opportunityId = 'o1';
const quote = { quoteId: 'q1', version: 1, contentSha256: 'a'.repeat(64), list: eur(1000), net: eur(950) };
const opening: Data<'NegotiationOpened'> = { negotiationId, opportunityId, ownerId: 'rep1', currency: 'EUR', quote };
const opened: NegotiationEvent = { type: 'NegotiationOpened', data: opening };
// As it is read back: what is sealed is not there.
const set: NegotiationEvent = { type: 'NegotiationStrategySet', data: { negotiationId, version: 1 } };
const approved: NegotiationEvent = {
  type: 'NegotiationStrategyApproved',
  data: { negotiationId, opportunityId, version: 1, setBy: 'rep1' },
};
const round: Data<'NegotiationRoundHeld'> = { negotiationId, roundId: 'r1', n: 1, heldOn: '2026-06-02' };
const held: NegotiationEvent = { type: 'NegotiationRoundHeld', data: round };
const price = (termId = 't1', by: 'us' | 'customer' = 'us'): NegotiationEvent => ({
  type: 'NegotiationTermProposed',
  data: { negotiationId, termId, by, topic: 'price' },
});
const payment: NegotiationEvent = {
  type: 'NegotiationTermProposed',
  data: { negotiationId, termId: 't2', by: 'customer', topic: 'payment', paymentDays: 45 },
};
const agreedPrice = (minor = 900, termId = 't1'): NegotiationEvent => ({
  type: 'NegotiationTermAgreed',
  data: { negotiationId, termId, topic: 'price', price: eur(minor) },
});
const risk = (riskId: string, openRisks: number): NegotiationEvent => ({
  type: 'ContractRiskIdentified',
  data: { negotiationId, opportunityId, riskId, severity: 'high', openRisks },
});
/** An event as it is written: with what is sealed of it. */
const written = (event: NegotiationEvent, sealed: object): NegotiationEvent =>
  ({ type: event.type, data: { ...event.data, ...sealed } }) as NegotiationEvent;
const agreedOn = (termId: 't1' | 't9', minor: number) => ({
  termId,
  ...{ topic: 'price' as const, statementDigest: digestOf(words[termId]), price: eur(minor) },
});
const concluded: Data<'NegotiationConcluded'> = {
  ...{ negotiationId, opportunityId, outcome: 'agreed', strategyVersion: 1, rounds: 1, openRisks: 0 },
  terms: [agreedOn('t1', 900)],
  termsSha256: termsSha256([agreedOn('t1', 900)]),
};
const ended: NegotiationEvent = { type: 'NegotiationConcluded', data: concluded };

/** What is known where the price of a proposal could be opened too. */
const pricedAt = (minor: number, termId = 't1'): Pick<Known, 'opened'> => ({
  opened: { ...openedWords, proposals: { ...openedWords.proposals, [termId]: { statement: words.t1, price: eur(minor) } } },
});

const propose = (minor: number, by: 'us' | 'customer' = 'us', known: Partial<Known> = {}): Asked => ({
  type: 'ProposeNegotiationTerm',
  data: { negotiationId, termId: 't1', by, topic: 'price', statement: 'All seats, net', price: eur(minor) },
  known,
});
const agree = (minor?: number, termId = 't1', known: Partial<Known> = {}): Asked => ({
  type: 'AgreeNegotiationTerm',
  data: { negotiationId, termId },
  known: { ...(minor !== undefined && pricedAt(minor, termId)), ...known },
});
const approve = (version: number, ...persons: readonly string[]): Asked => ({
  type: 'ApproveNegotiationStrategy',
  data: { negotiationId, version },
  known: { persons },
});
const conclude = (outcome: 'agreed' | 'failed' = 'agreed', reason?: string): Asked => ({
  type: 'ConcludeNegotiation',
  data: { negotiationId, outcome, reason },
});
const withdraw: Asked = { type: 'WithdrawNegotiationTerm', data: { negotiationId, termId: 't1', reason: 'Other scope' } };

describe('a strategy (L149, L270)', () => {
  const strategy = { negotiationId, objective: 'Two years', ...limits, fallback: 'First phase only' };
  it('is set in versions', () => {
    given(opened)
      .when({ type: 'SetNegotiationStrategy', data: strategy })
      .then({ type: 'NegotiationStrategySet', data: { ...strategy, version: 1 } });
    given(opened, set)
      .when({ type: 'SetNegotiationStrategy', data: strategy })
      .then({ type: 'NegotiationStrategySet', data: { ...strategy, version: 2 } });
  });
  it('is in the currency of the negotiation', () =>
    given(opened)
      .when({ type: 'SetNegotiationStrategy', data: { ...strategy, floor: { minor: 800, currency: 'CNY' } } })
      .thenRefused('CurrencyDiffers', { currency: 'EUR' }));
  it('binds once a manager approves it (L156)', () => {
    given(opened, set).when(approve(1, 'manager')).then(approved);
    given(opened, set, approved).when(approve(1, 'manager')).thenNothing();
  });
  it('is approved neither by whoever set it nor by whoever owns or owned the deal, nor on their behalf', () => {
    const handedOver: NegotiationEvent = { type: 'NegotiationHandedOver', data: { negotiationId, from: 'rep1', to: 'rep2' } };
    for (const persons of [['rep1'], ['manager', 'rep1'], ['rep2']])
      given(opened, set, handedOver)
        .when(approve(1, ...persons))
        .thenRefused('OwnStrategy', { version: 1 });
  });
  it('is approved in its latest version only', () => {
    const again: NegotiationEvent = { type: 'NegotiationStrategySet', data: { negotiationId, version: 2 } };
    given(opened, set, again).when(approve(1, 'manager')).thenRefused('StrategySuperseded', { version: 1, latest: 2 });
    given(opened).when(approve(1, 'manager')).thenRefused('StrategyNotSet');
  });
});

describe('rounds (L150, L272)', () => {
  const { n: _n, ...rest } = round;
  const told = { ...rest, ...openedWords.rounds.r1 };
  it('are counted by the server', () =>
    given(opened).when({ type: 'HoldNegotiationRound', data: told }).then(written(held, openedWords.rounds.r1)));
  it('are told once', () => {
    given(opened, held).when({ type: 'HoldNegotiationRound', data: told }).thenNothing();
    given(opened, held)
      .when({ type: 'HoldNegotiationRound', data: { ...told, outcome: 'Apart' } })
      .thenRefused('StatedOtherwise', { roundId: 'r1', event: 'NegotiationRoundHeld' });
  });
  it('are not the same again to whoever may not read what was said, nor where nobody can any more', () =>
    given(opened, held)
      .when({ type: 'HoldNegotiationRound', data: told, known: { opened: {} } })
      .thenRefused('StatedOtherwise', { roundId: 'r1', event: 'NegotiationRoundHeld' }));
  it('that were told while words were open are compared as they were told', () => {
    const open = written(held, openedWords.rounds.r1);
    given(opened, open)
      .when({ type: 'HoldNegotiationRound', data: told, known: { opened: {} } })
      .thenNothing();
    given(opened, open)
      .when({ type: 'HoldNegotiationRound', data: { ...told, asks: [] }, known: { opened: {} } })
      .thenRefused('StatedOtherwise');
  });
});

describe('a price (L149, L271)', () => {
  const ready = [opened, set, approved] as const;
  it('is proposed within the approved strategy', () => {
    given(...ready)
      .when(propose(850))
      .then(written(price(), { statement: words.t1, price: eur(850) }));
    given(opened, set).when(propose(850)).thenRefused('StrategyNotApproved');
  });
  it('below the floor, or with more off than is authorised, is refused in the same words, which name no figure', () => {
    given(...ready)
      .when(propose(799))
      .thenRefused('BelowFloor', {});
    given(...ready)
      .when(propose(849))
      .thenRefused('BelowFloor', {});
    given(...ready, price())
      .when(agree(799))
      .thenRefused('BelowFloor', {});
  });
  it('a part of a basis point beyond what is authorised is beyond it', () =>
    given(...ready)
      .when(propose(850, 'us', { limits: { floor: eur(1), authorisedDiscountBp: 1499 } }))
      .thenRefused('BelowFloor', {}));
  it('that the customer asks for is on record, however low, and is not agreed on', () => {
    given(...ready)
      .when(propose(1, 'customer'))
      .then(written(price('t1', 'customer'), { statement: words.t1, price: eur(1) }));
    given(...ready, price('t1', 'customer'))
      .when(agree(1))
      .thenRefused('BelowFloor', {});
  });
  it('is agreed on as it was proposed', () => {
    given(...ready, price())
      .when(agree(900))
      .then(written(agreedPrice(), { statement: words.t1 }));
    given(...ready, price(), agreedPrice())
      .when(agree(900))
      .thenNothing();
  });
  it('that cannot be opened any more, or limits that cannot, let nothing through', () => {
    given(...ready, price())
      .when(agree())
      .thenRefused('PriceUnreadable', { termId: 't1' });
    given(...ready)
      .when({ ...propose(900), known: { persons: ['rep1'], limits: undefined } } as unknown as Asked)
      .thenRefused('LimitsUnreadable');
  });
  it('is one: two would break the floor together', () =>
    given(...ready, price(), agreedPrice(), price('t9'))
      .when(agree(900, 't9'))
      .thenRefused('PriceAlreadyAgreed', { termId: 't1' }));
  it('is the same again only at the same price', () => {
    given(...ready, price())
      .when(propose(900, 'us', pricedAt(900)))
      .thenNothing();
    given(...ready, price())
      .when(propose(901, 'us', pricedAt(900)))
      .thenRefused('StatedOtherwise', { termId: 't1', event: 'NegotiationTermProposed' });
  });
  it('stands where a price belongs, in the currency of the negotiation', () => {
    const data = { negotiationId, termId: 't1', by: 'us', statement: 'x' } as const;
    given(...ready)
      .when({ type: 'ProposeNegotiationTerm', data: { ...data, topic: 'price' } })
      .thenRefused('PriceMissing');
    given(...ready)
      .when({ type: 'ProposeNegotiationTerm', data: { ...data, topic: 'service', price: eur(1) } })
      .thenRefused('PriceMisplaced', { topic: 'service' });
    given(...ready)
      .when({ type: 'ProposeNegotiationTerm', data: { ...data, topic: 'price', price: { minor: 900, currency: 'CNY' } } })
      .thenRefused('CurrencyDiffers', { currency: 'EUR' });
  });
});

describe('terms (L271)', () => {
  it('without a price are agreed on as they are', () => {
    const { by: _by, ...data } = payment.data;
    given(opened, payment)
      .when(agree(undefined, 't2'))
      .then(written({ type: 'NegotiationTermAgreed', data }, { statement: words.t2 }));
    given(opened, written(payment, { statement: 'Told in the open' }))
      .when(agree(undefined, 't2', { opened: {} }))
      .then(written({ type: 'NegotiationTermAgreed', data }, { statement: 'Told in the open' }));
  });
  it('whose words cannot be opened any more are neither agreed on nor told on', () => {
    given(opened, payment)
      .when(agree(undefined, 't2', { opened: {} }))
      .thenRefused('TermsUnreadable', { termIds: ['t2'] });
    for (const known of [{ opened: {} }, { digests: {} }])
      given(opened, set, approved, held, price(), agreedPrice())
        .when({ ...conclude(), known })
        .thenRefused('TermsUnreadable', { termIds: ['t1'] });
  });
  it('are agreed on only while they stand', () => {
    given(opened)
      .when(agree(900))
      .thenRefused('NotOnFile', { what: 'term', ids: ['t1'] });
    given(opened, price(), { type: 'NegotiationTermWithdrawn', data: withdraw.data })
      .when(agree(900))
      .thenRefused('TermWithdrawn', { termId: 't1' });
  });
  it('are withdrawn once', () => {
    const withdrawn: NegotiationEvent = { type: 'NegotiationTermWithdrawn', data: withdraw.data };
    given(opened, price()).when(withdraw).then(withdrawn);
    given(opened, price(), withdrawn).when(withdraw).thenNothing();
    given(opened)
      .when(withdraw)
      .thenRefused('NotOnFile', { what: 'term', ids: ['t1'] });
  });
});

describe('risks (L152)', () => {
  const identify = (riskId: string): Asked => ({
    type: 'IdentifyContractRisk',
    data: { negotiationId, riskId, severity: 'high', statement: 'Late servers' },
  });
  const mitigate = (measure = 'Our cloud'): Asked => ({ type: 'MitigateContractRisk', data: { negotiationId, riskId: 'k1', measure } });
  const mitigated: NegotiationEvent = {
    type: 'ContractRiskMitigated',
    data: { negotiationId, opportunityId, riskId: 'k1', openRisks: 0 },
  };
  it('are counted while they are open', () => {
    given(opened)
      .when(identify('k1'))
      .then(written(risk('k1', 1), openedWords.risks.k1));
    given(opened, risk('k1', 1))
      .when(identify('k2'))
      .then(written(risk('k2', 2), openedWords.risks.k1));
    given(opened, risk('k1', 1)).when(mitigate()).then(written(mitigated, openedWords.mitigations.k1));
    given(opened, risk('k1', 1)).when(identify('k1')).thenNothing();
  });
  it('are not the same again to whoever may not read them: nobody finds by trying what others wrote', () => {
    const known = { opened: {} };
    given(opened, risk('k1', 1))
      .when({ ...identify('k1'), known })
      .thenRefused('StatedOtherwise', { riskId: 'k1', event: 'ContractRiskIdentified' });
    given(opened, risk('k1', 1), mitigated)
      .when({ ...mitigate(), known })
      .thenRefused('RiskAlreadyMitigated', { riskId: 'k1' });
  });
  it('are settled once, and only when they were found', () => {
    given(opened, risk('k1', 1), mitigated).when(mitigate()).thenNothing();
    given(opened, risk('k1', 1), mitigated).when(mitigate('None')).thenRefused('RiskAlreadyMitigated', { riskId: 'k1' });
    given(opened)
      .when(mitigate())
      .thenRefused('NotOnFile', { what: 'risk', ids: ['k1'] });
  });
  it('turn up and are settled after the end too', () => {
    given(opened, ended)
      .when(identify('k1'))
      .then(written(risk('k1', 1), openedWords.risks.k1));
    given(opened, ended, risk('k1', 1)).when(mitigate()).then(written(mitigated, openedWords.mitigations.k1));
  });
});

describe('the end (L45, L150, L271)', () => {
  const settled = [opened, set, approved, held, price(), agreedPrice()] as const;
  it('is an agreement on the agreed terms, hashed', () => {
    given(...settled)
      .when(conclude())
      .then(written(ended, { statements: [{ termId: 't1', statement: words.t1 }] }));
    given(...settled, ended)
      .when(conclude())
      .thenNothing();
  });
  it('waits for a strategy, a round, every term and a price', () => {
    given(opened, set, held, price()).when(conclude()).thenRefused('StrategyNotApproved');
    given(opened, set, approved, price()).when(conclude()).thenRefused('NoRoundHeld');
    given(opened, set, approved, held, price(), payment)
      .when(conclude())
      .thenRefused('TermsUnsettled', { termIds: ['t1', 't2'] });
    given(opened, set, approved, held).when(conclude()).thenRefused('NothingAgreed');
  });
  it('is measured by the strategy that binds then', () =>
    given(...settled)
      .when({ ...conclude(), known: { limits: { floor: eur(901), authorisedDiscountBp: 10_000 } } })
      .thenRefused('BelowFloor', {}));
  it('without an agreement has a reason', () => {
    given(opened).when(conclude('failed')).thenRefused('ReasonMissing');
    given(opened)
      .when(conclude('failed', 'No budget'))
      .then({
        type: 'NegotiationConcluded',
        data: {
          ...{ negotiationId, opportunityId, outcome: 'failed', terms: [], termsSha256: termsSha256([]) },
          ...{ rounds: 0, openRisks: 0, reason: 'No budget' },
        },
      });
  });
  it('is final until it is reopened; then the terms can be others, with another hash', () => {
    const reopened: NegotiationEvent = { type: 'NegotiationReopened', data: { negotiationId, opportunityId, reason: 'More seats' } };
    const reopen: Asked = { type: 'ReopenNegotiation', data: { negotiationId, reason: 'More seats' } };
    const withdrawn: NegotiationEvent = { type: 'NegotiationTermWithdrawn', data: withdraw.data };
    given(...settled, ended)
      .when(withdraw)
      .thenRefused('NegotiationEnded', { outcome: 'agreed' });
    given(...settled, ended)
      .when(reopen)
      .then(reopened);
    given(...settled)
      .when(reopen)
      .thenRefused('NegotiationNotEnded');
    const terms = [agreedOn('t9', 880)];
    const statements = [{ termId: 't9', statement: words.t9 }];
    given(...settled, ended, reopened, withdrawn, price('t9'), agreedPrice(880, 't9'))
      .when(conclude())
      .then({ type: 'NegotiationConcluded', data: { ...concluded, terms, statements, termsSha256: termsSha256(terms) } });
  });
});

describe('a negotiation', () => {
  it('is opened once', () => {
    given().when({ type: 'OpenNegotiation', data: opening }).then(opened);
    given(opened).when({ type: 'OpenNegotiation', data: opening }).thenNothing();
    given(opened)
      .when({ type: 'OpenNegotiation', data: { ...opening, ownerId: 'rep9' } })
      .thenRefused('NegotiationAlreadyOpened', { negotiationId });
    given().when(conclude()).thenRefused('NegotiationUnknown');
  });
  it('goes with its deal to another owner', () => {
    given(opened)
      .when({ type: 'HandOverNegotiation', data: { negotiationId, to: 'rep2' } })
      .then({ type: 'NegotiationHandedOver', data: { negotiationId, from: 'rep1', to: 'rep2' } });
    given(opened)
      .when({ type: 'HandOverNegotiation', data: { negotiationId, to: 'rep1' } })
      .thenNothing();
  });
});

/** A negotiation as it is folded, beside what of it is sealed, by kind and id. */
interface Kept {
  readonly negotiation: Negotiation;
  readonly sealed: Readonly<Record<string, Readonly<Record<string, { readonly statement?: string }>>>>;
}

const sealing = ({ negotiation: state, sealed }: Kept, event: RecordedEvent<NegotiationEvent>): Kept => {
  const { sealedFields } = entryFor(catalogue, event.type);
  const [kept, open] = [true, false].map((isSealed) =>
    Object.fromEntries(Object.entries(event.data).filter(([name]) => sealedFields.includes(name) === isSealed)),
  );
  const [kind, [, id]] = Object.entries(kinds).find(([, [type]]) => type === event.type) ?? ['', ['', '']];
  return {
    negotiation: negotiation.evolve(state, { ...event, data: open } as unknown as typeof event),
    sealed: { ...sealed, [kind]: { ...sealed[kind], [String(open?.[id])]: kept ?? {} } },
  };
};

/** The decider as it is used: what is sealed is not in the state that it decides on, and is opened for it where it can be. */
const sealedAway: Decider<Kept, Asked, NegotiationEvent, NegotiationRefusal> = {
  initialState: { negotiation: negotiation.initialState, sealed: {} },
  decide: (command, { negotiation: state, sealed }) => {
    const words = Object.entries(sealed.agreements ?? {}).map(([termId, { statement = '' }]) => [termId, digestOf(statement)]);
    return knowing.decide({ ...command, known: { opened: sealed, digests: Object.fromEntries(words), ...command.known } }, state);
  },
  evolve: sealing,
};

describe('any negotiation', () => {
  const minor = fc.constantFrom(700, 849, 850, 900);
  const secrets = fc.record({
    persons: fc.constantFrom(['rep1'], ['manager']),
    limits: fc.constantFrom(limits, limits, limits, undefined),
    readable: fc.constantFrom(true, true, true, false),
    towards: fc.boolean(),
  });
  const currency = fc.constantFrom('EUR', 'EUR', 'EUR', 'CNY');
  const text = fc.constantFrom('x', 'y');
  const by = fc.constantFrom('us' as const, 'customer' as const);
  const id = fc.constantFrom('t1', 't2', 't3');
  const told = fc.oneof(
    fc.constant<NegotiationCommand>({ type: 'OpenNegotiation', data: opening }),
    fc.constant<NegotiationCommand>({ type: 'OpenNegotiation', data: { ...opening, ownerId: 'rep9' } }),
    fc.constantFrom('rep1', 'rep2').map((to): NegotiationCommand => ({ type: 'HandOverNegotiation', data: { negotiationId, to } })),
    currency.map((code): NegotiationCommand => ({
      type: 'SetNegotiationStrategy',
      data: { negotiationId, objective: 'x', fallback: 'y', authorisedDiscountBp: 1500, floor: { minor: 800, currency: code } },
    })),
    fc
      .constantFrom(1, 1, 2)
      .map((version): NegotiationCommand => ({ type: 'ApproveNegotiationStrategy', data: { negotiationId, version } })),
    fc.tuple(fc.constantFrom('r1', 'r2'), text).map(([roundId, outcome]): NegotiationCommand => ({
      type: 'HoldNegotiationRound',
      data: { negotiationId, roundId, heldOn: '2026-06-02', asks: [], concessions: [], outcome },
    })),
    fc.tuple(id, by, minor, currency, text).map(([termId, from, amount, code, statement]): NegotiationCommand => ({
      type: 'ProposeNegotiationTerm',
      data: {
        ...{ negotiationId, termId, by: from, statement },
        topic: termId === 't2' ? 'service' : 'price',
        ...(statement === 'x' && termId !== 't2' ? { price: { minor: amount, currency: code } } : {}),
        ...(termId === 't2' && amount === 700 ? { price: eur(1) } : {}),
      },
    })),
    id.map((termId): NegotiationCommand => ({ type: 'AgreeNegotiationTerm', data: { negotiationId, termId } })),
    fc.constantFrom('t1', 't3').map((termId): NegotiationCommand => ({ type: 'AgreeNegotiationTerm', data: { negotiationId, termId } })),
    id.map((termId): NegotiationCommand => ({ type: 'WithdrawNegotiationTerm', data: { negotiationId, termId, reason: 'x' } })),
    text.map((statement): NegotiationCommand => ({
      type: 'IdentifyContractRisk',
      data: { negotiationId, riskId: 'k1', severity: 'low', statement },
    })),
    text.map((measure): NegotiationCommand => ({ type: 'MitigateContractRisk', data: { negotiationId, riskId: 'k1', measure } })),
    fc
      .constantFrom('agreed' as const, 'agreed' as const, 'failed' as const)
      .map((outcome): NegotiationCommand => ({ type: 'ConcludeNegotiation', data: { negotiationId, outcome } })),
    fc.constant<NegotiationCommand>({ type: 'ConcludeNegotiation', data: { negotiationId, outcome: 'failed', reason: 'x' } }),
    fc.constant<NegotiationCommand>({ type: 'ReopenNegotiation', data: { negotiationId, reason: 'x' } }),
    fc.constant<NegotiationCommand>({ type: 'ReopenNegotiation', data: { negotiationId, reason: 'x' } }),
  );
  const priced = { negotiationId, by: 'customer', topic: 'price', statement: 'x', price: eur(900) } as const;
  /** What has to be there before a price can be agreed on; by chance alone it seldom is. */
  const towardsTerms = (state: Negotiation): Asked | undefined => {
    if (state.status === 'unknown') return { type: 'OpenNegotiation', data: opening };
    const version = Object.keys(state.facts.strategies).length;
    if (state.status === 'ended' || version === 0) return undefined;
    const { approvals, agreements, proposals } = state.facts;
    if (Object.keys(approvals).length === 0) return approve(version, 'manager');
    if (!agreements.t1 || agreements.t3) return undefined;
    return proposals.t3
      ? { type: 'AgreeNegotiationTerm', data: { negotiationId, termId: 't3' } }
      : { type: 'ProposeNegotiationTerm', data: { ...priced, termId: 't3' } };
  };
  const moves: fc.Arbitrary<Move<Kept, Asked>> = fc.tuple(told, secrets).map(
    ([command, { towards, readable, ...known }]) =>
      ({ negotiation: state }) =>
        (towards && towardsTerms(state)) || ({ ...command, known: { ...known, ...(!readable && { opened: {}, digests: {} }) } } as Asked),
  );
  deciderProperties(sealedAway, moves, {
    newEachTime: ({ type }) => ['SetNegotiationStrategy', 'ReopenNegotiation', 'ConcludeNegotiation'].includes(type),
    reached: [
      ...['NegotiationOpened', 'NegotiationHandedOver', 'NegotiationStrategySet', 'NegotiationStrategyApproved', 'NegotiationRoundHeld'],
      ...['NegotiationTermProposed', 'NegotiationTermAgreed', 'NegotiationTermWithdrawn', 'ContractRiskIdentified'],
      ...['ContractRiskMitigated', 'NegotiationConcluded', 'NegotiationReopened'],
      ...['NegotiationUnknown', 'NegotiationAlreadyOpened', 'NegotiationEnded', 'NegotiationNotEnded', 'StatedOtherwise', 'NotOnFile'],
      ...['CurrencyDiffers', 'StrategyNotSet', 'StrategySuperseded', 'StrategyNotApproved', 'LimitsUnreadable', 'OwnStrategy'],
      ...['PriceMissing', 'PriceMisplaced', 'PriceUnreadable', 'PriceAlreadyAgreed', 'BelowFloor', 'TermWithdrawn', 'TermsUnreadable'],
      ...['RiskAlreadyMitigated', 'NoRoundHeld', 'TermsUnsettled', 'NothingAgreed', 'ReasonMissing'],
    ],
    length: 60,
  });
});
