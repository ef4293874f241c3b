import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import type { Known } from '../domain/chapter.ts';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';

interface AccountPorts {
  readonly store: Pick<EventStore, 'read'>;
  readonly codec: Pick<Codec<AnyEvent>, 'decode'>;
}

/** What makes an account one that a deal may name: somebody registered it here, or another system claims it. */
const begins: readonly string[] = ['AccountRegistered', 'AccountImported'] satisfies AnyEvent['type'][];

/**
 * Whether there is the account that a deal is to be opened with, where the command names one. Its own stream tells, in which what was refused of an
 * account that never came to be is on record too.
 */
export const accountNamed = async ({ store, codec }: AccountPorts, command: OpportunityCommand): Promise<Pick<Known, 'accountOnFile'>> => {
  if (command.type !== 'OpenOpportunity' || command.data.accountId === undefined) return {};
  const stored = await store.read(`account-${command.data.accountId}`);
  return { accountOnFile: stored.some((event) => begins.includes(codec.decode(event).type)) };
};
