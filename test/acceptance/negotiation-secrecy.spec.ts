import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { contracts, negotiations, opportunities, sealedPartsOf, unsealWith, type EventDefinition } from '#event-contracts';
import { messageOf } from '#kafka';
import { commandLineOf, type Ended } from '../support/command-line.ts';
import { readEventStream } from '../support/event-stream.ts';
import { accepted } from '../support/attempted.ts';
import { freeTextOf } from '../support/free-text.ts';
import { asAnalyst, readable } from '../support/kept-from-analysts.ts';
import { withMembers } from '../support/members.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { signedInContract } from '../support/signed-in-contract.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
const deal = `deal-${randomUUID()}`;
const negotiation = `negotiation-${randomUUID()}`;
const contract = `contract-${randomUUID()}`;

const money = (minor: number) => ({ minor, currency: 'CNY' });
/** What nobody may find who may not read it; chosen so that it is found nowhere by chance. */
const floor = 765_432_123;
const customersPrice = 711_777_333;
/** Open: it is what the contract says. */
const agreedPrice = 899_999_999;
/** What stands in whatever people write in their own words: who writes the floor down writes it in any of them. */
const marker = 'Nordlicht';
const inWords = (where: string): string => `${marker} in the ${where}`;
const fallback = inWords('fallback');
const secret = new RegExp(`${floor}|${customersPrice}|${marker}|authorisedDiscountBp`);
/** The same as people write amounts, which is how a terminal shows them. */
const written = ['7,654,321.23 CNY', '7,117,773.33 CNY'] as const;
const secretInWriting = new RegExp(`${secret.source}|${written.join('|').replaceAll('.', '\\.')}`);

/** Where the marker stands, each in a field of its own. */
const said = [
  ...['objective', 'fallback', 'ask', 'concession', 'return', 'outcome', 'statement', 'withdrawal', 'risk', 'measure', 'conclusion'],
  'reopening',
] as const;

/** On the team of the deal, or looking on: each without the right to read what is negotiated. */
const without = ['pia', 'lena', 'analyst', 'hub', 'contracts', 'rolf', 'sven'] as const;
const withRight = ['rita', 'mona', 'dora', 'boss', 'fina', 'compliance', 'aud'] as const;

/** Bytes as the text that was written: in hexadecimal nobody would find it. */
const inTheClear = (row: string): string => row.replace(/\\+x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('utf8'));

const on = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
const at = (path: string, body: object, as = 'rita') => running.post(`/v1/negotiations/${negotiation}/${path}`, body, { as });
const price = (minor: number, by = 'us') => ({ by, topic: 'price', statement: inWords('statement'), price: money(minor) });
const today = new Date().toISOString().slice(0, 10);

/** Until the contract knows what was agreed on: everything that is said in words, but why it goes on. */
const untilAgreed = async (): Promise<void> => {
  accepted(await at('strategies', { objective: inWords('objective'), floor: money(floor), authorisedDiscountBp: 1777, fallback }));
  accepted(await at('strategies/approve', { version: 1 }, 'mona'));
  const asks = [{ by: 'customer', topic: 'price', statement: inWords('ask') }];
  const concessions = [{ by: 'us', topic: 'payment', given: inWords('concession'), inReturn: inWords('return') }];
  accepted(await at('rounds', { heldOn: today, asks, concessions, outcome: inWords('outcome') }));
  accepted(await at('terms', { termId: 'net', ...price(agreedPrice) }));
  accepted(await at('terms/agree', { termId: 'net' }));
  accepted(await at('risks', { riskId: 'k1', severity: 'high', statement: inWords('risk') }));
  accepted(await at('risks/mitigate', { riskId: 'k1', measure: inWords('measure') }));
  accepted(await at('conclude', { outcome: 'agreed', reason: inWords('conclusion') }));
  const quote = { quoteId: 'q1', currency: 'CNY', validUntil: '2099-01-01' };
  accepted(
    await on('quotes', { ...quote, lines: [{ lineId: 'l1', description: 'Seats', quantity: '1', unitListPrice: money(agreedPrice) }] }),
  );
  accepted(await on('quotes/issue', { quoteId: 'q1', version: 1 }));
  accepted(await on('contracts', { contractId: contract, quoteId: 'q1' }));
  expect(await until(async () => (await storedIn(`contract-${contract}`)).some(isOf('NegotiatedTermsNoted')))).toBe(true);
};

const storedIn = (stream: string) => running.app.keeping.store.read(stream);
const isOf =
  (type: string) =>
  ({ entry }: { readonly entry: Buffer }): boolean =>
    entry.includes(`"type":"${type}"`);

