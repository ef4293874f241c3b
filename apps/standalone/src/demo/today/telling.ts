import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { sha256Hex } from '#event-contracts';
import type { AnswerBody } from '#platform/nest';
import { Refused, table, type Client } from '#terminal';
import { people } from '../cast.ts';
import { mediaType } from '../evidence/documents.ts';
import { today } from './deal.ts';

/** What an event of the deal's case says. */
export type Told = Readonly<Record<string, unknown>>;

/** Gives the commands that anyone could give, one after the other, and tells what came of each. */
export interface Telling {
  /** Throws when it is refused. */
  readonly accepts: (as: string, path: string, body: object) => Promise<void>;
  /** The story wants to see this rule at work; throws when it is not. */
  readonly refuses: (reason: string, as: string, path: string, body: object) => Promise<void>;
  /** Until such an event is in the deal's case, wherever processes have carried it: what the last of them says. */
  readonly told: (type: string, data?: Told) => Promise<Told>;
  /** Sends the bytes of a text: their SHA-256. */
  readonly bytes: (as: string, text: string) => Promise<string>;
  /** Who did what, and what came of it. */
  readonly text: () => string;
}

type Page = { readonly items: readonly { readonly type: string; readonly data: Told }[]; readonly next: string | null };

const patienceMs = 60_000;

const has = (data: Told, expected: Told): boolean =>
  Object.entries(expected).every(([member, value]) => isDeepStrictEqual(data[member], value));

/** What is on record in the deal's case. Nothing is added to a page that is full: it is read once. */
const recordOf = (auditor: Client) => {
  const known: Page['items'][number][] = [];
  let cursor: string | undefined;
  const read = async (): Promise<Page['items']> => {
    const { items, next } = await auditor.get<Page>(`/v1/deals/${today.opportunityId}/history`, { limit: 200, cursor });
    if (next === null) return [...known, ...items];
    known.push(...items);
    cursor = next;
    return read();
  };
  return read;
};

const nameOf = (userId: string): string => {
  const person = people.find((one) => one.userId === userId);
  return person ? `${person.displayName} (${person.roles.join(', ')})` : userId;
};

/** Each command has its own key for ever: told once more, the story changes nothing. */
export const tellingOf = (clientFor: (userId: string) => Promise<Client>, auditor: Client): Telling => {
  const lines: string[][] = [];
  const record = recordOf(auditor);
  let count = 0;
  const give = async (as: string, path: string, body: object): Promise<string> => {
    const client = await clientFor(as);
    count += 1;
    const key = `${today.opportunityId}:live:${count}`;
    const answer = await client.post<AnswerBody>(path, body, key).catch((error: unknown) => {
      if (error instanceof Refused && error.problem.reason !== undefined) return error.problem.reason;
      throw error;
    });
    const outcome = typeof answer === 'string' ? answer : answer.outcome;
    lines.push([nameOf(as), path.replace('/v1/', ''), typeof answer === 'string' ? `refused: ${answer}` : answer.events.join(', ')]);
    return outcome;
  };
  const must = (outcome: string, expected: string, as: string, path: string): void => {
    if (outcome !== expected) throw new Error(`POST ${path} as ${as} should have been ${expected}, but was ${outcome}`);
  };
  return {
    accepts: async (as, path, body) => must(await give(as, path, body), 'accepted', as, path),
    refuses: async (reason, as, path, body) => must(await give(as, path, body), reason, as, path),
    told: async (type, data = {}) => {
      for (const deadline = performance.now() + patienceMs; ;) {
        const found = (await record()).findLast((entry) => entry.type === type && has(entry.data, data));
        if (found) return found.data;
        if (performance.now() > deadline) throw new Error(`no ${type} has come to ${today.opportunityId}`);
        await pause(25);
      }
    },
    bytes: async (as, text) => {
      const sent = Buffer.from(text);
      await (await clientFor(as)).upload('/v1/documents', () => new Blob([sent]).stream(), { 'content-type': mediaType });
      return sha256Hex(sent);
    },
    text: () => table(['who', 'command', 'what came of it'], lines),
  };
};
