import { pendingDeadlinesContract } from '#projections/testing';
import { InMemoryPendingDeadlines } from './pending-deadlines.ts';
import { InMemoryProjectionStore } from './projection-store.ts';

describe('pending deadlines in memory', () =>
  pendingDeadlinesContract(async () => {
    const store = new InMemoryProjectionStore();
    return { store, pending: new InMemoryPendingDeadlines(store), close: async () => undefined };
  }));
