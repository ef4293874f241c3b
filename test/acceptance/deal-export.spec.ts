import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { canonicalBytes, parseEntry, sha256Hex } from '#event-contracts';
import { verifyConsistency, verifyInclusion } from '#ledger';
import { accepted, arrives, cny } from '../support/attempted.ts';
import { commandLineOf } from '../support/command-line.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let folder: string;
const deal = `deal-${randomUUID()}`;
const negotiationId = `n-${deal}`;
/** What nobody may find who may not read it; chosen so that it is found nowhere by chance. */
const [floor, fallback] = [765_432_123, 'Nordlicht first'];
const secret = new RegExp(`${floor}|Nordlicht|authorisedDiscountBp`);
const { dealtrail, json } = commandLineOf(() => running);

const history = (as: string) => running.get(`/v1/deals/${deal}/history?limit=200`, { as });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealtrail-export-'));
  running = await withStaff(await runningApp());
  const opening = { opportunityId: deal, name: 'Planning', company: 'Acme', expectedAmount: cny(900_000_000) };
  accepted(await running.post('/v1/opportunities', { ...opening, expectedSigningDate: '2099-01-01' }, { as: 'rita' }));
  const on = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
  accepted(await on('negotiations', { negotiationId }));
  await arrives(running, `negotiation-${negotiationId}`, 'NegotiationOpened');
  const limits = { floor: cny(floor), authorisedDiscountBp: 1777, fallback };
  accepted(await running.post(`/v1/negotiations/${negotiationId}/strategies`, { objective: 'Two years', ...limits }, { as: 'rita' }));
  expect(await on('advance', { to: 'S9' })).toMatchObject({ status: 409 });
  expect(await on('lose', { reason: 'price' }, 'rolf')).toMatchObject({ status: 403 });
  for (const type of ['NegotiationStrategySet', 'AttemptDenied'])
    expect(await until(async () => (await history('compliance')).text.includes(type))).toBe(true);
}, 180_000);
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One event as it is exported. */
type Line = Answer['body'];
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const file = (name: string) => join(folder, name);
const exported = async (as: string, name: string, ...more: readonly string[]) => {
  const ended = await dealtrail(as, 'export', deal, '--out', file(name), ...more);
  expect(ended).toMatchObject({ code: 0 });
  const text = await readFile(file(name), 'utf8');
  return { ...ended, text, lines: linesOf(text) };
};
/** All that somebody reads in it who looks into what is encoded, too. */
const readable = ({ text, lines }: { readonly text: string; readonly lines: readonly Line[] }): string =>
  [text, ...lines.map(({ proof }) => Buffer.from(proof?.entry ?? '', 'base64').toString('utf8'))].join('\n');

