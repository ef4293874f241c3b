import { randomUUID } from 'node:crypto';
import { termsSha256 } from '#rules';
import { accepted, refused } from '../support/attempted.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withStaff(await runningApp());
}, 120_000);
afterAll(() => running?.stop());

const money = (minor: number) => ({ minor, currency: 'CNY' });
const today = new Date().toISOString().slice(0, 10);
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

describe('a negotiation (L45, L149–L152, L270–L272)', () => {
  const deal = `deal-${randomUUID()}`;
  const on = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
  const at = (path: string, body: object, as = 'rita') => running.post(`/v1/negotiations/n-${deal}/${path}`, body, { as });
  const strategy = { objective: 'Two years', floor: money(800_000), authorisedDiscountBp: 1_500, fallback: 'The first phase only' };

  /** What the deal was told of the negotiation, the last of each kind once all of it was told. */
  const noted = async (progress: string, of = 'terms') => {
    const last = async () => {
      const notes = (await running.app.keeping.store.read(`opportunity-${deal}`))
        .map(({ data }) => JSON.parse(data.toString('utf8')) as { readonly noteId?: string; readonly progress?: string })
        .filter(({ noteId }) => noteId === `n-${deal}.${of}`);
      return notes.at(-1);
    };
    expect(await until(async () => (await last())?.progress === progress)).toBe(true);
    return last();
  };

  it('is entered by the deal, about an issued quote, and opened in its case', async () => {
    const opening = { opportunityId: deal, name: 'Planning', company: 'Acme', expectedAmount: money(1), expectedSigningDate: tomorrow };
    const { body } = accepted(await running.post('/v1/opportunities', opening, { as: 'rita' }));
    const line = { lineId: 'l1', description: 'Seats', quantity: '1', unitListPrice: money(1_000_000) };
    accepted(await on('quotes', { quoteId: 'q1', currency: 'CNY', validUntil: tomorrow, lines: [line] }));
    refused(await on('negotiations', { negotiationId: `n-${deal}`, quoteId: 'q1' }), 'QuoteNotIssued');
    accepted(await on('quotes/issue', { quoteId: 'q1', version: 1 }));
    accepted(await on('negotiations', { negotiationId: `n-${deal}`, quoteId: 'q1' }));
    refused(await on('negotiations', { negotiationId: 'another' }), 'NegotiationUnderWay');
    const stream = () => running.app.keeping.store.read(`negotiation-n-${deal}`);
    expect(await until(async () => (await stream()).length > 0)).toBe(true);
    expect((await stream())[0]?.caseId).toBe(body.caseId);
  });

  it('has a strategy that binds once a manager, not the owner, approves it', async () => {
    expect(await at('strategies', { ...strategy, floor: undefined })).toMatchObject({ status: 400 });
    accepted(await at('strategies', strategy));
    refused(await at('terms', { termId: 't1', by: 'us', topic: 'price', statement: 'Net', price: money(900_000) }), 'StrategyNotApproved');
    expect(await at('strategies/approve', { version: 1 })).toMatchObject({ status: 403 });
    expect(await at('strategies/approve', { version: 1 }, 'sven')).toMatchObject({ status: 403 });
    accepted(await at('strategies/approve', { version: 1 }, 'mona'));
    expect(await noted('strategySet', 'strategy')).toMatchObject({ version: 1 });
  });

  it('goes through rounds and terms, within the limits', async () => {
    const concessions = [{ by: 'us', topic: 'payment', given: '45 days', inReturn: 'Two years' }];
    accepted(
      await at('rounds', { heldOn: today, asks: [{ by: 'customer', topic: 'price', statement: 'Less' }], concessions, outcome: 'Nearer' }),
    );
    const price = { by: 'us', topic: 'price', statement: 'Net' };
    refused(await at('terms', { termId: 't1', ...price, price: money(849_999) }), 'BelowFloor');
    accepted(await at('terms', { termId: 't1', ...price, price: money(850_000) }));
    accepted(await at('terms', { termId: 't2', by: 'customer', topic: 'payment', statement: 'After acceptance', paymentDays: 45 }));
    refused(await at('conclude', { outcome: 'agreed' }), 'TermsUnsettled');
    accepted(await at('terms/agree', { termId: 't1' }));
    accepted(await at('terms/agree', { termId: 't2' }));
  });

  const statementDigest = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
  /** As the deal is told them: their words by a digest only. */
  const terms = (minor: number) => [
    { termId: minor === 850_000 ? 't1' : 't3', topic: 'price' as const, statementDigest, price: money(minor) },
    { termId: 't2', topic: 'payment' as const, statementDigest, paymentDays: 45 },
  ];
  type Told = { readonly terms: Parameters<typeof termsSha256>[0]; readonly termsSha256: string };

  it('has risks found and settled, by legal or whoever negotiates (L152)', async () => {
    accepted(await at('risks', { riskId: 'k1', severity: 'high', statement: 'Late servers' }, 'contracts'));
    expect(await noted('risksChanged', 'risks')).toMatchObject({ openRisks: 1 });
    accepted(await at('risks/mitigate', { riskId: 'k1', measure: 'Our cloud' }));
    expect(await until(async () => ((await noted('risksChanged', 'risks')) as { openRisks?: number }).openRisks === 0)).toBe(true);
  });

  it('is concluded on the agreed terms, and the deal is told', async () => {
    accepted(await at('conclude', { outcome: 'agreed' }));
    const told = (await noted('concluded')) as unknown as Told;
    expect(told).toMatchObject({ openRisks: 0 });
    expect(told.terms).toEqual(terms(850_000));
    expect(told.termsSha256).toBe(termsSha256(told.terms));
    refused(await at('terms/withdraw', { termId: 't1', reason: 'x' }), 'NegotiationEnded');
  });

  it('goes on when it is reopened; the deal is told of that, and of the other terms', async () => {
    accepted(await at('reopen', { reason: 'More seats' }));
    await noted('reopened');
    accepted(await at('terms/withdraw', { termId: 't1', reason: 'More seats' }));
    accepted(await at('terms', { termId: 't3', by: 'us', topic: 'price', statement: 'Net', price: money(880_000) }));
    accepted(await at('terms/agree', { termId: 't3' }));
    accepted(await at('conclude', { outcome: 'agreed' }));
    const sorted = terms(880_000).toSorted((one, other) => (one.termId < other.termId ? -1 : 1));
    const told = (await noted('concluded')) as unknown as Told;
    expect(told.terms).toEqual(sorted);
    expect(told.termsSha256).toBe(termsSha256(told.terms));
  });

  it('goes with its deal to another owner, and with it the right to read it', async () => {
    accepted(await on('reassign', { to: 'rolf' }, 'mona'));
    const handedOver = async () =>
      (await running.app.keeping.store.read(`negotiation-n-${deal}`)).some(({ entry }) => entry.includes('NegotiationHandedOver'));
    expect(await until(handedOver)).toBe(true);
    expect(await at('reopen', { reason: 'x' })).toMatchObject({ status: 403 });
    accepted(await at('reopen', { reason: 'x' }, 'rolf'));
  });

  it('helps the customer with its own purchase (L46)', async () => {
    accepted(await on('procurement-steps', { step: 'Committee', status: 'inProgress', onDay: today, support: 'A comparison' }, 'rolf'));
  });
});
