import { setTimeout as pause } from 'node:timers/promises';
import { END, streamNameFilter, type AllStreamSubscription, type EventStoreDBClient, type Filter } from '@eventstore/db-client';
import type { Connection } from './connection.ts';
import { ServerSilent } from './failure.ts';

export interface AppendHintsOptions {
  /** A subscription that shows no sign of life for so long is opened anew; ms. */
  readonly silence: number;
  /** The pause before a lost subscription is opened again; it doubles with each failure. ms. */
  readonly firstPause: number;
}

const longestPause = 5_000;

/** Streams of the server itself begin with `$`. */
const ours = (prefix: string, checkpointReached: () => Promise<void>): Filter =>
  prefix === '' ? streamNameFilter({ regex: '^[^$]', checkpointReached }) : streamNameFilter({ prefixes: [prefix], checkpointReached });

/**
 * Tells that something was appended, by a subscription to `$all` from its end, as long as somebody listens. The client does not
 * subscribe again by itself, and a subscription may stand still without an error: it is opened again after each failure, and also when
 * neither event nor checkpoint has come for a while. Whenever it was opened, it hints, for something may have been missed in between.
 */
export class AppendHints {
  readonly #listeners = new Set<() => void>();
  #supervision: AbortController | undefined;
  #supervising: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly prefix: string,
    private readonly options: AppendHintsOptions,
  ) {}

  /** Returns the way to stop it. */
  listen(listener: () => void): () => void {
    const own = (): void => listener(); // the same listener may be given twice
    this.#listeners.add(own);
    if (!this.#supervision) this.#start();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#stop();
    await this.#supervising;
  }

  #start(): void {
    this.#supervision = new AbortController();
    this.#supervising = this.#supervise(this.#supervision.signal);
  }

  #stop(): void {
    this.#supervision?.abort();
    this.#supervision = undefined;
  }

  async #supervise(signal: AbortSignal): Promise<void> {
    let failures = 0;
    const opened = (): void => void (failures = 0);
    while (!signal.aborted) {
      await this.connection.call((client) => this.#follow(client, signal, opened)).catch(() => undefined);
      const wait = Math.min(this.options.firstPause * 2 ** failures++, longestPause);
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when nobody listens any more; rejects when the subscription has ended or shows no sign of life. */
  async #follow(client: EventStoreDBClient, signal: AbortSignal, opened: () => void): Promise<void> {
    const { silence } = this.options;
    if (signal.aborted) return;
    let subscription: AllStreamSubscription | undefined;
    let watch: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        watch = setTimeout(() => reject(new ServerSilent(`no sign of life for ${silence} ms`)), silence);
        const alive = async (): Promise<void> => void watch?.refresh();
        const hint = (): void => {
          void alive();
          for (const listener of [...this.#listeners]) listener();
        };
        signal.addEventListener('abort', () => resolve(), { once: true });
        subscription = client.subscribeToAll({ fromPosition: END, filter: ours(this.prefix, alive) });
        subscription.on('confirmation', () => (opened(), hint()));
        subscription.on('data', hint);
        subscription.on('error', reject);
        subscription.on('end', () => reject(new Error('the subscription has ended')));
      });
    } finally {
      clearTimeout(watch);
      await subscription?.unsubscribe().catch(() => undefined); // without a connection there is nothing to end
    }
  }
}
