import { publicationsContract } from '#fanout/testing';
import { InMemoryPublications } from './publications.ts';

describe('publications in memory', () =>
  publicationsContract(async () => ({ publications: new InMemoryPublications(), close: async () => undefined })));
