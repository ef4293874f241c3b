import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { contentDigest } from '#platform';
import { runningApp, withStaff, type Answer, type Request, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

const limit = 1_000_000;

let running: RunningApp;
let database: pg.Client;
beforeAll(async () => {
  running = await withStaff(await runningApp({ config: { documentLimit: limit } }));
  database = new pg.Client({ connectionString: running.connectionString });
  await database.connect();
}, 120_000);
afterAll(async () => {
  await database?.end();
  await running?.stop();
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const figure = async (sql: string): Promise<number> => Number((await database.query<{ n: string }>(`select (${sql}) as n`)).rows[0]?.n);
const partsKept = () => figure('select count(*) from dealtrail.document_parts');
const uploads = () => figure('select count(*) from dealtrail.document_uploads');
const inTransaction = () =>
  figure(`select count(*) from pg_stat_activity where application_name = 'dealtrail documents' and state <> 'idle'`);

const send = (bytes: Uint8Array | ReadableStream, { headers, ...request }: Request = {}) =>
  running.send('/v1/documents', bytes, { as: 'rita', ...request, headers: { 'content-type': 'application/pdf', ...headers } });

const read = async (sha256: string, as = 'compliance') => {
  const headers = { authorization: `Bearer ${await running.token(as)}` };
  return fetch(`${running.url}/v1/documents/${sha256}`, { headers });
};

const problem = (answer: Answer, status: number, code: string): Answer => {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  expect(answer.body).toMatchObject({ status, type: `urn:dealtrail:problem:${code}`, detail: expect.any(String) });
  return answer;
};

/** A body in pieces, of which its server cannot know the length. */
const inPieces = (bytes: Buffer, size = 10_000): ReadableStream => {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, (at += size)));
    },
  });
};

describe('a document', () => {
  it('is received as bytes, hashed by the server, and read back as it came', async () => {
    const bytes = randomBytes(700_000);
    const sha256 = hashOf(bytes);
    const answer = await send(bytes);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 201,
      body: { sha256, size: 700_000, mediaType: 'application/pdf' },
    });
    expect(answer.headers.get('location')).toBe(`/v1/documents/${sha256}`);
    const back = await read(sha256);
    expect(back.status).toBe(200);
    expect(hashOf(Buffer.from(await back.arrayBuffer()))).toBe(sha256);
  });

  it('is handed out so that a browser neither shows nor runs it', async () => {
    const page = Buffer.from('<script>alert(1)</script>');
    const { body } = await send(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(body.mediaType).toBe('text/html');
    const { headers } = await read(body.sha256);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(page.length),
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-digest': contentDigest(hashOf(page)),
      'cache-control': 'private, no-store',
    });
  });

  it.each(['application/json', 'application/octet-stream', 'text/plain', 'image/svg+xml', 'multipart/form-data; boundary=x'])(
    'is taken as it is, also as %s',
    async (type) => {
      const bytes = Buffer.from(`{"not": JSON ${type}`);
      const { status, body } = await send(bytes, { headers: { 'content-type': type } });
      expect({ status, sha256: body.sha256 }).toEqual({ status: 201, sha256: hashOf(bytes) });
    },
  );

  it('is kept once, however often and in whatever pieces it comes', async () => {
    const bytes = randomBytes(600_000);
    const [first, before] = [await send(bytes), await partsKept()];
    const again = await Promise.all([send(bytes), send(inPieces(bytes)), send(bytes, { as: 'rolf' })]);
    expect(again.map(({ status, body }) => ({ status, body }))).toEqual(Array(3).fill({ status: 201, body: first.body }));
    expect(await partsKept()).toBe(before);
  });

  it('is taken exactly up to the limit', async () => {
    expect((await send(randomBytes(limit))).status).toBe(201);
    expect((await send(inPieces(randomBytes(limit)))).status).toBe(201);
  });
});

describe('bytes that are no document', () => {
  let before: number;
  beforeEach(async () => (before = await partsKept()));
  afterEach(async () => expect([await partsKept(), await uploads()]).toEqual([before, 0]));

  it.each([
    ['told beforehand', () => randomBytes(limit + 1)],
    ['found out underway', () => inPieces(randomBytes(limit + 1))],
    ['many times too many', () => inPieces(randomBytes(20 * limit), 100_000)],
  ])('are refused when they are too many, %s', async (_, body) => {
    const { body: document } = problem(await send(body()), 413, 'tooLarge');
    expect(document).toMatchObject({ limit, detail: `A document may have at most ${limit} bytes.` });
  });

  it('are refused when there are none', async () => {
    problem(await send(Buffer.alloc(0)), 400, 'malformed');
    problem(await send(inPieces(Buffer.alloc(0))), 400, 'malformed');
    problem(await send(Buffer.alloc(0), { headers: { 'content-digest': contentDigest(hashOf(Buffer.alloc(0))) } }), 400, 'malformed');
  });

  it('are refused when they are not those that were announced', async () => {
    const bytes = randomBytes(300_000);
    const other = hashOf(Buffer.from('other'));
    for (const headers of [{ 'content-digest': contentDigest(other) }, { digest: contentDigest(other).replaceAll(':', '') }]) {
      const { body } = problem(await send(bytes, { headers }), 400, 'malformed');
      expect(body).toMatchObject({ announced: other, received: hashOf(bytes) });
    }
    problem(await send(bytes, { headers: { 'content-digest': `md5=:${other}:` } }), 400, 'malformed');
  });

  it('are refused from those who may not send any, and from nobody', async () => {
    problem(await send(randomBytes(10), { as: 'analyst' }), 403, 'denied');
    problem(await send(randomBytes(10), { as: 'nobody' }), 403, 'denied');
    problem(await running.send('/v1/documents', randomBytes(10)), 401, 'unauthenticated');
  });

  it('are refused with a media type that is none', async () =>
    void problem(await send(randomBytes(10), { headers: { 'content-type': 'pdf' } }), 400, 'invalid'));

  it('are no body for any other route', async () => {
    const sent = { as: 'sdr', headers: { 'content-type': 'application/octet-stream' } };
    problem(await running.send('/v1/leads', '{"source":"web","company":"Acme"}', sent), 415, 'unsupportedMediaType');
  });
});

