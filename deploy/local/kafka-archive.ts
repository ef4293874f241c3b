import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrokers, stopBrokers } from './kafka-brokers.ts';
import type { KafkaRuntime } from './kafka-runtime.ts';

/** For Java to write the archive; ms. */
const patience = 60_000;

/**
 * The runtime with the classes of a broker as Java has them in memory once they are loaded (application class-data sharing): from then on a broker starts with about a
 * third of the work. Made once, by running a broker and ending it; what cannot be made is done without.
 */
export const withArchive = async (runtime: KafkaRuntime, log: (message: string) => void): Promise<KafkaRuntime> => {
  if (runtime.archived) return runtime;
  log('Preparing Kafka for quick starts, once.');
  const draft = `${runtime.archive}-${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), 'dealtrail-kafka-'));
  try {
    const layout = await startBrokers(runtime, { folder, brokers: 1 }, { brief: true, more: [`-XX:ArchiveClassesAtExit=${draft}`] });
    await stopBrokers(layout, patience);
    await rename(draft, runtime.archive);
    return { ...runtime, archived: true };
  } catch {
    return runtime;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(draft, { force: true });
  }
};
