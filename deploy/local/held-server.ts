import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, pidOf, startDetached, stopDetached, tailOf, untilReady } from './detached.ts';
import { freePort } from './free-port.ts';
import { LocalServerError } from './local-server-error.ts';
import type { LocalServer } from './local-server.ts';
import { packageRoot } from './package-root.ts';

/** A server that runs inside a TypeScript program of ours, which prints its address when it is ready. */
export interface HeldServer {
  /** Of its files. */
  readonly name: string;
  /** What it is called where its name alone would mislead. */
  readonly label?: string;
  readonly variable: string;
  readonly folder: string;
  /** From the package's root. */
  readonly script: string;
  args(port: number): readonly string[];
  /** How its address begins. */
  readonly scheme: string;
  answers(address: string): Promise<boolean>;
}

const patience = 60_000;

/** The one it had before, if it can be had, so that the address stays the same. */
const portOf = async (folder: string): Promise<number> => {
  const file = join(folder, 'port');
  const port = await freePort(Number(await readFile(file, 'utf8').catch(() => '')) || undefined);
  await writeFile(file, String(port));
  return port;
};

export const heldServer = (server: HeldServer): LocalServer => {
  const { name, label = name, variable, folder } = server;
  const place = { name, folder };

  const address = async (): Promise<string | undefined> =>
    (await outputOf(place)).split('\n').find((line) => line.startsWith(server.scheme));

  const start = async (): Promise<string> => {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    const loader = join(packageRoot(), 'scripts', 'typescript.mjs');
    const script = join(packageRoot(), server.script);
    const args = ['--no-warnings', '--conditions=development', '--import', loader, script, ...server.args(await portOf(folder))];
    await startDetached({ ...place, command: process.execPath, args });
    const ready = await untilReady(place, async () => (await address()) !== undefined, patience);
    if (!ready) throw new LocalServerError(`${label} does not start. ${await tailOf(place)}`);
    return (await address())!;
  };

  return {
    name: label,
    up: async () => {
      const already = (await pidOf(place)) !== undefined;
      return { already, variable, address: (already && (await address())) || (await start()) };
    },
    down: () => stopDetached(place, patience),
    status: async () => {
      const pid = await pidOf(place);
      const at = pid === undefined ? undefined : await address();
      return [{ name: label, pid, address: at, answers: at !== undefined && (await server.answers(at)) }];
    },
  };
};
