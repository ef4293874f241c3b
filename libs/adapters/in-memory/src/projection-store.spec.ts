import { processCheckpointsContract, projectionStoreContract } from '#projections/testing';
import { InMemoryProcessCheckpoints } from './projection-process-checkpoints.ts';
import { InMemoryProjectionStore } from './projection-store.ts';

describe('the projection store in memory', () =>
  projectionStoreContract(async () => ({ store: new InMemoryProjectionStore(), close: async () => undefined })));

describe('process managers’ checkpoints in memory', () =>
  processCheckpointsContract(async () => ({ checkpoints: new InMemoryProcessCheckpoints(), close: async () => undefined })));
