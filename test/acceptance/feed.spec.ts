import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { verifyInclusion } from '#ledger';
import { readEventStream, type EventStreamReader, type StreamedEvent } from '../support/event-stream.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

const as = 'analyst';

/** Gives the case. */
const capture = async (running: RunningApp, leadId: string, need?: string): Promise<string> => {
  const lead = { leadId, source: 'web', company: 'Nordwind', contactId: `contact-${leadId}`, contactName: 'Hanna Weber', need };
  const { status, text, body } = await running.post('/v1/leads', lead, { as: 'sdr' });
  if (status !== 201) throw new Error(text);
  return body.caseId;
};

/** Of the ledger, once all that was answered is in it. */
const sizeOf = async (running: RunningApp): Promise<number> => {
  const { ledger } = running.app.keeping;
  if (!(await until(async () => (await ledger.unsequenced(1)) === 0))) throw new Error('the relay does not come after');
  return (await ledger.head()).size;
};

const upTo = (size: number, from = 0): readonly number[] => Array.from({ length: Math.max(0, size - from) }, (_, at) => from + at);
const indexes = (events: readonly { readonly index: number }[]): readonly number[] => events.map(({ index }) => index);
const streamedIndexes = (events: readonly StreamedEvent[]): readonly number[] => indexes(events.map(({ data }) => data));
const sha256 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Everything after a position, page by page. */
const allPages = async (running: RunningApp, from = 'start', query = '') => {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const events: any[] = [];
  for (let position = from; ;) {
    const { status, body, text } = await running.get(`/v1/feed?from=${encodeURIComponent(position)}&limit=1000${query}`, { as });
    if (status !== 200) throw new Error(text);
    events.push(...body.events);
    position = body.next;
    if (!body.more) return { events, next: position };
  }
};

