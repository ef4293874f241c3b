import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { StartFailure } from './start-failure.ts';

const explanations: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken by another program, perhaps by another Dealtrail. Stop that one, or set PORT to another port (0 for any free one).`,
  EACCES: (_, port) => `This user may not listen on port ${port}. Set PORT to 1024 or more.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}. Set HOST to one that it has, for example 127.0.0.1.`,
  ENOTFOUND: (host) => `There is no host ${host}. Set HOST to an address of this machine, for example 127.0.0.1.`,
};

/** The same failure to listen, in words a user can act on. */
export const explainListenError = (error: unknown, host: string, port: number): unknown => {
  const explain = explanations[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  return explain ? new StartFailure(explain(host, port), { cause: error }) : error;
};

/** Throws {@link StartFailure} when nobody could listen there: told before anything is started. */
export const assertListenable = async (host: string, port: number): Promise<void> => {
  const probe = createServer();
  try {
    const listening = once(probe, 'listening');
    probe.listen({ host, port, exclusive: true });
    await listening;
  } catch (error) {
    throw explainListenError(error, host, port);
  }
  const closed = once(probe, 'close');
  probe.close();
  await closed;
};

/** The address as a program on this machine reaches it. */
export const urlOf = (host: string, port: number): string => {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
};

const addressFile = 'server.json';

/** Another program on the same folder may have put its address there since. */
const isOurs = async (path: string): Promise<boolean> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text !== undefined && (JSON.parse(text) as { pid?: unknown }).pid === process.pid;
};

/** Leaves the server's address in its data folder, for the command line on the same machine; returns the way to take it back. */
export const publishAddress = async (dataDir: string, url: string): Promise<() => Promise<void>> => {
  const path = join(dataDir, addressFile);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o644 });
  await rename(draft, path);
  return async () => {
    if (await isOurs(path)) await rm(path, { force: true });
  };
};
