import { setTimeout as pause } from 'node:timers/promises';
import type { AppName, AppProcess, Distributed } from './distributed.ts';
import { until } from './until.ts';

/** One app's place in the fleet: whatever becomes of its process, another follows. */
export interface Member {
  readonly app: AppName;
  /** For example `relay 2`. */
  readonly name: string;
  /** Where it answers; nothing while it is down. */
  url(): string | undefined;
  /** Resolves when it has said where it answers; at once if it has. */
  up(): Promise<void>;
  /** Stops or continues its process. False when it is down. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): boolean;
  /** Ends its process and lets the next one start; resolves when the old one is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Ends its process for good. */
  retire(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Apps as processes of their own, which are started again when they have ended, as an orchestrator would. */
export interface Fleet {
  /** Resolves when it is up. */
  launch(app: AppName, environment?: Readonly<Record<string, string>>): Promise<Member>;
  /** Those that have not been retired. */
  members(app?: AppName): readonly Member[];
  /** Where those that are up answer. */
  urls(app: AppName): readonly string[];
  /** Members that had been up and ended although nobody had asked them to, and why. */
  readonly faults: readonly string[];
  /** Starts that failed, as when a database was down. */
  failedStarts(): number;
  stop(): Promise<void>;
}

/** Before a start that failed is tried again; ms. */
const startAgainAfter = 300;
/** Who is to end in order is given so long; then it is killed, as an orchestrator would; ms. */
const endWithin = 10_000;
/** For a first start on a busy machine; ms. */
const upWithin = 60_000;

interface Place {
  process?: AppProcess | undefined;
  retired: boolean;
  asked: boolean;
  waiting: (() => void)[];
}

export const fleetOf = (on: Pick<Distributed, 'spawn'>): Fleet => {
  const members: Member[] = [];
  const faults: string[] = [];
  const counts = new Map<AppName, number>();
  let failedStarts = 0;
  let lastFailure: unknown;

  const launch = async (app: AppName, environment: Readonly<Record<string, string>> = {}): Promise<Member> => {
    counts.set(app, (counts.get(app) ?? 0) + 1);
    const name = `${app} ${counts.get(app)}`;
    const place: Place = { retired: false, asked: false, waiting: [] };

    const start = async (): Promise<AppProcess | undefined> => {
      try {
        return await on.spawn(app, environment);
      } catch (error) {
        lastFailure = error;
        failedStarts += 1;
        await pause(startAgainAfter);
        return undefined;
      }
    };
    const live = async (): Promise<void> => {
      while (!place.retired) {
        const running = await start();
        if (!running) continue;
        place.asked = place.retired;
        place.process = running;
        if (place.retired) running.process.kill('SIGKILL');
        for (const resolve of place.waiting.splice(0)) resolve();
        await running.ended;
        place.process = undefined;
        if (!place.asked) faults.push(`${name} ended by itself: ${running.errors().slice(-2000)}`);
      }
      for (const resolve of place.waiting.splice(0)) resolve();
    };
    const living = live();

    const up = async (): Promise<void> => {
      if (!place.process && !place.retired) await new Promise<void>((resolve) => void place.waiting.push(resolve));
    };
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      const running = place.process;
      if (!running) return;
      place.asked = true;
      running.process.kill(signal);
      const overdue = setTimeout(() => running.process.kill('SIGKILL'), endWithin);
      await running.ended;
      clearTimeout(overdue);
    };
    const member: Member = {
      app,
      name,
      url: () => place.process?.url,
      up,
      signal: (signal) => place.process?.process.kill(signal) ?? false,
      end,
      retire: async (signal) => {
        place.retired = true;
        members.splice(members.indexOf(member), 1);
        await end(signal);
        await living;
      },
    };
    members.push(member);
    if (!(await until(() => place.process !== undefined, upWithin))) throw new Error(`${name} does not start: ${String(lastFailure)}`);
    return member;
  };

  const of = (app?: AppName): readonly Member[] => members.filter((member) => app === undefined || member.app === app);
  return {
    launch,
    members: of,
    urls: (app) => of(app).flatMap((member) => member.url() ?? []),
    faults,
    failedStarts: () => failedStarts,
    stop: async () => void (await Promise.all([...members].map((member) => member.retire('SIGKILL')))),
  };
};
