import fc from 'fast-check';
import { canonicalBytes, sha256Hex, type ApprovalNote, type OpportunityEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { discountMeasures } from '#rules';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { after, drafted, line, noted, noteOf, quoteOf, revised, seek, shaOf } from '../../../../../test/support/allowed-deal.ts';
import { allowance, deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import { eur } from '../../../../../test/support/proposed-deal.ts';
import type { SeekApproval } from './approvals.ts';
import type { Known } from './chapter.ts';

const { given } = specification(deal);

const fifthOff = ['q1', 1, line('seats', 1_000, 2_000)] as const;
const withinLimit = ['q1', 1, line('seats', 1_000, 1_000)] as const;

const issue = (quoteId = 'q1', version = 1, more: Partial<Known> = {}): AskedOfDeal => ({
  type: 'IssueQuote',
  data: { opportunityId, quoteId, version },
  known: more,
});
/** What was asked for, and granted: made where a test needs it, so that it is the test that fails when it cannot be made. */
const asked = (): readonly OpportunityEvent[] => after([opened, drafted(...fifthOff)], seek());
const granted = (): readonly OpportunityEvent[] => after(asked(), noted(asked()));

describe('issuing a quote within the limit (L149, L188)', () => {
  it('states by which matrix it was allowed', () =>
    expect(given(opened, drafted(...withinLimit)).when(issue()).decision).toMatchObject({
      events: [{ data: { authority: { matrix: allowance.matrix?.name, by: 'limit' } } }],
    }));
  it.each([
    ['a line', [line('a', 100, 1_600), line('b', 900, 0)]],
    ['the document', [line('a', 1_000, 1_210)]],
    ['a free item', [line('a', 1_000, 0), line('gift', 10, 10_000)]],
    ['an item without a list price', [line('a', 1_000, 0), line('gift', 0, 0)]],
  ])('refuses more than that: %s', (_, lines) =>
    given(opened, drafted('q1', 1, ...lines))
      .when(issue())
      .thenRefused('DiscountNotAuthorised', { quoteId: 'q1', matrix: allowance.matrix?.name }),
  );
  it('allows more to whoever is more, and nothing to whoever has no limit', () => {
    const history = [opened, drafted('q1', 1, line('a', 1_000, 2_500))];
    given(...history)
      .when(issue('q1', 1, { allowance: { ...allowance, ownerRoles: ['SALES_REP', 'SALES_DIRECTOR'] } }))
      .thenTypes('QuoteIssued');
    given(opened, drafted('q1', 1, line('a', 1_000, 100)))
      .when(issue('q1', 1, { allowance: { ...allowance, ownerRoles: ['SDR'] } }))
      .thenRefused('DiscountNotAuthorised');
  });
  it('allows nothing but the list price where no matrix is in force', () => {
    given(opened, drafted(...withinLimit))
      .when(issue('q1', 1, { allowance: { ownerRoles: ['SALES_REP'] } }))
      .thenRefused('DiscountNotAuthorised', { matrix: null });
    given(opened, drafted('q1', 1, line('a', 1_000, 0)))
      .when(issue('q1', 1, { allowance: { ownerRoles: ['SALES_REP'] } }))
      .thenTypes('QuoteIssued');
  });
  it('does nothing when it is issued, whatever the matrix says now', () =>
    given(...after([opened, drafted(...withinLimit)], issue()))
      .when(issue('q1', 1, { allowance: { ownerRoles: [] } }))
      .thenNothing());
});

describe('the whole deal (L188)', () => {
  const first = () => after([opened, drafted('q1', 1, line('a', 1_000, 1_200))], issue());
  const second = (...lines: readonly ReturnType<typeof line>[]) => [...first(), drafted('q2', 1, ...lines)];
  it('lets a second quote pass that stays within it', () =>
    given(...second(line('b', 1_000, 1_000)))
      .when(issue('q2'))
      .thenTypes('QuoteIssued'));
  it('catches free items in a second quote', () =>
    given(...second(line('b', 10, 10_000)))
      .when(issue('q2'))
      .thenRefused('DiscountNotAuthorised', { measures: { lineDiscountBp: 10_000 } }));
  it('catches a product whose list price is lower in a second quote', () => {
    const apart = after([opened, drafted('q1', 1, line('a', 1_000, 0, { productId: 'p1' }))], issue());
    given(...apart, drafted('q2', 1, line('b', 700, 0, { productId: 'p1' })))
      .when(issue('q2'))
      .thenRefused('DiscountNotAuthorised', { measures: { documentDiscountBp: 0, dealDiscountBp: 1_500 } });
  });
  it('catches a second quote beside one that was allowed more', () => {
    const large = after(granted(), issue());
    given(...large, drafted('q2', 1, line('b', 100, 1_000)))
      .when(issue('q2'))
      .thenRefused('DiscountNotAuthorised', { measures: { documentDiscountBp: 1_000, dealDiscountBp: 1_910 } });
  });
  it('counts what was withdrawn, or has expired, no longer', () => {
    const large = after(after(granted(), issue()), { type: 'WithdrawQuote', data: { opportunityId, quoteId: 'q1', reason: 'too much' } });
    given(...large, drafted('q2', 1, line('b', 100, 1_000)))
      .when(issue('q2'))
      .thenTypes('QuoteIssued');
    given(...after(granted(), issue()), {
      type: 'QuoteDrafted',
      data: { ...quoteOf('q2', 1, line('b', 100, 1_000)), validUntil: '2026-08-31' },
    })
      .when(issue('q2', 1, { now: '2026-07-02T08:00:00.000Z' }))
      .thenTypes('QuoteIssued');
  });
});

describe('asking for an approval (L149, L188)', () => {
  it('states what it measures by the deal itself, and who may not decide', () =>
    given(opened, drafted(...fifthOff))
      .when(seek())
      .then({
        type: 'DealApprovalSought',
        data: {
          ...{ opportunityId, approvalId: 'a1', barred: ['rep1'] },
          ask: {
            ...{ approvalId: 'a1', type: 'discount', opportunityId, ownerId: 'rep1', requestedBy: 'rep1', reason: 'Three sites' },
            subject: { kind: 'quote', id: 'q1', version: 1, contentSha256: shaOf(...fifthOff) },
            measures: { amount: eur(800), lineDiscountBp: 2_000, documentDiscountBp: 2_000, dealDiscountBp: 2_000 },
          },
        },
      }));
  it('bars who owned the deal before, who asks through whom, and who wrote the quote through whom', () => {
    const wrote = { userId: 'dan', rolesAtThatTime: [], userRevision: 0, channel: 'api', onBehalfOf: 'anna' } as const;
    const history = [opened, { ...drafted(...fifthOff), actor: wrote }, fact('OpportunityReassigned', { from: 'rep1', to: 'rep2' })];
    expect(given(...history).when(seek({}, { userId: 'rep2', persons: ['dina', 'rep2'] })).decision).toMatchObject({
      events: [{ data: { barred: ['rep1', 'rep2', 'dina', 'anna', 'dan'] } }],
    });
  });
  it('refuses what needs none', () =>
    given(opened, drafted(...withinLimit))
      .when(seek())
      .thenRefused('NothingToApprove', { because: 'withinAuthority' }));
  it('refuses a quote, or a proof of concept, that there is not', () => {
    given(opened).when(seek()).thenRefused('NotOnFile', { what: 'quote' });
    given(opened)
      .when(seek({ type: 'resource', subjectId: 'p9' }))
      .thenRefused('NotOnFile', { what: 'requested resource' });
  });
  it('is done once, and not beside one that is under way', () => {
    given(...asked())
      .when(seek())
      .thenNothing();
    given(...asked())
      .when(seek({ reason: 'another' }))
      .thenRefused('StatedOtherwise');
    given(...asked())
      .when(seek({ approvalId: 'a2' }))
      .thenRefused('ApprovalPending', { approvalId: 'a1' });
  });
  it('refuses what was approved already', () =>
    given(...granted())
      .when(seek({ approvalId: 'a2' }))
      .thenRefused('NothingToApprove', { because: 'approved', approvalId: 'a1' }));
  it('is possible again after it was sent back', () =>
    given(...after(asked(), noted(asked(), 'sentBack')))
      .when(seek({ approvalId: 'a2', reason: 'Explained better' }))
      .thenTypes('DealApprovalSought'));
  it('is refused where no matrix is in force', () =>
    given(opened, drafted(...fifthOff))
      .when(seek({}, { allowance: { ownerRoles: ['SALES_REP'] } }))
      .thenRefused('NoMatrixInForce'));
  it('takes terms of a quote to those who may allow them', () => {
    const terms: OpportunityEvent = { type: 'QuoteDrafted', data: { ...quoteOf(...withinLimit), terms: 'Unlimited liability' } };
    expect(given(opened, terms).when(seek({ type: 'nonStandardTerms' })).decision).toMatchObject({
      events: [{ data: { ask: { type: 'nonStandardTerms', measures: { deviations: 1 } } } }],
    });
    given(opened, drafted(...withinLimit))
      .when(seek({ type: 'nonStandardTerms' }))
      .thenRefused('NothingToApprove');
  });
});

describe('issuing a quote beyond the limit (L149, L188)', () => {
  it('waits for the approval, and names it', () =>
    given(...asked())
      .when(issue())
      .thenRefused('DiscountNotAuthorised', { approvalId: 'a1', standing: 'pending' }));
  it('goes out with the approval of this very content', () =>
    expect(given(...granted()).when(issue()).decision).toMatchObject({
      events: [{ data: { authority: { matrix: allowance.matrix?.name, by: 'approval', approvalId: 'a1' } } }],
    }));
  it.each(['rejected', 'sentBack', 'recalled', 'voided'] as const)('does not when it was %s', (outcome) =>
    given(...after(asked(), noted(asked(), outcome, [])))
      .when(issue())
      .thenRefused('DiscountNotAuthorised', { standing: outcome }),
  );
  it('does not on the word of whoever owned the deal ever, or owns it since', () => {
    const own = after(asked(), noted(asked(), 'granted', ['mona', 'dora']));
    given(...own, fact('OpportunityReassigned', { from: 'rep1', to: 'mona' }))
      .when(issue())
      .thenRefused('DiscountNotAuthorised', { standing: 'granted' });
  });
  it('is refused with both hashes when a cent has changed', () => {
    const cheaper = ['q1', 2, line('seats', 999, 2_000)] as const;
    const changed = after(granted(), {
      type: 'ReviseQuote',
      data: { opportunityId, quoteId: 'q1', currency: 'EUR', validUntil: '2026-06-30', lines: [line('seats', 999, 2_000)] },
    });
    expect(changed.slice(-2)).toEqual([
      revised(...cheaper),
      {
        type: 'DealApprovalOverturned',
        data: {
          ...{ opportunityId, approvalId: 'a1', because: 'contentChanged' },
          ...{ approvedSha256: shaOf(...fifthOff), currentSha256: shaOf(...cheaper) },
        },
      },
    ]);
    given(...changed)
      .when(issue('q1', 2))
      .thenRefused('DiscountNotAuthorised', {
        ...{ standing: 'overturned', approvedSha256: shaOf(...fifthOff), currentSha256: shaOf(...cheaper) },
      });
  });
  it('is refused when the approval comes after the content changed', () => {
    const changed = [...asked(), revised('q1', 2, line('seats', 999, 2_000))];
    const late = after(changed, noted(asked()));
    given(...late)
      .when(issue('q1', 2))
      .thenRefused('DiscountNotAuthorised');
  });
});

describe('what overturns an approval, in the same append', () => {
  const overturned = (because: string) => ({ type: 'DealApprovalOverturned', data: { approvalId: 'a1', because } });
  it('a new version, also while it is under way', () =>
    expect(
      given(...asked()).when({
        type: 'ReviseQuote',
        data: { opportunityId, quoteId: 'q1', currency: 'EUR', validUntil: '2026-07-31', lines: [line('seats', 1_000, 2_000)] },
      }).decision,
    ).toMatchObject({ events: [{ type: 'QuoteRevised' }, overturned('contentChanged')] }));
  it('the withdrawal of the quote', () =>
    expect(
      given(...after(granted(), issue())).when({ type: 'WithdrawQuote', data: { opportunityId, quoteId: 'q1', reason: 'too much' } })
        .decision,
    ).toMatchObject({ events: [{ type: 'QuoteWithdrawn' }, overturned('withdrawn')] }));
  it('another quote by which more is given away in all', () =>
    expect(given(...granted(), drafted('q2', 1, line('b', 500, 1_000))).when(issue('q2')).decision).toMatchObject({
      events: [{ type: 'QuoteIssued' }, overturned('dealGrew')],
    }));
  it('not so once the quote went out on it', () =>
    given(...after(granted(), issue()), drafted('q2', 1, line('b', 9_000, 0)))
      .when(issue('q2'))
      .thenTypes('QuoteIssued'));
  it('the loss of the deal', () =>
    expect(given(...asked()).when({ type: 'LoseOpportunity', data: { opportunityId, reason: 'price' } }).decision).toMatchObject({
      events: [{ type: 'OpportunityLost' }, overturned('dealEnded')],
    }));
  it('nothing that leaves it as it is', () =>
    given(...granted(), drafted('q2', 1, line('b', 500, 1_000)))
      .when({
        type: 'ReviseQuote',
        data: { opportunityId, quoteId: 'q2', currency: 'EUR', validUntil: '2026-07-31', lines: [line('b', 500, 0)] },
      })
      .thenTypes('QuoteRevised'));
});

describe('noting what became of an approval', () => {
  it('is done once', () =>
    given(...granted())
      .when(noted(asked()))
      .thenNothing());
  it('takes nothing that was not asked for', () => given(opened).when(noted(asked())).thenRefused('NotOnFile', { what: 'approval' }));
  it('is done after the deal has ended, too', () =>
    given(...after(asked(), { type: 'LoseOpportunity', data: { opportunityId, reason: 'price' } }))
      .when(noted(asked()))
      .thenTypes('DealApprovalNoted'));
  it('brings back nothing that was overturned', () => {
    const changed = after(asked(), {
      type: 'ReviseQuote',
      data: { opportunityId, quoteId: 'q1', currency: 'EUR', validUntil: '2026-06-30', lines: [line('seats', 999, 2_000)] },
    });
    given(...after(changed, noted(asked())))
      .when(issue('q1', 2))
      .thenRefused('DiscountNotAuthorised', { standing: 'overturned' });
  });
});

describe('a large proof of concept (L188)', () => {
  const requested = (personDays: number) =>
    fact('PocRequested', {
      pocId: 'p1',
      scope: 'One plant.',
      successCriteria: [{ criterionId: 'c1', text: 'It runs.' }],
      effort: { personDays },
    });
  const start: AskedOfDeal = { type: 'StartPoc', data: { opportunityId, pocId: 'p1' } };
  const ask = seek({ type: 'resource', subjectId: 'p1' });
  it('starts at once while it is small', () => given(opened, requested(20)).when(start).thenTypes('PocStarted'));
  it('waits for an approval beyond that', () => {
    given(opened, requested(21))
      .when(start)
      .thenRefused('ResourceNotApproved', { measures: { personDays: 21 }, limit: 20 });
    const resource = after([opened, requested(21)], ask);
    given(...resource)
      .when(start)
      .thenRefused('ResourceNotApproved', { approvalId: 'a1', standing: 'pending' });
    given(...after(resource, noted(resource)))
      .when(start)
      .thenTypes('PocStarted');
  });
  it('is asked for in the content of its request', () =>
    expect(given(opened, requested(30)).when(ask).decision).toMatchObject({
      events: [
        {
          data: {
            ask: {
              measures: { personDays: 30 },
              subject: { kind: 'poc', contentSha256: sha256Hex(canonicalBytes(requested(30).data)) },
            },
          },
        },
      ],
    }));
  it('needs no approval while it is small, nor any more once it is given up', () => {
    given(opened, requested(20)).when(ask).thenRefused('NothingToApprove');
    expect(
      given(...after([opened, requested(21)], ask)).when({ type: 'CancelPoc', data: { opportunityId, pocId: 'p1', reason: 'No time' } })
        .decision,
    ).toMatchObject({ events: [{ type: 'PocCancelled' }, { type: 'DealApprovalOverturned', data: { because: 'withdrawn' } }] });
  });
});

describe('any approvals of a deal', () => {
  const discounts = fc.constantFrom(1_000, 2_000, 4_000);
  const quoteId = fc.constantFrom('q1', 'q2');
  const given_ = (id: string, discountBp: number) => ({
    ...{ opportunityId, quoteId: id, currency: 'EUR', validUntil: '2026-06-30', lines: [line('a', 1_000, discountBp)] },
  });
  const move = (command: AskedOfDeal) => () => command;
  const noting = fc
    .tuple(
      fc.constantFrom('a1', 'a2'),
      fc.constantFrom<ApprovalNote['outcome']>('granted', 'granted', 'rejected'),
      fc.constantFrom(['mona'], ['rep1']),
    )
    .map(([approvalId, outcome, deciders]) => (state: Parameters<typeof deal.decide>[1]): AskedOfDeal => {
      const sought = 'facts' in state ? state.facts.approvalsSought[approvalId]?.data.ask : undefined;
      const note = sought
        ? {
            approvalId,
            type: sought.type,
            outcome,
            subject: sought.subject,
            matrix: allowance.matrix?.name ?? '',
            source: { eventId: 'g', stream: 's', revision: 1 },
          }
        : noteOf(asked(), 'a1', outcome);
      return { type: 'NoteDealApproval', data: { opportunityId, note, deciders } };
    });
  const poc: AskedOfDeal = {
    type: 'RequestPoc',
    data: { opportunityId, pocId: 'p1', scope: 'x', successCriteria: [{ criterionId: 'c', text: 't' }], effort: { personDays: 40 } },
  };
  const moves = fc.oneof(
    fc.constant(move(opening)),
    fc.tuple(quoteId, discounts).map(([id, bp]) => move({ type: 'DraftQuote', data: given_(id, bp) })),
    fc.tuple(quoteId, discounts).map(([id, bp]) => move({ type: 'ReviseQuote', data: given_(id, bp) })),
    ...[1, 2].map(() => fc.tuple(quoteId, fc.integer({ min: 1, max: 2 })).map(([id, version]) => move(issue(id, version)))),
    ...[1, 2].map(() =>
      fc
        .tuple(
          fc.constantFrom('a1', 'a2'),
          quoteId,
          fc.constantFrom<SeekApproval['data']['type']>('discount', 'discount', 'nonStandardTerms', 'resource'),
        )
        .map(([approvalId, subjectId, type]) => move(seek({ approvalId, type, subjectId: type === 'resource' ? 'p1' : subjectId }))),
    ),
    fc.constant(move(seek({ approvalId: 'a3' }, { allowance: { ownerRoles: [] } }))),
    ...[1, 2].map(() => noting),
    fc.constantFrom(move(poc), move({ type: 'StartPoc', data: { opportunityId, pocId: 'p1' } })),
    fc.constant(move({ type: 'WithdrawQuote', data: { opportunityId, quoteId: 'q1', reason: 'x' } })),
  );

  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'QuoteDrafted', 'QuoteRevised', 'QuoteIssued', 'QuoteWithdrawn', 'PocRequested', 'PocStarted'],
      ...['DealApprovalSought', 'DealApprovalNoted', 'DealApprovalOverturned'],
      ...['OpportunityUnknown', 'NotOnFile', 'StatedOtherwise', 'QuoteSuperseded', 'QuoteNotIssued'],
      ...['DiscountNotAuthorised', 'ResourceNotApproved', 'NoMatrixInForce', 'NothingToApprove', 'ApprovalPending'],
    ],
  });

  /** Of every quote that went out, with what the deal knew at that moment. */
  const issuedIn = (games: readonly ((state: Parameters<typeof deal.decide>[1]) => AskedOfDeal)[]) => {
    let [state, revision] = [deal.initialState, 0];
    return games.flatMap((game) => {
      const decision = deal.decide(game(state), state);
      if (decision.kind === 'refused') return [];
      const before = state;
      state = foldAll(deal, decision.events, state, revision);
      revision += decision.events.length;
      return decision.events.flatMap((event) =>
        event.type === 'QuoteIssued' && 'facts' in before ? [{ issued: event.data, facts: before.facts }] : [],
      );
    });
  };

  it('never let a quote out that gives more away than was allowed, for other content than was approved, or by its owner’s word', () =>
    fc.assert(
      fc.property(fc.array(moves, { minLength: 10, maxLength: 40, size: 'max' }), (games) => {
        for (const { issued, facts } of issuedIn(games)) {
          const { quoteId, contentSha256, authority } = issued;
          if (authority?.by === 'limit') {
            expect(discountMeasures(facts, quoteId, '2026-06-01T08:00:00.000Z')?.dealDiscountBp).toBeLessThanOrEqual(1_200);
            continue;
          }
          const approvalId = String(authority?.approvalId);
          expect(facts.approvalsSought[approvalId]?.data.ask.subject).toMatchObject({ id: quoteId, contentSha256 });
          expect(facts.approvalsNoted[approvalId]?.data).toMatchObject({ note: { outcome: 'granted' }, deciders: ['mona'] });
          expect(facts.approvalsOverturned[approvalId]).toBeUndefined();
        }
      }),
    ));
});
