import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalServerError } from './local-server-error.ts';

const run = promisify(execFile);

/** What Kafka 4 brokers ask for. */
const oldestJava = 17;
const oldestMaven = [3, 6] as const;

const outputOf = async (program: string, args: readonly string[], install: string): Promise<string> => {
  try {
    const { stdout, stderr } = await run(program, args);
    return `${stdout}\n${stderr}`;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? `"${program}" is not on the PATH.` : `"${program} ${args.join(' ')}" fails: ${String(cause)}.`;
    throw new LocalServerError(`${what} ${install}`, { cause });
  }
};

const needJava = `A local Kafka needs Java ${oldestJava} or newer: install a JRE and try again.`;
const needMaven = `The jars of Kafka are fetched by Maven ${oldestMaven.join('.')} or newer, once: install it and try again.`;

/** The major version in the answer of `java -version`: `17.0.15`, or `1.8.0_402` for 8. */
export const javaMajor = (answer: string): number | undefined => {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(answer) ?? [];
  return first === undefined ? undefined : Number(first === '1' ? second : first);
};

/** The version in the answer of `mvn --version`. */
export const mavenVersion = (answer: string): readonly [number, number] | undefined => {
  const [, major, minor] = /Apache Maven (\d+)\.(\d+)/.exec(answer) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
};

/** Throws unless a Java that Kafka runs on is there; says which one it is. */
export const assertJava = async (): Promise<string> => {
  const answer = await outputOf('java', ['-version'], needJava);
  const found = javaMajor(answer);
  if (found === undefined || found < oldestJava)
    throw new LocalServerError(`The "java" on the PATH is ${found ?? 'of no known version'}. ${needJava}`);
  return answer.trim();
};

/** Throws unless a Maven that can fetch the jars is there. */
export const assertMaven = async (): Promise<void> => {
  const found = mavenVersion(await outputOf('mvn', ['--version'], needMaven));
  const [major, minor] = oldestMaven;
  if (!found || found[0] < major || (found[0] === major && found[1] < minor))
    throw new LocalServerError(`The "mvn" on the PATH is ${found?.join('.') ?? 'of no known version'}. ${needMaven}`);
};
