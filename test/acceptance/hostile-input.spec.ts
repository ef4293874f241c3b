import type { webcrypto } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withStaff(await runningApp());
}, 120_000);
afterAll(() => running?.stop());

const money = { minor: 100, currency: 'CNY' };
const lead = { source: 'web', company: 'Acme' };
const deal = { name: 'Acme', company: 'Acme', expectedAmount: money, expectedSigningDate: '2027-01-31' };

/** Every failure is a problem document; none is 500, and none shows the program's insides. */
const problem = (answer: Answer, status: number, code?: string): Answer => {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String), instance: expect.any(String) });
  if (code !== undefined) expect(answer.body.type).toBe(`urn:dealtrail:problem:${code}`);
  expect(answer.text).not.toMatch(/node_modules|\.ts:|\.js:| {4}at /);
  return answer;
};

const fields = ({ body }: Answer): string[] => body.errors.map(({ field }: { field: string }) => field);

const eventsIn = async (stream: string): Promise<number> => (await running.app.keeping.store.read(stream)).length;

const openDeal = async (as: string): Promise<string> => {
  const opportunityId = `deal-${randomUUID()}`;
  const answer = await running.post('/v1/opportunities', { ...deal, opportunityId }, { as });
  expect(answer.status).toBe(201);
  return opportunityId;
};

describe('a body that is not I-JSON', () => {
  it.each([
    ['no end', '{"source":', 'source'],
    ['no JSON at all', 'hello', ''],
    ['a text after it', '{}{}', ''],
    ['a lone surrogate', '{"source":"web","company":"\\ud800"}', 'company'],
    ['a zero character', '{"source":"web","company":"a\\u0000b"}', 'company'],
    ['a member twice', '{"source":"web","company":"a","company":"b"}', 'company'],
    ['an integer beyond 2^53−1', '{"source":"web","company":"a","companySize":9007199254740993}', 'companySize'],
    ['a number beyond all', '{"source":"web","company":"a","companySize":1e999}', 'companySize'],
    ['a prototype', '{"__proto__":{"source":"web"},"company":"a"}', '__proto__'],
    ['nesting without end', `{"company":${'['.repeat(5000)}`, `company${'[0]'.repeat(31)}`],
  ])('with %s is 400 and names the place', async (_, body, field) => {
    const answer = problem(await running.send('/v1/leads', body, { as: 'sdr' }), 400, 'malformed');
    expect(fields(answer)).toEqual([field.slice(0, 200)]);
  });

  it('as bytes that are no UTF-8 is 400', async () => {
    problem(await running.send('/v1/leads', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), { as: 'sdr' }), 400, 'malformed');
    problem(await running.send('/v1/leads', Buffer.from('\ufeff{}'), { as: 'sdr' }), 400, 'malformed');
  });

  it('takes the largest integer that is kept exactly', async () => {
    const body = JSON.stringify({ ...deal, expectedAmount: { minor: Number.MAX_SAFE_INTEGER, currency: 'CNY' } });
    expect((await running.send('/v1/opportunities', body, { as: 'rita' })).status).toBe(201);
  });
});

