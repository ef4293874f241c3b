import { UserError } from './user-error.ts';

/** An RFC 9457 problem document as the server answers it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: unknown;
  readonly reason?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** The server refused; `problem` says why. */
export class Refused extends UserError {
  constructor(readonly problem: Problem) {
    super(describe(problem));
  }
}

const describe = ({ title, reason, detail, errors }: Problem): string =>
  [title, reason, typeof detail === 'string' ? detail : undefined, ...(errors ?? []).map(({ field, message }) => `${field}: ${message}`)]
    .filter((part) => part !== undefined && part !== '')
    .join(' – ');

/** Talks to one Dealtrail server as one user. */
export interface Client {
  readonly url: string;
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<T>;
  /** A command or an operation; the same key is the same command for ever. */
  post<T>(path: string, body: object, idempotencyKey: string): Promise<T>;
}

const retries = 5;

const answerOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok) return body;
  throw new Refused((body as Problem | undefined) ?? { type: 'about:blank', title: response.statusText, status: response.status });
};

/** A 503 says that the same request may be sent again; it is, a few times, a little later each time. */
const send = async (url: URL, request: RequestInit, attempt = 1): Promise<unknown> => {
  const response = await fetch(url, request).catch((cause: unknown) => {
    throw new UserError(`${url.origin} does not answer`, 'is the server running?', cause);
  });
  if (response.status !== 503 || attempt >= retries) return answerOf(response);
  await response.arrayBuffer();
  await new Promise((resume) => setTimeout(resume, 200 * 2 ** attempt));
  return send(url, request, attempt + 1);
};

export const clientOf = (url: string, token: string): Client => {
  const address = (path: string, query: Readonly<Record<string, string | number | undefined>> = {}): URL => {
    const target = new URL(path, `${url}/`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) target.searchParams.set(name, String(value));
    return target;
  };
  const authorization = `Bearer ${token}`;
  return {
    url,
    get: async <T>(path: string, query?: Readonly<Record<string, string | number | undefined>>) =>
      (await send(address(path, query), { headers: { authorization } })) as T,
    post: async <T>(path: string, body: object, idempotencyKey: string) =>
      (await send(address(path), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      })) as T,
  };
};