describe('the history of a deal in a file', () => {
  it('holds every event as the history shows it, refusals and denied attempts too, each with a proof that holds', async () => {
    const { lines, err, out } = await exported('compliance', 'whole.jsonl');
    const { items } = (await history('compliance')).body;
    expect(lines.map(({ hash: _, proof: __, ...event }) => event as object)).toEqual(items);
    const types = lines.map(({ type }) => type as string);
    for (const type of ['OpportunityOpened', 'CommandRefused', 'AttemptDenied', 'NegotiationStrategySet']) expect(types).toContain(type);
    for (const { proof, hash, index, stream, revision, data, eventId } of lines) {
      expect(verifyInclusion(proof)).toBe(true);
      expect(proof).toMatchObject({ index, leaf: hash });
      expect(parseEntry(Buffer.from(proof.entry, 'base64'))).toMatchObject({
        ...{ eventId, stream, revision, dataHash: sha256Hex(canonicalBytes(data)) },
      });
    }
    expect(new Set(lines.map(({ proof: { ledgerId, size, root } }) => `${ledgerId} ${size} ${root}`)).size).toBe(1);
    const { size, root } = lines[0].proof;
    const grown = await running.get(`/v1/ledger/proofs/consistency?from=${size}`, { as: 'compliance' });
    expect(verifyConsistency(grown.body)).toBe(true);
    expect(grown.body).toMatchObject({ fromRoot: root });
    expect(err).toMatch(new RegExp(`exporting 100% ${lines.length}/${lines.length} events`));
    expect(out).toContain(`each proved to be in ledger ${lines[0].proof.ledgerId}, of ${size} events with root ${root}`);
  });

  it('shows a floor to whoever may read it, and to nobody else, though they may read all proofs (L149, L270)', async () => {
    const open = await exported('compliance', 'open.jsonl');
    expect(open.text).toMatch(String(floor));
    const closed = await exported('analyst', 'closed.jsonl');
    const ofStrategy = closed.lines.find(({ type }) => type === 'NegotiationStrategySet');
    expect(ofStrategy.sealed).toContainEqual({ key: 'audience-negotiation', state: 'withheld', fields: null });
    expect(verifyInclusion(ofStrategy.proof)).toBe(true);
    expect(readable(closed) + closed.out + closed.err).not.toMatch(secret);
    expect(closed.lines.map(({ eventId }) => eventId as string)).toEqual(open.lines.map(({ eventId }) => eventId as string));
  });

  it('has no proofs for whoever may not read the ledger, and says so', async () => {
    const { lines, out } = await exported('rita', 'own.jsonl');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter(({ hash, proof }) => hash !== null || proof !== null)).toEqual([]);
    expect(lines.map(({ type }) => type as string)).not.toContain('AttemptDenied');
    expect(out).toContain('without proofs');
    expect(await json('rita', 'export', deal, '--out', file('own.jsonl'), '--force')).toEqual({
      ...{ file: file('own.jsonl'), events: lines.length, head: null },
      caseId: lines[0].caseId,
    });
  });

  it('is written for nobody who may not read the deal, nor of a deal that there is not', async () => {
    for (const [as, id] of [
      ['rolf', deal],
      ['compliance', 'nowhere'],
    ] as const) {
      const ended = await dealtrail(as, 'export', id, '--out', file('nothing.jsonl'));
      expect(ended).toMatchObject({ code: 1, out: '' });
      expect(ended.err).not.toMatch(secret);
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('nothing') || name.endsWith('.part'))).toEqual([]);
  });

  it('is for the eyes of its owner only, and takes the place of no other file unless that is said', async () => {
    await writeFile(file('there.jsonl'), 'something else');
    const ended = await dealtrail('compliance', 'export', deal, '--out', file('there.jsonl'));
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there.jsonl exists already') });
    expect(ended.err).toContain('--force');
    expect(await readFile(file('there.jsonl'), 'utf8')).toBe('something else');
    const { lines } = await exported('compliance', 'there.jsonl', '--force');
    expect(lines.length).toBeGreaterThan(3);
    expect((await stat(file('there.jsonl'))).mode & 0o077).toBe(0);
    expect(await dealtrail('compliance', 'export', deal, '--out', join(folder, 'no', 'where.jsonl'))).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringContaining('cannot be written') },
    });
  });

  it('goes to the standard output where no file is named, and nothing else does', async () => {
    const { out, err, code } = await dealtrail('compliance', 'export', deal);
    expect(code).toBe(0);
    for (const { proof } of linesOf(out)) expect(verifyInclusion(proof)).toBe(true);
    expect(err).toContain('each proved to be in ledger');
  });

  it('ends at a moment of the past, by position or by time, with what had been tried by then', async () => {
    const whole = linesOf(await readFile(file('whole.jsonl'), 'utf8'));
    const cut = whole.findIndex(({ type }) => type === 'NegotiationStrategySet');
    const { position, recordedAt } = whole[cut];
    const eventIds = (lines: readonly Line[]) => lines.map(({ eventId }) => eventId as string);
    const byPosition = await exported('compliance', 'position.jsonl', '--as-of', position);
    expect(eventIds(byPosition.lines)).toEqual(eventIds(whole.slice(0, cut + 1)));
    for (const { proof } of byPosition.lines) expect(verifyInclusion(proof)).toBe(true);
    const byTime = await exported('compliance', 'time.jsonl', '--as-of', recordedAt);
    expect(eventIds(byTime.lines)).toEqual(eventIds(whole.filter((each) => each.recordedAt <= recordedAt)));
    const later = await exported('compliance', 'later.jsonl', '--as-of', '2099-12-31');
    expect(eventIds(later.lines)).toEqual(eventIds(whole));
    expect(await dealtrail('compliance', 'export', deal, '--as-of', 'yesterday')).toMatchObject({ code: 1, out: '' });
    expect(await dealtrail('compliance', 'export', deal, '--as-of', '2020-01-01')).toMatchObject({ code: 1, out: '' });
  });
});

describe('a history that was changed where it is shown', () => {
  const change = async (statement: string): Promise<void> => {
    const client = new Client(running.connectionString);
    await client.connect();
    try {
      expect((await client.query(statement, [`opportunity-${deal}`])).rowCount).toBe(1);
    } finally {
      await client.end();
    }
  };
  const found = async (as: string) => dealtrail(as, 'export', deal, '--out', file('changed.jsonl'));

  it('is not exported by whoever may read the ledger, which tells what was changed', async () => {
    await change(`update read.audit set data = jsonb_set(data, '{company}', '"Globex"') where about = $1 and type = 'OpportunityOpened'`);
    const { code, out, err } = await found('compliance');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(`(opportunity-${deal}, revision 0): the history shows other than the ledger proves: data`);
    await expect(stat(file('changed.jsonl'))).rejects.toThrow('ENOENT');
  });

  it('is not exported by anybody where an event was left out', async () => {
    await change(`delete from read.audit where stream = $1 and type = 'NegotiationEntered'`);
    for (const as of ['rita', 'compliance']) {
      const { code, err } = await found(as);
      expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(new RegExp(`opportunity-${deal}: revision \\d+ is missing`)) });
    }
    expect(await readdir(folder)).not.toContain('changed.jsonl');
  });
});