describe('a body that is not as declared', () => {
  it.each([
    ['nothing', undefined, ['company', 'source']],
    ['a list', [], ['']],
    ['null', null, ['company', 'source']],
    ['a text', 'lead', ['']],
    ['an unknown field', { ...lead, admin: true }, ['admin']],
    ['wrong types', { source: 5, company: ['Acme'] }, ['company', 'source']],
    ['null where a text belongs', { ...lead, need: null }, ['need']],
    ['an unknown code', { ...lead, source: 'carrierPigeon' }, ['source']],
    ['too much text', { ...lead, company: 'x'.repeat(301) }, ['company']],
    ['too much text of pairs', { ...lead, company: '😀'.repeat(151) }, ['company']],
    ['an id that names no stream', { ...lead, leadId: '../users/admin' }, ['leadId']],
    ['an id too long for a stream', { ...lead, leadId: 'x'.repeat(121) }, ['leadId']],
    ['a time in the future', { ...lead, occurredAt: '2999-01-01T00:00:00.000Z' }, ['occurredAt']],
    ['a time in the year 1800', { ...lead, occurredAt: '1800-01-01T00:00:00.000Z' }, ['occurredAt']],
    ['a time that is none', { ...lead, occurredAt: '2026-02-30T00:00:00.000Z' }, ['occurredAt']],
    ['a time without milliseconds', { ...lead, occurredAt: '2026-02-03T00:00:00Z' }, ['occurredAt']],
  ])('%s is 400 and names each field', async (_, body, wrong) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = problem(await running.send('/v1/leads', text, { as: 'sdr' }), 400, 'invalid');
    expect(fields(answer).toSorted()).toEqual(wrong);
  });

  it('names fields inside of fields', async () => {
    const body = { as: 'SQL', bant: { budget: { met: 'yes', answer: '' }, need: { met: true, answer: 'x', extra: 1 }, whim: {} } };
    const answer = problem(await running.post('/v1/leads/l1/qualify', body, { as: 'sdr' }), 400, 'invalid');
    expect(fields(answer).toSorted()).toEqual(['bant.budget.answer', 'bant.budget.met', 'bant.need.extra', 'bant.whim']);
    const amounts = { ...deal, expectedAmount: { minor: 1.5, currency: 'yuan' }, expectedSigningDate: '2026-02-31' };
    expect(fields(problem(await running.post('/v1/opportunities', amounts, { as: 'rita' }), 400)).toSorted()).toEqual([
      'expectedAmount.currency',
      'expectedAmount.minor',
      'expectedSigningDate',
    ]);
  });

  it.each([-1, 1e15 + 0.5, '100', null, true])('takes no amount of %p', async (minor) => {
    problem(
      await running.post('/v1/opportunities', { ...deal, expectedAmount: { minor, currency: 'CNY' } }, { as: 'rita' }),
      400,
      'invalid',
    );
  });
});

