import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from './user-error.ts';

/** An RFC 9457 problem document as the server answers it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Of a refused command: which rule, and what would lift it. */
  readonly reason?: string;
  readonly liftedBy?: readonly string[];
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const advice: Readonly<Record<number, string>> = {
  401: 'give a valid token in DEALTRAIL_TOKEN, or leave DEALTRAIL_URL and DEALTRAIL_TOKEN unset to use the data folder',
  403: 'ask for the role, or use the token of someone who holds it',
};

/** The server answered, and the answer is no; `problem` says why. */
export class Refused extends UserError {
  override readonly name = 'Refused';
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title, advice[problem.status]);
  }
}

/** The server cannot be reached, or does not answer as Dealtrail does. */
export class Unreachable extends UserError {
  override readonly name = 'Unreachable';
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Talks to one Dealtrail server as one user. What fails for the moment (503, 429, a lost connection) is tried again: a key makes that safe. */
export interface Client {
  readonly url: string;
  /** Throws {@link Refused} or {@link Unreachable}, as all of these do. */
  get<T>(path: string, query?: Query): Promise<T>;
  /** A command or an operation; the same key is the same command for ever. */
  post<T>(path: string, body: object, idempotencyKey: string): Promise<T>;
  /** Something that is gone afterwards, whether it was there or not. */
  remove(path: string): Promise<void>;
  /** Bytes that have one effect however often they are sent; asked for anew at each attempt. */
  upload<T>(path: string, bytes: () => ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>>): Promise<T>;
  /** Bytes as they come; they may break off. */
  download(path: string): Promise<ReadableStream<Uint8Array>>;
}

export interface ClientOptions {
  /** Ends what is under way and refuses what comes after. */
  readonly signal?: AbortSignal;
  /** How often a request is sent at most. */
  readonly attempts?: number;
  /** Where the server is by now, asked whenever it has not answered; without it, where it was. */
  readonly find?: () => Promise<string>;
}

interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  /** Unread, where it is what was asked for. */
  readonly body: ReadableStream<Uint8Array> | null;
}
type Reply = Answer | { readonly kind: 'lost'; readonly cause: unknown };

const passes = (status: number): boolean => status === 503 || status === 429;

/** Milliseconds: what the server asks for, or twice as long each time. */
const waitFor = (response: Reply, attempt: number): number => {
  const asked = response.kind === 'answer' && response.retryAfter !== null ? Number(response.retryAfter) * 1000 : 100 * 2 ** attempt;
  return Math.min(asked >= 0 ? asked : 0, 5_000);
};

const bodyOf = ({ status, text }: Answer, url: URL): unknown => {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch (cause) {
    throw new Unreachable(
      `${url.href} answered ${status} with something that is not JSON`,
      'is this the address of a Dealtrail server?',
      cause,
    );
  }
};

type Wanted = 'text' | 'bytes';

const request = async (url: URL, init: RequestInit, wanted: Wanted): Promise<Reply> => {
  try {
    const response = await fetch(url, init);
    const unread = wanted === 'bytes' && response.ok;
    const known = { kind: 'answer', status: response.status, retryAfter: response.headers.get('retry-after') } as const;
    return { ...known, text: unread ? '' : await response.text(), body: unread ? response.body : null };
  } catch (cause) {
    init.signal?.throwIfAborted();
    return { kind: 'lost', cause };
  }
};

const isFinal = (response: Reply, attempt: number, attempts: number): boolean =>
  attempt >= attempts || (response.kind === 'answer' && !passes(response.status));

const resultOf = (response: Reply, url: URL): unknown => {
  if (response.kind === 'lost') throw new Unreachable(`${url.origin} does not answer`, 'is the server running?', response.cause);
  if (response.body) return response.body;
  const { status } = response;
  const body = bodyOf(response, url);
  if (status < 400) return body;
  throw new Refused((body as Problem | undefined) ?? { type: 'about:blank', title: `HTTP status ${status}`, status });
};

const addressOf = (base: string, path: string, query: Query = {}): URL => {
  const target = new URL(path, `${base}/`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) target.searchParams.set(name, String(value));
  return target;
};

export const clientOf = (url: string, token: string, options: ClientOptions = {}): Client => {
  const { signal, attempts = 6, find = async () => url } = options;
  let base = url;
  const send = async (path: string, query: Query | undefined, init: () => RequestInit, wanted: Wanted = 'text'): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const address = addressOf(base, path, query);
      const response = await request(address, { ...init(), ...(signal && { signal }) }, wanted);
      if (isFinal(response, attempt, attempts)) return resultOf(response, address);
      await pause(waitFor(response, attempt), undefined, signal ? { signal } : {});
      if (response.kind === 'lost') base = await find();
    }
  };
  const authorization = `Bearer ${token}`;
  return {
    url,
    get: async <T>(path: string, query?: Query) => (await send(path, query, () => ({ headers: { authorization } }))) as T,
    post: async <T>(path: string, body: object, idempotencyKey: string) => {
      const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
      return (await send(path, undefined, () => ({ method: 'POST', headers, body: JSON.stringify(body) }))) as T;
    },
    remove: async (path: string) => void (await send(path, undefined, () => ({ method: 'DELETE', headers: { authorization } }))),
    upload: async <T>(path: string, bytes: () => ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>>) => {
      const init = () => ({ method: 'POST', headers: { ...headers, authorization }, body: bytes(), duplex: 'half' as const });
      return (await send(path, undefined, init)) as T;
    },
    download: async (path: string) =>
      (await send(path, undefined, () => ({ headers: { authorization } }), 'bytes')) as ReadableStream<Uint8Array>,
  };
};