beforeAll(async () => {
  const members = {
    pia: 'PRESALES',
    lena: 'LEGAL',
    hub: 'INTEGRATION',
    dora: 'SALES_DIRECTOR',
    boss: 'MANAGEMENT',
    fina: 'FINANCE',
    aud: 'AUDITOR',
  } as const;
  running = await withMembers(await withStaff(await runningApp({ config: { definitionsFile: signedInContract } })), members);
  const opening = {
    opportunityId: deal,
    name: 'Planning',
    company: 'Acme',
    expectedAmount: money(900_000_000),
    expectedSigningDate: '2099-01-01',
  };
  accepted(await running.post('/v1/opportunities', opening, { as: 'rita' }));
  accepted(await on('team-members', { userId: 'pia', role: 'PRESALES' }));
  accepted(await on('team-members', { userId: 'lena', role: 'LEGAL' }));
  accepted(await on('negotiations', { negotiationId: negotiation }));
  expect(await until(async () => (await storedIn(`negotiation-${negotiation}`)).length > 0)).toBe(true);
  await untilAgreed();
  accepted(await at('reopen', { reason: inWords('reopening') }));
  accepted(await at('terms/withdraw', { termId: 'net', reason: inWords('withdrawal') }));
  accepted(await at('terms', { termId: 't1', ...price(customersPrice, 'customer') }));
}, 180_000);
afterAll(() => running?.stop());

describe('what is said in a negotiation', () => {
  /** Where in an event the marker stands. */
  const placesIn = (path: string, value: unknown): readonly string[] => {
    if (typeof value === 'string') return value.includes(marker) ? [path] : [];
    if (Array.isArray(value)) return value.flatMap((member) => placesIn(`${path}[]`, member));
    return typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, member]) => placesIn(`${path}.${name}`, member))
      : [];
  };
  const definitions: readonly EventDefinition[] = Object.values(negotiations);
  const types = definitions.map(({ type }) => type);

  it('is marked wherever anybody may write anything, and told on nowhere', async () => {
    const found: string[] = [];
    for (const stored of [...(await storedIn(`negotiation-${negotiation}`)), ...(await storedIn(`contract-${contract}`))]) {
      const { type } = running.app.keeping.codec.decode(stored);
      for (const { eventId, ...part } of sealedPartsOf(stored)) {
        const opened = await unsealWith(running.app.keeping.vault, part, eventId);
        if (opened.kind === 'readable') found.push(...placesIn(type, opened.fields));
      }
    }
    const expected = freeTextOf(definitions).map(([path]) => path);
    expect(expected.length).toBeGreaterThan(12);
    expect([...new Set(found)].toSorted()).toEqual(expected.toSorted());
  });

  it('is known to deal and contract by its figures and a digest of its words', async () => {
    const { NegotiationNoted, NegotiatedTermsPassedOn } = opportunities;
    const told = [...(await storedIn(`opportunity-${deal}`)), ...(await storedIn(`contract-${contract}`))].map((stored) =>
      running.app.keeping.codec.decode(stored),
    );
    const statementDigest = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
    const terms = [{ termId: 'net', topic: 'price', statementDigest, price: money(agreedPrice) }];
    for (const { type } of [NegotiationNoted, NegotiatedTermsPassedOn, contracts.NegotiatedTermsNoted])
      expect(told.find((event) => event.type === type && 'terms' in event.data)?.data).toMatchObject({ terms });
    expect(types).not.toContain(NegotiationNoted.type);
  });
});

