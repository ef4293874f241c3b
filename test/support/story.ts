import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DocumentKind } from '#event-contracts';
import { withMembers } from './members.ts';
import { withStaff, type Answer, type Request, type RunningApp } from './running-app.ts';
import { until } from './until.ts';

/** Beside those who sell: a director, and one of each department that takes part. */
const departments = {
  dora: 'SALES_DIRECTOR',
  mia: 'MARKETING',
  pia: 'PRESALES',
  paul: 'PRODUCT',
  rhea: 'RND',
  lena: 'LEGAL',
  fred: 'FINANCE',
  max: 'MANAGEMENT',
} as const;

/** Founds a company whose people play the stories: `rita` sells, `mona` manages her team, `sdr` develops leads, and {@link departments}. */
export const withCompany = async (running: RunningApp): Promise<RunningApp> => {
  await withStaff(running);
  return withMembers(running, departments);
};

/** Who acts: somebody for themself, or for another who let them. */
export type Acting = string | { readonly userId: string; readonly onBehalfOf: string };

const requestOf = (who: Acting): Request =>
  typeof who === 'string' ? { as: who } : { as: who.userId, headers: { 'on-behalf-of': who.onBehalfOf } };

/** Tells what somebody wants done, and what becomes of it. */
export interface Teller {
  /** It is done: the events that it leaves. */
  accepts(as: Acting, path: string, body: object): Promise<readonly string[]>;
  /** It is refused for this reason: the facts that it is told with. */
  refuses(reason: string, as: Acting, path: string, body: object): Promise<Answer['body']>;
  /** A gate is not passed: the criteria that it lacks. */
  lacks(as: Acting, path: string, body: object): Promise<readonly string[]>;
  /** Their roles do not allow it. */
  denies(as: Acting, path: string, body: object): Promise<void>;
}

type Named = { readonly criterion: string };

const outcomeOf = ({ status, text, body }: Answer) => ({ status, text, outcome: body?.outcome, reason: body?.reason });

const tellerOf = (post: (as: Acting, path: string, body: object) => Promise<Answer>): Teller => {
  const refuses: Teller['refuses'] = async (reason, ...command) => {
    const answer = await post(...command);
    const told = outcomeOf(answer);
    expect(told).toEqual({ ...told, status: 409, reason });
    return answer.body.facts;
  };
  return {
    refuses,
    accepts: async (...command) => {
      const answer = await post(...command);
      const told = outcomeOf(answer);
      expect(told).toEqual({ ...told, outcome: 'accepted' });
      return answer.body.events;
    },
    lacks: async (...command) => {
      const { lacks } = await refuses('GateNotPassed', ...command);
      return lacks.map(({ criterion }: Named) => criterion);
    },
    denies: async (...command) => expect(outcomeOf(await post(...command))).toMatchObject({ status: 403 }),
  };
};

/** What the gate of a deal’s stage shows. */
export interface GateSeen {
  readonly stage: string;
  readonly next: { readonly code: string } | null;
  readonly passed: boolean;
  /** The result of each criterion. */
  readonly results: Readonly<Record<string, string>>;
  /** The criteria that are neither met nor waived, where no other way was taken. */
  readonly lacks: readonly string[];
}

interface GateShown extends Pick<GateSeen, 'stage' | 'next' | 'passed'> {
  readonly criteria: readonly (Named & { readonly result: string; readonly suppliedBy: readonly string[]; readonly spared: boolean })[];
}

/** One event of the case, in what is open of it. */
interface Entry {
  readonly type: string;
  readonly data: Answer['body'];
}

/** One lead and the deal that comes of it, told over HTTP alone. */
export interface Story {
  readonly leadId: string;
  readonly dealId: string;
  readonly lead: Teller;
  readonly deal: Teller;
  /** What is done under this address, to what belongs to the deal’s case or to who works on it. */
  at(base: string): Teller;
  /** A lead becomes known. */
  captures(as: string, body: object): Promise<void>;
  /** Until it is so of the lead. */
  leadIs(expected: object): Promise<void>;
  /** Until the deal is there that the lead became. */
  opens(expected: object): Promise<void>;
  /** Bytes of their own are handed in, and belong to the deal. */
  document(as: string, documentId: string, kind: DocumentKind): Promise<void>;
  /** Bytes of their own are sent: their SHA-256. */
  bytes(as: string, what: string): Promise<string>;
  /** Until such an event is on record in the case, wherever processes have carried it: what the last of them says. */
  told(type: string, data?: object): Promise<Answer['body']>;
  /** What is shown to somebody at this address, with all of the above in it. */
  shown(as: string, path: string): Promise<Answer>;
  /** The deal as its owner sees it now. */
  seen(): Promise<Answer['body']>;
  gate(): Promise<GateSeen>;
  /** Until its gate lacks just these, once processes have told the deal what else came of it. */
  gateLacks(...criteria: readonly string[]): Promise<void>;
  /** How the deal’s process calls a deal that is won. */
  wonLabel(): Promise<object>;
  /** The whole history, as whoever may read every case sees it. */
  history(): Promise<string>;
}