describe('a request that is not as HTTP or the API has it', () => {
  it('with 10 MB is 413, however it is sent, and an unnamed sender is told 401', async () => {
    const ten = JSON.stringify({ ...lead, need: 'x'.repeat(10_000_000) });
    problem(await running.send('/v1/leads', ten, { as: 'sdr' }), 413, 'tooLarge');
    problem(await running.send('/v1/leads', ten), 401, 'unauthenticated');
    problem(await running.send('/v1/leads', inPieces(ten), { as: 'sdr' }), 413, 'tooLarge');
    expect((await running.get('/health/live')).status).toBe(200);
  });

  it('with 2 MB is 413, answered in full', async () => {
    const raw = await overSocket(
      `POST /v1/leads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await running.token('sdr')}\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n`,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 413 /);
    expect(raw).toContain('urn:dealtrail:problem:tooLarge');
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s is 415',
    async (type) => {
      problem(await running.post('/v1/leads', lead, { as: 'sdr', headers: { 'content-type': type } }), 415, 'unsupportedMediaType');
    },
  );

  it('to nowhere is 404, with the wrong method 405', async () => {
    problem(await running.get('/v1/nowhere', { as: 'sdr' }), 404, 'notFound');
    problem(await running.post('/v1/lead', lead, { as: 'sdr' }), 404, 'notFound');
    const wrong = problem(await running.get('/v1/leads/l1/qualify', { as: 'sdr' }), 405, 'methodNotAllowed');
    expect(wrong.headers.get('allow')).toBe('POST');
  });

  it.each([
    '/v1/leads/%zz/assign',
    '/v1/leads/%00/assign',
    `/v1/leads/${'x'.repeat(400)}/assign`,
    '/v1/leads/a%2Fb/assign',
    '/v1/leads/..%2f..%2fusers/assign',
  ])('to the address %s is refused', async (path) => {
    const answer = await running.post(path, { to: 'rita' }, { as: 'sdr' });
    problem(answer, answer.status);
    expect([400, 404, 414]).toContain(answer.status);
  });

  it('that is no HTTP gets a problem document too', async () => {
    const raw = await overSocket('GARBAGE\r\n\r\n');
    expect(raw).toMatch(/^HTTP\/1\.1 400 /);
    expect(raw).toContain('application/problem+json');
    const long = await overSocket(`GET /health/live HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['without a Host header', '', 400, 'malformed'],
    ['with an expectation that nobody knows', 'Host: x\r\nExpect: the-unexpected\r\n', 417, 'expectationFailed'],
  ])('%s gets a problem document, named or not', async (_, head, status, code) => {
    const authorization = `Authorization: Bearer ${await running.token('sdr')}\r\n`;
    for (const further of ['', authorization, `${authorization}Content-Type: application/json\r\nContent-Length: 2\r\n`]) {
      const raw = await overSocket(`POST /v1/leads HTTP/1.1\r\n${head}${further}\r\n`);
      expect(raw).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(raw).toContain('application/problem+json');
      expect(raw).toContain(`urn:dealtrail:problem:${code}`);
    }
  });

  it('in HTTP/1.0 needs no Host header', async () => {
    expect(await overSocket('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that wants to be told to go on is told so', async () => {
    const authorization = `Bearer ${await running.token('sdr')}`;
    const body = JSON.stringify(lead);
    const head = [
      'POST /v1/leads HTTP/1.1',
      'Host: x',
      `Authorization: ${authorization}`,
      'Idempotency-Key: going-on',
      'Expect: 100-continue',
    ];
    const raw = await overSocket([...head, 'Content-Type: application/json', `Content-Length: ${body.length}`, '', body].join('\r\n'));
    expect(raw).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
  });

  it.each([undefined, '', 'two words', 'ü', 'x'.repeat(201)])('with the Idempotency-Key %p is 400', async (key) => {
    const headers: Record<string, string> = { authorization: `Bearer ${await running.token('sdr')}`, 'content-type': 'application/json' };
    if (key !== undefined) headers['idempotency-key'] = Buffer.from(key, 'utf8').toString('latin1');
    const response = await fetch(`${running.url}/v1/leads`, { method: 'POST', headers, body: JSON.stringify(lead) });
    const text = await response.text();
    expect({ status: response.status, text }).toMatchObject({ status: 400 });
    expect(fields({ body: JSON.parse(text) } as Answer)).toEqual(['Idempotency-Key']);
  });

  it.each(['3', '"x"', '*', '"1", "2"', 'W/"1"', '"-5"'])('with If-Match %s is 400', async (header) => {
    const answer = problem(await running.post('/v1/leads', lead, { as: 'sdr', headers: { 'if-match': header } }), 400, 'invalid');
    expect(fields(answer)).toEqual(['If-Match']);
  });

  it.each(['x', '!!', Buffer.from('[1,2,3]').toString('base64url'), 'x'.repeat(2000)])('with the position %s is 400', async (position) => {
    problem(await running.get('/v1/funnel', { as: 'analyst', headers: { 'dealtrail-after': position } }), 400, 'invalid');
  });

  it('with a position of another ledger is 409', async () => {
    const position = Buffer.from(JSON.stringify([randomUUID(), 'lead-x', 0])).toString('base64url');
    problem(await running.get('/v1/funnel', { as: 'analyst', headers: { 'dealtrail-after': position } }), 409, 'conflict');
  });

  it('keeps a correlation id that can be kept, and makes one otherwise', async () => {
    const kept = await running.get('/v1/nowhere', { headers: { 'x-correlation-id': 'trace-1' } });
    expect(kept.body.correlationId).toBe('trace-1');
    const made = await running.get('/v1/nowhere', { headers: { 'x-correlation-id': '{"a":1}' } });
    expect(made.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

/** Without saying beforehand how much it will be. */
const inPieces = (text: string): ReadableStream => new Blob([text]).stream();

/** Writes as it is and reads until the other side closes or says nothing more. */
const overSocket = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(running.url);
    let said = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const done = () => {
      socket.destroy();
      resolve(said);
    };
    socket.on('data', (chunk) => {
      said += chunk.toString();
      if (/\r\n\r\n.*\}$/s.test(said)) done();
    });
    socket.on('end', done);
    socket.on('error', reject);
  });

describe('who is not let in', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const claims = { sub: 'sdr', iss: 'urn:dealtrail:local', aud: 'dealtrail' };

  const own = async (): Promise<{ jwk: JWK; key: webcrypto.CryptoKey }> => {
    const jwk = JSON.parse(await readFile(join(running.app.config.dataDir, 'token-key.json'), 'utf8')) as JWK;
    return { jwk, key: (await importJWK(jwk, 'EdDSA')) as webcrypto.CryptoKey };
  };
  const signed = async (changes: Record<string, unknown>): Promise<string> => {
    const { key } = await own();
    return new SignJWT({ ...claims, exp: now() + 60, ...changes }).setProtectedHeader({ alg: 'EdDSA' }).sign(key);
  };

  const tokens: Readonly<Record<string, () => string | Promise<string>>> = {
    'no token at all but a word': () => 'token',
    'three parts of nothing': () => 'a.b.c',
    'an endless token': () => 'a'.repeat(9_000),
    'without signature': () => new UnsecuredJWT({ ...claims }).setExpirationTime('1h').encode(),
    'signed with a shared secret made of the public key': async () => {
      const { jwk } = await own();
      return new SignJWT({ ...claims, exp: now() + 60 }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(jwk.x ?? '', 'base64url'));
    },
    'signed by somebody else': async () => {
      const { privateKey } = await generateKeyPair('EdDSA');
      return new SignJWT({ ...claims, exp: now() + 60 }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
    },
    'signed by somebody else who brings their key': async () => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA');
      const jwk = await exportJWK(publicKey);
      return new SignJWT({ ...claims, exp: now() + 60 }).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(privateKey);
    },
    expired: () => signed({ exp: now() - 1 }),
    'without an end': () => signed({ exp: undefined }),
    'not valid yet': () => signed({ nbf: now() + 600 }),
    'of another issuer': () => signed({ iss: 'https://elsewhere.example' }),
    'for another audience': () => signed({ aud: 'payroll' }),
    'about nobody': () => signed({ sub: undefined }),
    'about a path': () => signed({ sub: '../operator' }),
  };

  it.each(Object.keys(tokens))('a token %s is 401', async (name) => {
    const token = await tokens[name]?.();
    for (const answer of [
      await running.post('/v1/leads', lead, { headers: { authorization: `Bearer ${token}` } }),
      await running.get('/v1/funnel', { headers: { authorization: `Bearer ${token}` } }),
    ])
      expect(problem(answer, 401, 'unauthenticated').headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('a token whose claims were changed is 401', async () => {
    const [head, , signature] = (await running.token('sdr')).split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'operator', exp: now() + 60 })).toString('base64url');
    problem(await running.post('/v1/leads', lead, { headers: { authorization: `Bearer ${head}.${forged}.${signature}` } }), 401);
  });

  it('a good token is let in until its end, and not a second longer', async () => {
    const { identityProvider, fixedKeys } = await import('#platform');
    const { jwk } = await own();
    const { d, ...published } = jwk;
    let time = Date.now();
    const rules = { issuer: 'urn:dealtrail:local', audience: 'dealtrail', algorithms: ['EdDSA'] };
    const identify = identityProvider(fixedKeys({ keys: [published] }), rules, () => time);
    const token = await signed({ exp: Math.floor(time / 1000) + 60 });
    expect(await identify(token)).toEqual({ userId: 'sdr' });
    expect(identify(token)).toEqual({ userId: 'sdr' });
    time += 61_000;
    await expect(async () => identify(token)).rejects.toThrow('expired');
  });

  it.each([
    '/v1/funnel',
    '/v1/forecast',
    '/v1/leads',
    '/v1/opportunities',
    '/v1/deals/x/history',
    '/v1/ledger/proofs/inclusion?index=0',
    '/v1/operations/projections',
  ])('nobody unnamed reads %s', async (path) => {
    problem(await running.get(path), 401, 'unauthenticated');
  });

  it('lets anyone see health, the ledger’s head and the API’s description', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/v1/ledger/head',
      '/openapi.json',
      '/openapi.yaml',
      '/docs',
      '/docs/swagger-ui.css',
    ])
      expect({ path, status: (await running.get(path)).status }).toEqual({ path, status: 200 });
  });

  it('knows who is unknown, and who was deactivated, from the log alone', async () => {
    problem(await running.post('/v1/leads', lead, { as: 'stranger' }), 403, 'denied');
    problem(await running.get('/v1/funnel', { as: 'stranger' }), 403, 'denied');
    await running.post('/v1/users', { userId: 'leaver' }, { as: 'operator' });
    await running.post('/v1/users/leaver/roles', { role: 'SDR' }, { as: 'operator' });
    expect((await running.post('/v1/leads', lead, { as: 'leaver' })).status).toBe(201);
    expect((await running.post('/v1/users/leaver/deactivate', {}, { as: 'operator' })).status).toBe(200);
    problem(await running.post('/v1/leads', lead, { as: 'leaver' }), 403, 'denied');
  });

  it('judges by the roles of now from the answer to their change on, however much is under way', async () => {
    await running.post('/v1/users', { userId: 'turncoat' }, { as: 'operator' });
    const leads = async (): Promise<number> => (await running.get('/v1/leads', { as: 'turncoat' })).status;
    let stopping = false;
    const busy = async (): Promise<void> => {
      while (!stopping) await leads();
    };
    const load = Array.from({ length: 10 }, busy);
    const change = async (path: string): Promise<number[]> => {
      expect((await running.post(`/v1/users/turncoat/${path}`, { role: 'SDR' }, { as: 'operator' })).status).toBe(200);
      return Promise.all(Array.from({ length: 5 }, leads));
    };
    try {
      for (let round = 0; round < 10; round += 1) {
        expect(await change('roles')).toEqual([200, 200, 200, 200, 200]);
        expect(await change('roles/revoke')).toEqual([403, 403, 403, 403, 403]);
      }
    } finally {
      stopping = true;
      await Promise.all(load);
    }
  });

  it('lets nobody widen their own authority', async () => {
    problem(await running.post('/v1/users/operator/roles', { role: 'COMPLIANCE' }, { as: 'operator' }), 403, 'denied');
    problem(await running.post('/v1/users/rita/roles', { role: 'ADMIN' }, { as: 'rita' }), 403, 'denied');
  });

  it('keeps a trace of who tried', async () => {
    const mine = await openDeal('rita');
    problem(await running.post(`/v1/opportunities/${mine}/win`, {}, { as: 'rolf' }), 403, 'denied');
    problem(await running.post('/v1/opportunities/nothing/win', {}, { as: 'rolf' }), 404, 'notFound');
    const tries = async () =>
      (await running.app.keeping.store.read('attempts-rolf')).map(({ data }) => JSON.parse(data.toString('utf8')) as unknown);
    for (let seen = await tries(); seen.length < 2; seen = await tries());
    expect(await tries()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ command: 'WinOpportunity', stream: `opportunity-${mine}`, outcome: 'denied' }),
        expect.objectContaining({ command: 'WinOpportunity', stream: 'opportunity-nothing', outcome: 'notFound' }),
      ]),
    );
  });

  it('keeps no flood of traces', async () => {
    await running.post('/v1/users', { userId: 'knocker' }, { as: 'operator' });
    const knocks = await Promise.all(Array.from({ length: 120 }, () => running.post('/v1/leads', lead, { as: 'knocker' })));
    for (const answer of knocks) problem(answer, 403, 'denied');
    await running.app.keeping.store.read('attempts-knocker');
    expect(await eventsIn('attempts-knocker')).toBeLessThanOrEqual(60);
  });
});

describe('the same command again', () => {
  const answers = async (requests: readonly Promise<Answer>[]) =>
    (await Promise.all(requests)).map(({ status, text }) => ({ status, text }));

  it('many times at once has one effect and one answer', async () => {
    const id = await openDeal('rita');
    const key = randomUUID();
    const all = await answers(
      Array.from({ length: 40 }, () => running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'rita', key })),
    );
    expect(all[0]).toMatchObject({ status: 200 });
    for (const answer of all) expect(answer).toEqual(all[0]);
    expect(await eventsIn(`opportunity-${id}`)).toBe(2);
  });

  it('that was refused is refused with the same bytes, even once nothing stands in its way', async () => {
    const id = await openDeal('rita');
    const key = randomUUID();
    const advance = () => running.post(`/v1/opportunities/${id}/advance`, { to: 'S4' }, { as: 'rita', key });
    const first = problem(await advance(), 409, 'refused');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    await running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'rita' });
    const again = problem(await advance(), 409, 'refused');
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await running.post(`/v1/opportunities/${id}/advance`, { to: 'S4' }, { as: 'rita' })).status).toBe(200);
    expect((await advance()).text).toBe(first.text);
  });

  it('after the state moved on gets the first answer', async () => {
    const id = await openDeal('rita');
    const key = randomUUID();
    const first = await running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'rita', key });
    await running.post(`/v1/opportunities/${id}/regress`, { to: 'S2', reason: 'again' }, { as: 'rita' });
    const again = await running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'rita', key });
    expect({ status: again.status, text: again.text, etag: again.headers.get('etag') }).toEqual({
      status: first.status,
      text: first.text,
      etag: first.headers.get('etag'),
    });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await eventsIn(`opportunity-${id}`)).toBe(3);
  });

  it('without an id of its own makes one thing', async () => {
    const key = randomUUID();
    const made = await answers(Array.from({ length: 10 }, () => running.post('/v1/leads', lead, { as: 'sdr', key })));
    for (const answer of made) expect(answer).toEqual(made[0]);
    expect(made[0]).toMatchObject({ status: 201 });
  });

  it('with another body is 422, and has no effect', async () => {
    const id = await openDeal('rita');
    const key = randomUUID();
    expect((await running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'rita', key })).status).toBe(200);
    problem(await running.post(`/v1/opportunities/${id}/advance`, { to: 'S4' }, { as: 'rita', key }), 422, 'keyReused');
    problem(await running.post(`/v1/opportunities/${id}/win`, {}, { as: 'rita', key }), 422, 'keyReused');
    expect(await eventsIn(`opportunity-${id}`)).toBe(2);
    const reordered = await running.send(`/v1/opportunities/${id}/advance`, ' { "to" :\n"S3" } ', { as: 'rita', key });
    expect(reordered.status).toBe(200);
  });

  it('by another user is another command', async () => {
    const id = await openDeal('rita');
    const key = randomUUID();
    expect((await running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'rita', key })).body.outcome).toBe('accepted');
    expect((await running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: 'mona', key })).body.outcome).toBe('noEffect');
  });

  it('after its answer was lost gets that answer', async () => {
    const id = await openDeal('rita');
    for (const to of ['S3', 'S4', 'S5', 'S6']) {
      const key = randomUUID();
      const lost = new AbortController();
      const request = running.post(`/v1/opportunities/${id}/advance`, { to }, { as: 'rita', key, signal: lost.signal });
      const before = await eventsIn(`opportunity-${id}`);
      while ((await eventsIn(`opportunity-${id}`)) === before && before < 2 + ['S3', 'S4', 'S5', 'S6'].indexOf(to));
      lost.abort();
      await request.catch(() => undefined);
      const again = await running.post(`/v1/opportunities/${id}/advance`, { to }, { as: 'rita', key });
      expect(again.body).toMatchObject({ outcome: 'accepted', events: ['OpportunityAdvanced'] });
    }
    expect(await eventsIn(`opportunity-${id}`)).toBe(5);
  });
});

describe('races on one deal', () => {
  it('let exactly one of many rivals win a stage, and answer all', async () => {
    const id = await openDeal('rita');
    const rivals = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        running.post(`/v1/opportunities/${id}/advance`, { to: 'S3' }, { as: at % 2 ? 'rita' : 'mona' }),
      ),
    );
    const outcomes = rivals.map(({ status, body }) => `${status} ${body.outcome}`);
    expect(outcomes.filter((outcome) => outcome === '200 accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '200 noEffect')).toHaveLength(49);
    expect(await eventsIn(`opportunity-${id}`)).toBe(51);
  });

  it('let exactly one of many with the same If-Match through', async () => {
    const id = await openDeal('rita');
    const rivals = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        running.post(`/v1/opportunities/${id}/forecast`, { probability: at + 1 }, { as: 'rita', headers: { 'if-match': '"0"' } }),
      ),
    );
    const statuses = rivals.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(29);
  });

  it('lose a deal and reopen it in turn, never twice in a row', async () => {
    const id = await openDeal('rita');
    const rivals = await Promise.all([
      ...Array.from({ length: 10 }, () => running.post(`/v1/opportunities/${id}/lose`, { reason: 'price' }, { as: 'rita' })),
      ...Array.from({ length: 10 }, () => running.post(`/v1/opportunities/${id}/reopen`, { reason: 'again' }, { as: 'rita' })),
    ]);
    for (const answer of rivals) expect([200, 409]).toContain(answer.status);
    const kinds = (await running.app.keeping.store.read(`opportunity-${id}`)).map(
      ({ entry }) => (JSON.parse(entry.toString('utf8')) as { type: string }).type,
    );
    const changes = kinds.filter((kind) => kind === 'OpportunityLost' || kind === 'OpportunityReopened');
    for (const [at, kind] of changes.entries()) expect(kind).toBe(at % 2 === 0 ? 'OpportunityLost' : 'OpportunityReopened');
  });

  it('open one thing under one id', async () => {
    const opportunityId = `deal-${randomUUID()}`;
    const rivals = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        running.post('/v1/opportunities', { ...deal, opportunityId, name: `Acme ${at}` }, { as: 'rita' }),
      ),
    );
    expect(rivals.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of rivals.filter(({ status }) => status !== 201)) problem(answer, 409, 'refused');
  });
});
