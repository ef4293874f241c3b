import { ledgerContract } from '#ledger/testing';
import { InMemoryEventStore } from './event-store.ts';
import { InMemoryLeases } from './ledger-leases.ts';
import { InMemoryLedger } from './ledger.ts';

describe('the ledger in memory', () =>
  ledgerContract(async () => {
    const store = new InMemoryEventStore();
    const source = store.source();
    return { store, source, ledger: new InMemoryLedger(store, source), leases: new InMemoryLeases(), close: async () => undefined };
  }));