export const storyOf = (running: () => RunningApp): Story => {
  const [leadId, dealId] = [`lead-${randomUUID()}`, `deal-${randomUUID()}`];
  const tellerAt = (base: string) => tellerOf((as, path, body) => running().post(`${base}${path}`, body, requestOf(as)));
  const [leads, lead, deal] = [tellerAt('/v1/leads'), tellerAt(`/v1/leads/${leadId}/`), tellerAt(`/v1/opportunities/${dealId}/`)];

  /** A view that is behind what was done says so, and is asked again. */
  const read = async (as: string, path: string): Promise<Answer> => {
    const ask = () => running().get(path, { as });
    let answer = await ask();
    await until(async () => answer.status !== 503 || (answer = await ask()).status !== 503);
    return answer;
  };
  const becomes = async (path: string, expected: object): Promise<void> => {
    const isSo = async () => (expect.objectContaining(expected) as jest.AsymmetricMatcher).asymmetricMatch((await read('rita', path)).body);
    await until(isSo);
    expect(await read('rita', path)).toMatchObject({ status: 200, body: expected });
  };
  const shown = async (as: string, path: string): Promise<Answer> => {
    const answer = await read(as, path);
    expect(outcomeOf(answer)).toMatchObject({ status: 200 });
    return answer;
  };

  const bytes: Story['bytes'] = async (as, what) => {
    const sent = Buffer.from(`${what} of ${dealId}`);
    expect(await running().send('/v1/documents', sent, { as, headers: { 'content-type': 'application/pdf' } })).toMatchObject({
      status: 201,
    });
    return createHash('sha256').update(sent).digest('hex');
  };
  const known: Entry[] = [];
  let unread = '';
  /** What is on record in the case, as whoever may read every case sees it. Nothing is added to a page that is full: it is read once. */
  const entries = async (): Promise<readonly Entry[]> => {
    const { items, next } = (await shown('compliance', `/v1/deals/${dealId}/history?limit=200${unread}`)).body;
    if (next === null) return [...known, ...items];
    known.push(...items);
    unread = `&cursor=${encodeURIComponent(next)}`;
    return entries();
  };
  const lastOf = async (type: string, data: object): Promise<Entry | undefined> => {
    const expected = expect.objectContaining(data) as jest.AsymmetricMatcher;
    return (await entries()).findLast((entry) => entry.type === type && expected.asymmetricMatch(entry.data));
  };

  const gate: Story['gate'] = async () => {
    const { stage, next, passed, criteria } = (await shown('rita', `/v1/opportunities/${dealId}/gate`)).body as GateShown;
    const results = Object.fromEntries(criteria.map(({ criterion, result }) => [criterion, result]));
    const lacks = criteria.filter(({ suppliedBy, spared }) => suppliedBy.length > 0 && !spared);
    return { stage, next, passed, results, lacks: lacks.map(({ criterion }) => criterion) };
  };

  return {
    ...{ leadId, dealId, lead, deal, bytes, shown, gate, at: tellerAt },
    captures: async (as, body) => void (await leads.accepts(as, '', { leadId, ...body })),
    leadIs: (expected) => becomes(`/v1/leads/${leadId}`, expected),
    opens: (expected) => becomes(`/v1/opportunities/${dealId}`, { status: 'open', ...expected }),
    document: async (as, documentId, kind) => {
      const sha256 = await bytes(as, `${kind} ${documentId}`);
      expect(await deal.accepts(as, 'documents', { documentId, kind, sha256 })).toEqual(['DocumentReceived']);
    },
    told: async (type, data = {}) => {
      await until(async () => (await lastOf(type, data)) !== undefined, 30_000, 100);
      const found = await lastOf(type, data);
      expect({ type, ...found }).toMatchObject({ type, data });
      return found?.data;
    },
    wonLabel: async () => (await shown('rita', `/v1/opportunities/${dealId}`)).body.wonLabel,
    seen: async () => (await shown('rita', `/v1/opportunities/${dealId}`)).body,
    gateLacks: async (...criteria) => {
      await until(async () => isDeepStrictEqual((await gate()).lacks, criteria), 30_000, 100);
      expect((await gate()).lacks).toEqual(criteria);
    },
    history: async () => JSON.stringify(await entries()),
  };
};
