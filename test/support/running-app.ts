import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalIssuer } from '#platform';
import { createLogger } from '#platform/nest';
import type { Environment } from '../../apps/common/src/settings.ts';
import { readConfig, type StandaloneConfig } from '../../apps/standalone/src/config.ts';
import { startStandalone, type Standalone, type StandaloneOptions } from '../../apps/standalone/src/standalone.ts';
import { testDatabase } from './postgres.ts';
import { withoutGates } from './without-gates.ts';

/** What came back, with its body parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface Request {
  readonly as?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A way to talk to a program as any user. */
export interface Client {
  token(userId: string, seconds?: number): Promise<string>;
  /** Shows the effect of what this client was last answered, unless a header says after what else. */
  get(path: string, request?: Request): Promise<Answer>;
  /** With a new Idempotency-Key unless one is given. */
  post(path: string, body: unknown, request?: Request): Promise<Answer>;
  /** The body as it is. */
  send(path: string, body: string | Uint8Array | ReadableStream, request?: Request): Promise<Answer>;
}

/** The whole program on a database of its own. */
export interface RunningApp extends Client {
  readonly app: Standalone;
  readonly url: string;
  readonly connectionString: string;
  stop(): Promise<void>;
}

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: json && text ? JSON.parse(text) : undefined };
};

/** Where queries and commands go, and who issues tokens for them. */
export interface Served {
  readonly queries: string;
  readonly commands: string;
  readonly issuer: Pick<LocalIssuer, 'issue'> | undefined;
}

export const clientOf = ({ queries, commands, issuer }: Served): Client => {
  const tokens = new Map<string, Promise<string>>();
  const token = async (userId: string, seconds?: number): Promise<string> => {
    if (!issuer) throw new Error('this program issues no tokens');
    return issuer.issue(userId, seconds);
  };
  const authorization = async (as: string | undefined): Promise<Record<string, string>> => {
    if (as === undefined) return {};
    const known = tokens.get(as) ?? token(as);
    tokens.set(as, known);
    return { authorization: `Bearer ${await known}` };
  };
  let latest: string | undefined;
  const noted = (answer: Answer): Answer => {
    latest = (answer.body as { position?: string } | undefined)?.position ?? latest;
    return answer;
  };
  const get = async (path: string, { as, headers, signal }: Request = {}) => {
    const after = latest !== undefined && { 'dealtrail-after': latest };
    const all = { ...(await authorization(as)), ...after, ...headers };
    return answerOf(await fetch(`${queries}${path}`, { headers: all, ...(signal && { signal }) }));
  };
  const send = async (
    path: string,
    body: string | Uint8Array | ReadableStream,
    { as, key = randomUUID(), headers, signal }: Request = {},
  ) => {
    const all = { 'content-type': 'application/json', 'idempotency-key': key, ...(await authorization(as)), ...headers };
    const sent = { method: 'POST', headers: all, body: body as string, duplex: 'half' as const, ...(signal && { signal }) };
    return noted(await answerOf(await fetch(`${commands}${path}`, sent)));
  };
  const post = (path: string, body: unknown, request: Request = {}) => send(path, JSON.stringify(body), request);
  return { token, get, send, post };
};

export type RunningAppOptions = StandaloneOptions & {
  readonly config?: Partial<StandaloneConfig>;
  /** Further variables. */
  readonly environment?: Environment;
  /** True for the processes that come with the program, whose gates ask for all that the policy does. */
  readonly gates?: boolean;
  /** Done to the empty database before the program starts on it. */
  readonly prepare?: (connectionString: string) => Promise<void>;
};

/** Starts the program on any free port. */
export const runningApp = async (options: RunningAppOptions = {}): Promise<RunningApp> => {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-app-'));
  const defaults = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: database.connectionString,
    PORT: '0',
    LOG_LEVEL: 'silent',
    SHUTDOWN_SECONDS: '5',
    ...(options.gates !== true && { DEFINITIONS_FILE: withoutGates }),
    ...options.environment,
  });
  const clearUp = async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const { config, prepare, gates: _, environment: __, ...rest } = options;
  const start = async (): Promise<Standalone> => {
    await prepare?.(database.connectionString);
    return startStandalone({ ...defaults, ...config }, { logger: createLogger('silent'), ...rest });
  };
  const app = await start().catch(async (error: unknown) => {
    await clearUp();
    throw error;
  });
  const stop = async () => {
    await app.stop();
    await clearUp();
  };
  return {
    app,
    url: app.url,
    connectionString: database.connectionString,
    ...clientOf({ queries: app.url, commands: app.url, issuer: app.issuer }),
    stop,
  };
};

export interface Member {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly teamId?: string;
}

/** A board of one admin, two teams with a manager and representatives each, and those who look on. */
export const staff: readonly Member[] = [
  { userId: 'rita', roles: ['SALES_REP'], teamId: 'north' },
  { userId: 'rolf', roles: ['SALES_REP'], teamId: 'south' },
  { userId: 'mona', roles: ['SALES_MANAGER'], teamId: 'north' },
  { userId: 'sven', roles: ['SALES_MANAGER'], teamId: 'south' },
  { userId: 'sdr', roles: ['SDR'] },
  { userId: 'contracts', roles: ['CONTRACT_ADMIN'] },
  { userId: 'compliance', roles: ['COMPLIANCE'] },
  { userId: 'analyst', roles: ['ANALYST'] },
  { userId: 'nobody', roles: [] },
];

const must = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
};

/** Grants a role as those have to be that take two persons. */
export const grantTogether = async (client: Pick<Client, 'post'>, userId: string, role: string): Promise<void> => {
  must(await client.post(`/v1/users/${userId}/roles/propose`, { role }, { as: 'operator' }));
  must(await client.post(`/v1/users/${userId}/roles/confirm`, { role }, { as: 'witness' }));
};

/** Founds {@link staff} through the API. */
export const withStaff = async <C extends Client>(running: C): Promise<C> => {
  const as = 'operator';
  for (const teamId of ['north', 'south']) must(await running.post('/v1/teams', { teamId, name: teamId }, { as }));
  for (const { userId, roles, teamId } of staff) {
    must(await running.post('/v1/users', { userId }, { as }));
    for (const role of roles) await grantTogether(running, userId, role);
    if (teamId !== undefined) must(await running.post(`/v1/users/${userId}/team`, { teamId }, { as }));
  }
  must(await running.post('/v1/teams/north/manager', { userId: 'mona' }, { as }));
  must(await running.post('/v1/teams/south/manager', { userId: 'sven' }, { as }));
  return running;
};