describe('the floor of a negotiation and what is said in it (L149, L270)', () => {
  const history = async (as: string): Promise<Answer> => {
    expect(await until(async () => (await running.app.keeping.ledger.unsequenced(1)) === 0)).toBe(true);
    const read = () => running.get(`/v1/deals/${deal}/history?limit=200`, { as: 'compliance' });
    expect(await until(async () => (await read()).text.includes('"termId":"t1"'))).toBe(true);
    return running.get(`/v1/deals/${deal}/history?limit=200`, { as });
  };

  it.each(withRight)('is shown in the audit to %s', async (as) => {
    const { text } = await history(as);
    expect(text).toMatch(String(floor));
    for (const where of said) expect(text).toContain(inWords(where));
  });

  it.each(without)('is shown in no audit to %s, on the deal’s team or not', async (as) => {
    const { status, text } = await history(as);
    expect([200, 403]).toContain(status);
    expect(text).not.toMatch(secret);
    if (status === 200) expect(text).toMatch(/"key":"audience-negotiation","state":"withheld"/);
  });

  it('is not to be found by trying: whoever may not read it may not ask for a price', async () => {
    for (const as of without)
      for (const [path, body] of [
        ['terms', price(floor - 1)],
        ['terms/agree', { termId: 't1' }],
        ['conclude', { outcome: 'agreed' }],
      ] as const)
        expect(await at(path, body, as)).toMatchObject({ status: 403 });
  });

  it('is not to be found by trying either: who may state a risk and not read one learns nothing of what others wrote', async () => {
    const risk = (riskId: string, statement: string) => ({ riskId, severity: 'high', statement });
    const stranger = async (path: string, body: object, reason: string) => {
      const { status, body: answer } = await at(path, body, 'lena');
      expect({ status, reason: answer.reason }).toEqual({ status: 409, reason });
      return answer.detail as string;
    };
    for (const [path, same, other, reason] of [
      ['risks', risk('k1', inWords('risk')), risk('k1', 'Something else'), 'StatedOtherwise'],
      ['risks/mitigate', { riskId: 'k1', measure: inWords('measure') }, { riskId: 'k1', measure: 'Another' }, 'RiskAlreadyMitigated'],
    ] as const)
      expect(await stranger(path, same, reason)).toBe(await stranger(path, other, reason));
    accepted(await at('risks', risk('k2', inWords('risk of hers')), 'lena'));
    for (const as of ['lena', 'rita'])
      expect((await at('risks', risk('k2', inWords('risk of hers')), as)).body).toMatchObject({ outcome: 'noEffect' });
    expect((await at('risks', risk('k2', 'Something else'), 'lena')).body).toMatchObject({ reason: 'StatedOtherwise' });
  });

  it('is named by no refusal, nor is what was tried or by how much it fell short', async () => {
    const said: string[] = [];
    for (const [path, body] of [
      ['terms', price(floor - 1)],
      ['terms', price(1)],
      ['terms/agree', { termId: 't1' }],
    ] as const) {
      const { status, body: answer, text } = await at(path, body);
      expect({ status, reason: answer.reason }).toEqual({ status: 409, reason: 'BelowFloor' });
      expect(answer.facts).toEqual({});
      expect(text).not.toMatch(secret);
      said.push(answer.detail as string);
    }
    expect(new Set(said).size).toBe(1);
    const refusals = (await running.app.keeping.store.read(`negotiation-${negotiation}`))
      .map(({ data }) => data.toString('utf8'))
      .filter((data) => data.includes('BelowFloor'));
    expect(refusals).toHaveLength(3);
    for (const data of refusals) expect(data).not.toMatch(/\d/);
  });

  it('is in no list of deals, approvals and contracts, nor in the contract', async () => {
    for (const as of [...without, ...withRight])
      for (const path of ['opportunities?limit=100', `opportunities/${deal}`, 'approvals', 'contracts', `contracts/${contract}`]) {
        const { status, text } = await running.get(`/v1/${path}`, { as });
        expect([200, 403, 404]).toContain(status);
        expect(text).not.toMatch(secret);
      }
    expect((await running.get(`/v1/contracts/${contract}`, { as: 'rita' })).text).toContain('termsSha256');
  });

  it('is in nothing that analysts read by SQL', async () => {
    const columns = await asAnalyst(running.connectionString, readable);
    expect(columns.get('analyst.audit.type')).toContain('NegotiationConcluded');
    expect([...columns].filter(([, text]) => secret.test(text)).map(([column]) => column)).toEqual([]);
  });

  it('is in no feed, page or stream', async () => {
    const { text } = await running.get('/v1/feed?from=start&limit=1000', { as: 'hub' });
    expect(text).toContain('NegotiationStrategySet');
    expect(text).not.toMatch(secret);
    const streamed = await readEventStream(running, '/v1/feed', { as: 'analyst' });
    expect(await until(() => streamed.events.some(({ type }) => type === 'NegotiationTermProposed'))).toBe(true);
    streamed.close();
    expect(JSON.stringify(streamed.events)).not.toMatch(secret);
  });

  it('goes to Kafka in no byte of a record', async () => {
    const events = await running.app.keeping.ledger.read(0, 10_000);
    const records = events.map((event) => messageOf({ partition: 0, ledgerId: running.app.ledgerId, prevIndex: event.index - 1, event }));
    const bytes = records.map(({ value, contents }) => [value, ...contents].map((part) => part.toString()).join('\n')).join('\n');
    expect(bytes).toContain('NegotiationStrategySet');
    expect(bytes).not.toMatch(secret);
  });

  it('is in no row of the database: who reads or dumps all of it has ciphertext', async () => {
    const client = new Client(running.connectionString);
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
         where table_schema not in ('pg_catalog', 'information_schema')`,
      );
      expect(tables.length).toBeGreaterThan(10);
      const all: string[] = [];
      for (const { name } of tables) {
        const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
        all.push(...rows.map(({ row }) => inTheClear(row)));
      }
      expect(all.filter((row) => row.includes('NegotiationStrategySet')).length).toBeGreaterThan(0);
      expect(all.filter((row) => secret.test(row))).toEqual([]);
    } finally {
      await client.end();
    }
  });
});

describe('the floor of a negotiation and what is said in it, by the command line (L149, L270)', () => {
  const { dealtrail } = commandLineOf(() => running);

  const history = [['history', deal]] as const;
  const asOf = [
    ['history', deal, '--as-of', '2099-01-01'],
    ['history', deal, '--as-of', new Date(Date.now() + 86_400_000).toISOString()],
  ] as const;
  const feed = [
    ['feed'],
    ['feed', '--from', '50'],
    ['feed', '--case', `case-${deal}`],
    ['feed', '--type', 'NegotiationStrategySet,NegotiationTermProposed'],
  ] as const;
  const worklist = [['worklist'], ['worklist', '--of', 'team'], ['worklist', '--of', 'all']] as const;

  /** The results of commands as people read them and as programs do. */
  const run = async (as: string, commands: readonly (readonly string[])[]): Promise<readonly Ended[]> => {
    const all: Ended[] = [];
    for (const argv of commands) for (const form of [[], ['--json']]) all.push(await dealtrail(as, ...argv, ...form));
    return all;
  };
  const codes = (all: readonly Ended[]) => [...new Set(all.map(({ code }) => code))];
  const printed = (all: readonly Ended[]): string => all.map(({ out, err }) => `${out}\n${err}`).join('\n');
  const mayReadDeal = (as: string): boolean => !['rolf', 'sven'].includes(as);
  const mayFollow = (as: string): boolean => ['analyst', 'hub', 'compliance', 'aud'].includes(as);

  beforeAll(async () => {
    expect(await until(async () => (await dealtrail('rita', 'history', deal)).out.includes('NegotiationTermProposed'))).toBe(true);
    expect(await until(async () => (await dealtrail('rita', 'worklist')).out.includes(deal))).toBe(true);
  });

  it.each(withRight)('stands in the history for %s, as the audit has it', async (as) => {
    const [text, json] = await run(as, history);
    for (const shown of [...written, 'authorisedDiscountBp: 1777', ...said.map(inWords)]) expect(text?.out).toContain(shown);
    expect(json?.out).toMatch(new RegExp(`"minor": ${floor}\\D`));
    expect(text?.out).not.toContain('withheld');
  });

  it.each(without)('stands in no history for %s, but that something is withheld', async (as) => {
    const told = await run(as, history);
    expect(codes(told)).toEqual([mayReadDeal(as) ? 0 : 1]);
    expect(printed(told)).not.toMatch(secretInWriting);
    if (mayReadDeal(as)) expect(told[0]?.out).toContain('sealed under audience-negotiation: withheld');
  });

  it.each(withRight)('stands in what %s exports', async (as) => {
    const { code, out } = await dealtrail(as, 'export', deal);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`"minor":${floor}\\D`));
    for (const where of said) expect(out).toContain(inWords(where));
  });

  it.each(without)('stands in nothing that %s exports', async (as) => {
    const told = await dealtrail(as, 'export', deal);
    expect(told.code).toBe(mayReadDeal(as) ? 0 : 1);
    expect(printed([told])).not.toMatch(secretInWriting);
    if (mayReadDeal(as)) expect(told.out).toContain('"key":"audience-negotiation","state":"withheld"');
  });

  it.each([...without, ...withRight])('is no part of the deal as it stood, for %s', async (as) => {
    const told = await run(as, asOf);
    expect(codes(told)).toEqual([mayReadDeal(as) ? 0 : 1]);
    expect(printed(told)).not.toMatch(secretInWriting);
    if (mayReadDeal(as)) for (const { out } of told) expect(out).toContain('Planning');
  });

  it.each([...without, ...withRight])('is on no page of the feed for %s, with or without the right to read it elsewhere', async (as) => {
    const told = await run(as, feed);
    expect(codes(told)).toEqual([mayFollow(as) ? 0 : 1]);
    expect(printed(told)).not.toMatch(secretInWriting);
    if (mayFollow(as)) for (const { out } of told) expect(out).toContain('NegotiationStrategySet');
  });

  it.each([...without, ...withRight])('is in no worklist for %s, deals, approvals and contracts', async (as) => {
    const told = await run(as, worklist);
    expect(codes(told)).toEqual([0]);
    expect(printed(told)).not.toMatch(secretInWriting);
    expect(told.slice(-2).map(({ out }) => out.includes(deal))).toEqual([mayReadDeal(as), mayReadDeal(as)]);
  });
});
