import { setTimeout as pause } from 'node:timers/promises';
import type { OpenConsumer } from '#fanout';
import { clientOf, type KafkaConnection } from './connection.ts';
import { farewell, joinGroup, type GroupMember } from './group-member.ts';
import { within } from './within.ts';

export interface KafkaConsumerOptions {
  /** Silent for so long, a member is dead to its group; ms. */
  readonly sessionTimeout?: number;
  /** How long a fetch may go unanswered before the consumer is begun anew; ms. Longer than an answer may take. */
  readonly stuckAfter?: number;
  /** How often hints where to go on are committed; ms. */
  readonly commitEvery?: number;
  /** How long it waits after a failure: the first time, and at most; ms. */
  readonly backoff?: { readonly first: number; readonly most: number };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * One member of a consumer group, over kafkajs' consumer, which is begun anew when it crashes, cannot connect or makes no progress: kafkajs restarts itself after some errors
 * only, and not when it hangs. Resolves at once: while no broker answers, the listener is warned, and it is tried again.
 */
export const openKafkaConsumer =
  (connection: KafkaConnection, options: KafkaConsumerOptions = {}): OpenConsumer =>
  async ({ topic, group }, listener) => {
    const { sessionTimeout = 20_000, commitEvery = 1_000, backoff = { first: 500, most: 15_000 } } = options;
    const { stuckAfter = 1.5 * (connection.requestTimeout ?? 30_000) } = options;
    const member = { topic, group, sessionTimeout, stuckAfter, commitEvery };
    const stopping = new AbortController();
    let current: GroupMember | undefined;
    let fetchedAt = performance.now();

    const live = async (): Promise<Error | undefined> => {
      current = await joinGroup(clientOf(connection), member, listener);
      if (stopping.signal.aborted) await current.leave();
      const reason = await current.ended;
      fetchedAt = current.fetchedAt;
      // Not awaited: it may be what hangs.
      void current.leave();
      current = undefined;
      return reason;
    };

    const supervise = async (): Promise<void> => {
      let wait = backoff.first;
      while (!stopping.signal.aborted) {
        const began = performance.now();
        const reason = await live().catch(asError);
        if (reason === undefined || stopping.signal.aborted) continue;
        listener.warned(reason);
        if (performance.now() - began > backoff.most) wait = backoff.first;
        await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
        wait = Math.min(2 * wait, backoff.most);
      }
    };

    const supervised = supervise();
    return {
      commit: (partition, offset) => current?.commit(partition, offset),
      status: () => ({ joined: current?.joined ?? false, fetchedAt: current?.fetchedAt ?? fetchedAt }),
      stop: async () => {
        stopping.abort();
        await current?.leave();
        // While it joins it cannot leave; it will as soon as it has joined.
        await within(farewell, supervised);
      },
    };
  };
