import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { assertJava } from './java.ts';
import { cacheFolder, exists, kafkaClassPath } from './kafka-jars.ts';

/** What it takes to run a program of Kafka's. */
export interface KafkaRuntime {
  readonly classPath: string;
  /** Where the archive of its classes is, or will be: see `kafka-archive.ts`. */
  readonly archive: string;
  readonly archived: boolean;
}

/** Finds Java, and the jars, which are fetched at the first time. */
export const kafkaRuntime = async (log: (message: string) => void = () => undefined): Promise<KafkaRuntime> => {
  const java = await assertJava();
  const classPath = await kafkaClassPath(log);
  // An archive is of one Java and these very jars.
  const mark = createHash('sha256').update(`${java}\n${classPath}`).digest('hex').slice(0, 12);
  const archive = join(cacheFolder(), `kafka-${mark}.jsa`);
  return { classPath, archive, archived: await exists(archive) };
};

export interface JavaUse {
  /** MB. */
  readonly heap: number;
  /** Too short-lived to be worth compiling well. */
  readonly brief?: boolean;
}

/** Options of `java`, to stand before the name of the class. */
export const javaOptions = ({ classPath, archive, archived }: KafkaRuntime, { heap, brief = false }: JavaUse): readonly string[] => [
  `-Xmx${heap}m`,
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.awt.headless=true',
  ...(brief ? ['-XX:TieredStopAtLevel=1'] : []),
  ...(archived ? [`-XX:SharedArchiveFile=${archive}`] : []),
  '-cp',
  classPath,
];
