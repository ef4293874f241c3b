import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const megabytes = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;

/** The most memory that a process has had at once, in MB (VmHWM); NaN where there is no /proc. */
export const peakOf = async (pid: number): Promise<number> =>
  megabytes(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''), 'VmHWM');

const parentOf = async (pid: number): Promise<number> => Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);

const postmasterOf = async (connectionString: string): Promise<number> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return await parentOf(rows[0]?.pid ?? 0);
  } finally {
    await client.end();
  }
};

/** What the server's processes have at this moment, shared memory counted once (Pss), in MB. */
const serverNow = async (postmaster: number): Promise<number> => {
  let sum = 0;
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!(pid > 0)) continue;
    try {
      if (pid !== postmaster && (await parentOf(pid)) !== postmaster) continue;
      sum += megabytes(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss');
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
};

/** Looks at the server every two seconds; tells at the end the most that it had, in MB. */
export const watchServer = async (connectionString: string): Promise<() => number> => {
  const postmaster = await postmasterOf(connectionString).catch(() => Number.NaN);
  let peak = Number.NaN;
  const look = async (): Promise<void> => {
    const now = await serverNow(postmaster).catch(() => Number.NaN);
    if (!(now <= peak)) peak = now;
  };
  await look();
  const timer = setInterval(() => void look(), 2000);
  return () => {
    clearInterval(timer);
    return peak;
  };
};
