import { BACKWARDS, END, EventStoreDBClient, NotLeaderError, type StreamingRead } from '@eventstore/db-client';
import { clientSettings, type ClientSettings } from './connection-string.ts';
import { failureOf, ServerSilent } from './failure.ts';

/**
 * The client with two gaps closed. It can be closed: of itself it never gives up its channel. And it sends each append as a call of its
 * own: the batch call, which it prefers, keeps the promises of all clients of a process in one table; when one connection breaks, it
 * rejects them all, and an answer that still arrives on another then throws where nothing can catch it. Nor has that call a deadline.
 */
class Client extends EventStoreDBClient {
  #channel: Promise<{ close(): void }> | undefined;

  constructor({ connection, channel, credentials }: ClientSettings) {
    super(connection as { endpoint: string }, channel, credentials); // its three constructors differ in this type only
    const connect = this.getChannel;
    this.getChannel = () => {
      const opened = connect();
      this.#channel = opened;
      return opened;
    };
    this.supports = async () => false;
  }

  /** Calls under way come to their own end. To dispose of them would end reads as if they were complete. */
  async close(): Promise<void> {
    const channel = await this.#channel?.catch(() => undefined);
    channel?.close();
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** One that is not the leader told who is, and the client goes there by itself. */
const broken = (error: unknown): boolean =>
  !(error instanceof NotLeaderError) && (failureOf(error) === 'lost' || failureOf(error) === 'unsent');

/**
 * One way to a server or cluster. After a failure of the connection the next call gets a fresh client. Each call begins in a turn of the
 * event loop of its own: the client closes a broken channel a moment after it has told of it, and an append that began in that very
 * moment would throw where nothing can catch it.
 */
export class Connection {
  readonly #settings: ClientSettings;
  readonly #underWay = new Set<Promise<unknown>>();
  #client: Client;
  #closed = false;

  /** Throws InvalidConnectionString; connects at the first call. With `DEBUG=esdb:*` the client prints what it is given. */
  constructor(connectionString: string) {
    this.#settings = clientSettings(connectionString);
    this.#client = new Client(this.#settings);
  }

  /** Makes a call; failures of the connection are its caller's to repeat. */
  async call<T>(use: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    const calling = this.#call(use);
    this.#underWay.add(calling);
    return calling.finally(() => this.#underWay.delete(calling));
  }

  /** Resolves when a leader answers a read. */
  async ping(): Promise<void> {
    await this.call((client) => collect(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true })));
  }

  /** Waits for the calls under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#client.close();
  }

  async #call<T>(use: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    await nextTurn();
    const client = this.#client;
    if (this.#closed) throw new Error('the connection to the event store is closed');
    try {
      return await use(client);
    } catch (error) {
      if (broken(error) && this.#client === client) this.#renew(client);
      throw error;
    }
  }

  #renew(old: Client): void {
    this.#client = new Client(this.#settings);
    void old.close();
  }
}

/** How long a read may stand still before it is given up; ms. */
const longestSilence = 10_000;

/** All that a read gives. The client sets no deadline for reads, so a server that falls silent is given up here: {@link ServerSilent}. */
export const collect = async <T>(read: StreamingRead<T>, silence = longestSilence): Promise<T[]> => {
  const items: T[] = [];
  const watch = setTimeout(() => read.destroy(new ServerSilent(`the event store has sent nothing for ${silence} ms`)), silence);
  read.on('error', () => undefined); // one that came after the end of the loop would end the process
  try {
    for await (const item of read) {
      items.push(item);
      watch.refresh();
    }
    return items;
  } finally {
    clearTimeout(watch);
    await read.cancel().catch(() => undefined); // without a connection there is no call to cancel
  }
};