describe('an upload under way', () => {
  const begin = async (length: number): Promise<Socket> => {
    const { hostname, port } = new URL(running.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = [
      'POST /v1/documents HTTP/1.1',
      `Host: ${hostname}`,
      `Authorization: Bearer ${await running.token('rita')}`,
      'Content-Type: application/pdf',
      `Content-Length: ${length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    return socket;
  };

  it('is written part by part, waits without a transaction, and leaves nothing when its sender hangs up', async () => {
    const before = await partsKept();
    const socket = await begin(900_000);
    socket.write(randomBytes(600_000));
    expect(await until(async () => (await partsKept()) === before + 2)).toBe(true);
    expect([await uploads(), await inTransaction()]).toEqual([1, 0]);
    socket.destroy();
    expect(await until(async () => (await uploads()) === 0 && (await partsKept()) === before)).toBe(true);
  });

  it('becomes a document only when all that was told has come', async () => {
    const bytes = randomBytes(600_000);
    const socket = await begin(bytes.length);
    socket.write(bytes.subarray(0, 599_999));
    expect(await until(async () => (await uploads()) === 1)).toBe(true);
    expect((await read(hashOf(bytes))).status).toBe(404);
    socket.write(bytes.subarray(599_999));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 201 /);
    expect((await read(hashOf(bytes))).status).toBe(200);
  });
});

describe('reading documents', () => {
  it.each(['..%2f..%2fetc%2fpasswd', '%00', 'AB'.repeat(32), 'ab'.repeat(31), `${'ab'.repeat(32)}.pdf`, "'%20or%20true--"])(
    'by %s, which is no hash, is 400',
    async (name) => {
      const answer = problem(await running.get(`/v1/documents/${name}`, { as: 'compliance' }), 400, 'invalid');
      expect(answer.body.errors).toEqual([{ field: 'sha256', message: expect.any(String) }]);
    },
  );

  it('that are not there is 404', async () =>
    void problem(await running.get(`/v1/documents/${'ab'.repeat(32)}`, { as: 'compliance' }), 404, 'notFound'));

  it('by hash is for those who may read all of them: others come through their deals', async () => {
    const { sha256 } = (await send(randomBytes(10))).body;
    for (const as of ['compliance', 'contracts']) expect((await read(sha256, as)).status).toBe(200);
    for (const as of ['rita', 'mona', 'sdr', 'analyst', 'nobody'])
      problem(await running.get(`/v1/documents/${sha256}`, { as }), 403, 'denied');
    problem(await running.get(`/v1/documents/${sha256}`), 401, 'unauthenticated');
  });

  const damage = (sha256: string, part: number) =>
    database.query(
      `update dealtrail.document_parts set bytes = set_byte(bytes, 5, get_byte(bytes, 5) # 1)
       where part = $2 and upload = (select upload from dealtrail.documents where sha256 = decode($1, 'hex'))`,
      [sha256, part],
    );

  it('that were damaged fails, and never ends well', async () => {
    const [small, large] = [(await send(randomBytes(1000))).body, (await send(randomBytes(900_000))).body];
    await damage(small.sha256, 0);
    await damage(large.sha256, 2);
    problem(await running.get(`/v1/documents/${small.sha256}`, { as: 'compliance' }), 500, 'internal');
    await expect((await read(large.sha256)).arrayBuffer()).rejects.toThrow();

    const job = (await running.post('/v1/operations/verify-documents', {}, { as: 'compliance' })).body;
    const follow = async () => (await running.get(`/v1/operations/verify-documents/${job.job}`, { as: 'compliance' })).body;
    expect(await until(async () => (await follow()).state === 'finished')).toBe(true);
    const { result } = await follow();
    expect(result).toMatchObject({ ok: false, damagedCount: 2, documents: await figure('select count(*) from dealtrail.documents') });
    expect(result.damaged.toSorted()).toEqual([small.sha256, large.sha256].toSorted());

    await damage(small.sha256, 0);
    await damage(large.sha256, 2);
    expect((await read(large.sha256)).ok).toBe(true);
    problem(await running.post('/v1/operations/verify-documents', {}, { as: 'rita' }), 403, 'denied');
    problem(await running.get('/v1/operations/verify-documents/none', { as: 'compliance' }), 404, 'notFound');
  });
});