describe('the feed', () => {
  let running: RunningApp;
  const cases: Record<string, string> = {};
  const open: EventStreamReader[] = [];
  const stream = async (path: string, headers: Record<string, string> = {}) => {
    const opened = await readEventStream(running, path, { as, headers });
    open.push(opened);
    return opened;
  };

  beforeAll(async () => {
    running = await withStaff(await runningApp());
    for (const leadId of ['a', 'b', 'c']) cases[leadId] = await capture(running, leadId);
  }, 120_000);
  afterEach(() => open.splice(0).forEach((each) => each.close()));
  afterAll(() => running?.stop());

  it('is every event, page by page, from its first or from any other', async () => {
    const size = await sizeOf(running);
    const { events } = await allPages(running);
    expect(indexes(events)).toEqual(upTo(size));
    const { ledgerId } = running.app;
    for (const index of [0, 7, size - 2]) {
      const from = encodeURIComponent(`${ledgerId}:${index}`);
      const { body } = await running.get(`/v1/feed?from=${from}&limit=2`, { as });
      expect(indexes(body.events)).toEqual(upTo(Math.min(size, index + 3), index + 1));
      expect(body.next).toBe(`${ledgerId}:${Math.min(size - 1, index + 2)}`);
    }
    expect((await running.get('/v1/feed?from=end', { as })).body).toEqual({ events: [], next: `${ledgerId}:${size - 1}`, more: false });
    expect((await running.get('/feed?limit=1', { as })).body.events).toEqual(events.slice(0, 1));
  });

  it('has the same events in its stream', async () => {
    const { events } = await allPages(running);
    const streamed = await stream('/v1/feed');
    expect(streamed.headers.get('content-type')).toBe('text/event-stream');
    expect(await until(() => streamed.events.length === events.length)).toBe(true);
    expect(streamed.events.map(({ data }) => data)).toEqual(events);
    for (const { id, type, data } of streamed.events) expect([id, type]).toEqual([`${running.app.ledgerId}:${data.index}`, data.type]);
  });

  it('can be held against the ledger', async () => {
    const { events } = await allPages(running, 'start', `&case=${cases['a']}&type=LeadCaptured`);
    const [{ entry, index, data }] = events;
    const proof = (await running.get(`/v1/ledger/proofs/inclusion?index=${index}`, { as: 'compliance' })).body;
    expect(proof.leaf).toBe(sha256(Buffer.of(0), entry));
    expect(verifyInclusion(proof)).toBe(true);
    expect(JSON.parse(entry).dataHash).toBe(sha256(JSON.stringify(data)));
  });

  it('never has what is sealed in it', async () => {
    const { events } = await allPages(running, 'start', '&type=LeadCaptured,UserRegistered');
    expect(events.length).toBeGreaterThan(3);
    expect(JSON.stringify(events)).not.toMatch(/Hanna/);
    expect(JSON.parse(events.at(-1).entry).sealed).toEqual([{ key: 'person-contact-c', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it('gives to whoever comes back with Last-Event-ID what came since: nothing missing, nothing twice, whatever is written meanwhile', async () => {
    const from = await sizeOf(running);
    const got: number[] = [];
    let last: string | undefined;
    let written = false;
    const writing = Promise.all(
      upTo(4).map(async (writer) => {
        for (const round of upTo(40)) await capture(running, `resumed-${writer}-${round}`);
      }),
    ).then(() => (written = true));
    let visits = 0;
    const allBut = async (more: number) => written && got.length + more === (await sizeOf(running)) - from;
    while (!(await allBut(0))) {
      visits += 1;
      const visit = await stream(`/v1/feed?from=${from - 1}`, last === undefined ? {} : { 'last-event-id': last });
      expect(await until(async () => visit.events.length >= 9 || (await allBut(visit.events.length)))).toBe(true);
      visit.close();
      await visit.ended;
      got.push(...streamedIndexes(visit.events));
      last = visit.lastId();
    }
    await writing;
    expect(got).toEqual(upTo(await sizeOf(running), from));
    expect(visits).toBeGreaterThan(5);
  });

  it('is as wide as its filters let it be', async () => {
    const { events } = await allPages(running);
    const grants = events.filter(({ type }) => type === 'RoleGranted' || type === 'TeamFormed');
    expect((await allPages(running, 'start', '&type=RoleGranted&type=TeamFormed')).events).toEqual(grants);
    const caseA = events.filter(({ caseid }) => caseid === cases['a']);
    expect(caseA.length).toBeGreaterThan(0);
    expect((await allPages(running, 'start', `&case=${cases['a']}`)).events).toEqual(caseA);

    const streamed = await stream(`/v1/feed?from=end&type=LeadDisqualified&case=${cases['b']}`);
    const size = await sizeOf(running);
    expect(await until(() => streamed.lastId() === `${running.app.ledgerId}:${size - 1}`)).toBe(true);
    expect((await running.post('/v1/leads/c/disqualify', { reason: 'noBudget' }, { as: 'sdr' })).status).toBe(200);
    expect((await running.post('/v1/leads/b/disqualify', { reason: 'noBudget' }, { as: 'sdr' })).status).toBe(200);
    expect(await until(() => streamed.events.length > 0)).toBe(true);
    expect(streamed.events).toMatchObject([{ id: `${running.app.ledgerId}:${size + 1}`, data: { caseid: cases['b'] } }]);
  });

  it('names an event type that there is not, and whatever else is not as it must be', async () => {
    const answer = await running.get('/v1/feed?type=LeadCaptured,LeadEaten&type=RoleGranted', { as });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'type', message: expect.stringContaining('LeadEaten') }] } });
    for (const query of ['from=yesterday', 'limit=0', 'limit=1001', 'wait=31', 'case=%00', 'type=', 'since=3'])
      expect(await running.get(`/v1/feed?${query}`, { as })).toMatchObject({ status: 400 });
    expect(await running.get('/v1/feed', { as, headers: { 'last-event-id': 'x' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'Last-Event-ID' }] },
    });
  });

  it('waits for a page, and answers as soon as something comes', async () => {
    const before = await sizeOf(running);
    let answered = false;
    const waiting = running.get('/v1/feed?from=end&wait=30&type=LeadCaptured', { as }).finally(() => (answered = true));
    expect(await until(() => connectionsOf(running).some(({ req }) => req.url?.includes('wait=30') === true))).toBe(true);
    await running.post('/v1/leads/a/assign', { to: 'rita' }, { as: 'sdr' });
    const started = performance.now();
    expect(answered).toBe(false);
    await capture(running, 'waited-for');
    const { status, body } = await waiting;
    expect(performance.now() - started).toBeLessThan(25_000);
    expect(status).toBe(200);
    expect(body).toMatchObject({ events: [{ subject: 'lead-waited-for', index: before + 1 }], more: false });
  });

  it('says that another ledger is in place of the one that a position names', async () => {
    const old = '0b7c1d8e-9c1f-4f62-8a57-1f0f9a3f1c11:4';
    for (const request of [{ headers: { 'last-event-id': old } }, { query: `?from=${old}` }]) {
      const answer = await running.get(`/v1/feed${request.query ?? ''}`, {
        as,
        headers: { accept: 'text/event-stream', ...request.headers },
      });
      expect(answer).toMatchObject({
        status: 410,
        body: { type: 'urn:dealtrail:problem:ledgerReplaced', ledgerId: running.app.ledgerId, restartFrom: `${running.app.ledgerId}:-1` },
      });
      expect((await running.get(`/v1/feed?from=${answer.body.restartFrom}&limit=1`, { as })).body.events).toMatchObject([{ index: 0 }]);
    }
    expect(await running.get(`/v1/feed?from=${running.app.ledgerId}:999999`, { as })).toMatchObject({
      status: 409,
      body: { size: expect.any(Number) },
    });
  });

  it.each(['rita', 'mona', 'sdr', 'contracts', 'nobody'])('is not for %s, who may not see every case', async (userId) => {
    for (const accept of ['application/json', 'text/event-stream'])
      expect(await running.get('/v1/feed', { as: userId, headers: { accept } })).toMatchObject({ status: 403 });
  });
  it('keeps no connection open that only asks for headers', async () => {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${await running.token(as)}` };
    const { status } = await fetch(`${running.url}/v1/feed?wait=30&from=end`, { method: 'HEAD', headers });
    expect(status).toBe(200);
  });
  it('is for nobody unnamed', async () => expect(await running.get('/feed')).toMatchObject({ status: 401 }));
  it.each(['compliance', 'analyst', 'operator'])('is for %s', async (userId) =>
    expect(await running.get('/v1/feed?limit=1', { as: userId })).toMatchObject({ status: 200 }),
  );

  it('neither waits for a reader that takes nothing, nor keeps for it what it does not take', async () => {
    const from = await sizeOf(running);
    const need = '需'.repeat(10_000);
    // More than the operating system buffers for a connection.
    for (const round of upTo(8)) await Promise.all(upTo(50).map((at) => capture(running, `large-${round}-${at}`, need)));
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.write(
      `GET /v1/feed?from=${from - 1} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\nauthorization: Bearer ${await running.token(as)}\r\n\r\n`,
    );
    socket.pause();
    const ofSlow = () => connectionsOf(running).find(({ req }) => req.headers.host === 'x')?.res;
    expect(await until(() => ofSlow()?.writableNeedDrain === true)).toBe(true);
    const fast = await stream(`/v1/feed?from=${from - 1}`);
    expect(await until(() => fast.events.length === 400)).toBe(true);
    await capture(running, 'small');
    expect(await until(() => fast.events.length === 401)).toBe(true);
    expect(fast.text().length).toBeGreaterThan(4_000_000);
    expect(ofSlow()!.writableNeedDrain).toBe(true);
    expect(ofSlow()!.writableLength).toBeLessThan(200_000);

    let taken = '';
    socket
      .setEncoding('utf8')
      .on('data', (text: string) => (taken += text))
      .resume();
    expect(await until(() => taken.includes(`id: ${running.app.ledgerId}:${from + 400}\n`))).toBe(true);
    expect([...taken.matchAll(/id: [^:\n]+:(\d+)\nevent: LeadCaptured/g)].map(([, index]) => Number(index))).toEqual(
      upTo(from + 401, from),
    );
    socket.destroy();
    expect(await until(() => ofSlow() === undefined)).toBe(true);
  });

  it('is described', async () => {
    const { body } = await running.get('/openapi.json');
    expect(body.paths['/v1/feed'].get.responses['200'].content).toMatchObject({ 'application/json': {}, 'text/event-stream': {} });
    expect(body.paths['/feed']).toBeUndefined();
  });
});

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

const exchanges = new WeakMap<RunningApp, Set<Exchange>>();

/** The requests that the server is at work on. */
const connectionsOf = (running: RunningApp): readonly Exchange[] => [...watched(running)];

const watched = (running: RunningApp): Set<Exchange> => {
  const known = exchanges.get(running);
  if (known) return known;
  const open = new Set<Exchange>();
  exchanges.set(running, open);
  running.app.app.getHttpServer().on('request', (req: IncomingMessage, res: ServerResponse) => {
    const exchange = { req, res };
    open.add(exchange);
    res.once('close', () => open.delete(exchange));
  });
  return open;
};

describe('readers of the feed', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await withStaff(await runningApp({ config: { feed: { readers: 2, heartbeatMs: 50, stalledMs: 200 }, shutdownMs: 300_000 } }));
  }, 120_000);
  afterAll(() => running?.stop());

  it('hear something now and then', async () => {
    const stream = await readEventStream(running, '/v1/feed?from=end', { as });
    expect(await until(() => (stream.text().match(/^: heartbeat\n/gm) ?? []).length >= 3)).toBe(true);
    stream.close();
  });

  it('are let in as long as there is room, and have left it when they are gone', async () => {
    const [first, second] = [await readEventStream(running, '/v1/feed', { as }), await readEventStream(running, '/v1/feed', { as })];
    const refused = await running.get('/v1/feed', { as });
    expect(refused).toMatchObject({ status: 503, body: { type: 'urn:dealtrail:problem:unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    first.close();
    expect(await until(async () => (await running.get('/v1/feed?limit=1', { as })).status === 200)).toBe(true);
    second.close();
  });

  it('are cut off when they take nothing for long', async () => {
    const need = '需'.repeat(10_000);
    for (const round of upTo(8)) await Promise.all(upTo(50).map((at) => capture(running, `large-${round}-${at}`, need)));
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.write(`GET /feed HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\nauthorization: Bearer ${await running.token(as)}\r\n\r\n`);
    socket.pause();
    const ofSlow = () => connectionsOf(running).find(({ req }) => req.headers.host === 'x');
    expect(await until(() => ofSlow() !== undefined)).toBe(true);
    expect(await until(() => ofSlow() === undefined)).toBe(true);
    socket.destroy();
  });

  it('are sent away once they may not read any more', async () => {
    await running.post('/v1/users', { userId: 'leaving' }, { as: 'operator' });
    await running.post('/v1/users/leaving/roles', { role: 'ANALYST' }, { as: 'operator' });
    const stream = await readEventStream(running, '/v1/feed?from=end', { as: 'leaving' });
    expect(stream.status).toBe(200);
    await running.post('/v1/users/leaving/roles/revoke', { role: 'ANALYST' }, { as: 'operator' });
    await stream.ended;
    expect(await running.get('/v1/feed', { as: 'leaving' })).toMatchObject({ status: 403 });
  });

  it('are told goodbye when the program stops, at once', async () => {
    // What was appended before is no news to them.
    const { relay } = running.app.keeping;
    const since = performance.now();
    expect(await until(() => relay.status().caughtUpAt > since)).toBe(true);
    const stream = await readEventStream(running, '/v1/feed?from=end', { as });
    const waiting = running.get('/v1/feed?from=end&wait=30', { as });
    expect(await until(() => connectionsOf(running).some(({ req }) => req.url?.includes('wait=30') === true))).toBe(true);
    // Connections are cut after five minutes only: this ends because nobody is left.
    await Promise.all([running.app.stop(), stream.ended, waiting]);
    expect((await waiting).body).toMatchObject({ events: [], more: false });
  });
});
