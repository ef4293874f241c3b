import pg from 'pg';
import { freshStream } from '#eventsourcing/testing';
import { migrate } from '#postgres';
import { privateServer, type PrivateServer } from '../support/postgres.ts';
import { runScript, type Script } from '../support/script.ts';
import type { Told } from './append-process.ts';

type Trying = Extract<Told, { said: 'trying' }>;

/** All that the processes ever told, in memory of a process that survives them. */
const historyOf = () => {
  const tried = new Map<string, Trying>();
  const answers = new Map<string, string>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let acknowledged = 0;

  const note = (line: string): void => {
    const told = JSON.parse(line) as Told;
    if (told.said === 'trying') return void tried.set(told.id, told);
    answers.set(told.id, told.said);
    if (told.said !== 'committed') return;
    acknowledged += 1;
    for (const { resolve } of waiting.filter(({ count }) => count <= acknowledged)) resolve();
  };

  /** Takes down what a process tells, to its last line. */
  const listen = async (script: Script): Promise<void> => {
    for (;;) {
      const line = await script.nextLine().catch(() => undefined);
      if (line === undefined) return;
      if (line.endsWith('}')) note(line); // a line cut short told of a try that cannot have begun
    }
  };

  const more = (count: number): Promise<void> => new Promise((resolve) => void waiting.push({ count: acknowledged + count, resolve }));
  return { tried, answers, listen, more };
};

type History = ReturnType<typeof historyOf>;
type Log = ReadonlyMap<string, readonly string[]>;

/** Each stream's entries by revision, straight from the table. */
const readLog = async (connectionString: string): Promise<Log> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const log = new Map<string, string[]>();
  const { rows } = await client.query<{ stream: string; revision: number; entry: Buffer }>(
    'select stream, revision, entry from dealtrail.events order by stream, revision',
  );
  await client.end();
  for (const { stream, revision, entry } of rows) {
    const entries = log.get(stream) ?? [];
    expect(revision).toBe(entries.length); // contiguous from 0
    log.set(stream, [...entries, entry.toString('base64')]);
  }
  return log;
};

const found = ({ stream, first, entries }: Trying, log: Log): number => {
  const there = log.get(stream) ?? [];
  return entries.filter((entry, ordinal) => there[first + ordinal] === entry).length;
};

const faultOf = (answer: string, there: number, whole: number): string | undefined => {
  if (there !== 0 && there !== whole) return 'is there in part';
  if (answer === 'committed' && there === 0) return 'was acknowledged and is not there';
  if ((answer === 'conflict' || answer === 'unavailable') && there > 0) return `was said to be ${answer} and is there`;
  return undefined;
};

/** What is wrong between what was told and what is there; nothing when all is well. */
const faults = ({ tried, answers }: History, log: Log): string[] => {
  const wrong: string[] = [];
  let accounted = 0;
  for (const [id, one] of tried) {
    const there = found(one, log);
    const fault = faultOf(answers.get(id) ?? 'never answered', there, one.entries.length);
    if (fault) wrong.push(`${id} ${fault}`);
    accounted += there;
  }
  const total = [...log.values()].flat();
  if (new Set(total).size !== total.length) wrong.push('an event is there twice');
  if (accounted !== total.length) wrong.push(`${total.length - accounted} events are there that nobody tried to write`);
  return wrong;
};

/** The history without one acknowledged append and all after it in its stream: what a checker must find. */
const withoutOneAcknowledged = ({ tried, answers }: History, log: Log): Log => {
  const [id = ''] = [...answers].find(([, answer]) => answer === 'committed') ?? [];
  const { stream = '', first = 0 } = tried.get(id) ?? {};
  return new Map([...log, [stream, (log.get(stream) ?? []).slice(0, first)]]);
};

const killed = async (script: Script, told: Promise<void>): Promise<void> => {
  script.process.kill('SIGKILL');
  await Promise.all([script.ended, told]);
};

describe('appends while the database and the program are killed (I1)', () => {
  let server: PrivateServer;

  beforeAll(async () => {
    server = await privateServer();
    await migrate(server.connectionString);
  }, 60_000);
  afterAll(() => server.stop(), 60_000);

  it('loses nothing it acknowledged, doubles nothing, and leaves nothing half done', async () => {
    const history = historyOf();
    const streams = Array.from({ length: 6 }, () => freshStream()).join(',');
    const start = (): { script: Script; told: Promise<void> } => {
      const script = runScript(new URL('./append-process.ts', import.meta.url), [server.connectionString, streams]);
      return { script, told: history.listen(script) };
    };
    const random = (limit: number): number => 1 + Math.floor(Math.random() * limit);

    let { script, told } = start();
    for (const victims of ['database', 'program', 'database', 'both', 'database', 'program', 'both', 'database']) {
      await history.more(random(150));
      if (victims !== 'program') await server.kill('SIGKILL');
      if (victims !== 'database') await killed(script, told);
      if (victims !== 'program') await server.restart();
      if (victims !== 'database') ({ script, told } = start());
    }
    await history.more(20);
    await killed(script, told);

    const log = await readLog(server.connectionString);
    expect(faults(history, log)).toEqual([]);
    expect(history.tried.size).toBeGreaterThan(100);
    expect(faults(history, withoutOneAcknowledged(history, log))).toContainEqual(
      expect.stringMatching(/was acknowledged and is not there/),
    );
  }, 180_000);
});
