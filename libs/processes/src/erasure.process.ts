import type { KeyVault, LedgerEvent } from '#eventsourcing';
import type { EventOf, persons } from '#event-contracts';

type PersonErased = EventOf<(typeof persons)['PersonErased']>;

/** Completes every erasure on record, whatever became of the process that recorded it: no erased person's key outlives the ledger's reading. Idempotent. */
export const erasure = (vault: Pick<KeyVault, 'erase'>) => ({
  name: 'erasure',
  handles: ['PersonErased'] as const,
  perform: async ({ data }: LedgerEvent<PersonErased>): Promise<void> => {
    await vault.erase(`person-${data.personId}`);
  },
});
