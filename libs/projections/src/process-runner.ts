import type { LedgerReader } from '#eventsourcing';
import { recordedAtOf, type Decode } from './batch.ts';
import type { ProcessCheckpoints } from './process-checkpoints.port.ts';
import { ProcessDriver, type AnyProcessManager, type Dispatch, type ProcessNotice } from './process-driver.ts';

export interface ProcessRunnerOptions {
  readonly ledger: LedgerReader;
  readonly checkpoints: ProcessCheckpoints;
  readonly decode: Decode;
  readonly managers: readonly AnyProcessManager[];
  readonly dispatch: Dispatch;
  readonly notify?: (notice: ProcessNotice) => void;
  /** Events between two checkpoints, at most. */
  readonly batch?: number;
  /** Cases worked on at once, by each process manager. */
  readonly concurrency?: number;
  /** The ledger is looked at so often even when it says nothing; ms. */
  readonly pollMs?: number;
}

export interface ProcessStatus {
  readonly name: string;
  readonly state: 'running' | 'retrying' | 'halted';
  /** Why it is halted or retrying. */
  readonly reason: string | undefined;
  readonly position: number;
  /** Events not passed yet. */
  readonly lagEvents: number;
  /** Age of the oldest of them, from its recording; 0 when there is none. */
  readonly lagSeconds: number;
}

export interface ProcessRunner {
  /** Throws when the ledger cannot be reached. */
  start(): Promise<void>;
  /** Resolves when nothing is under way any more; what is unanswered then is issued again after the next start. */
  stop(): Promise<void>;
  /** Events that every process manager has passed, their commands answered; checkpoints follow a moment later. 0 while that is looked up. */
  passed(): number;
  /** `now` in ms. */
  status(now: number): Promise<readonly ProcessStatus[]>;
}

const statusOf = async ({ ledger, checkpoints }: ProcessRunnerOptions, driver: ProcessDriver, now: number): Promise<ProcessStatus> => {
  const { ledgerId, size } = await ledger.head();
  const { position } = await checkpoints.read(driver.name, ledgerId);
  const [next] = await ledger.read(position, 1);
  return {
    name: driver.name,
    state: driver.problem?.state ?? 'running',
    reason: driver.problem?.reason,
    position,
    lagEvents: Math.max(0, size - position),
    lagSeconds: next ? Math.max(0, (now - Date.parse(recordedAtOf(next))) / 1000) : 0,
  };
};

/**
 * Drives process managers along the ledger, each at its own pace from the ledger's beginning on. Within a case events keep their order; a
 * checkpoint passes an event only when all its commands are answered, so after a crash some are issued again and none is left out.
 */
export const processRunner = (options: ProcessRunnerOptions): ProcessRunner => {
  const drivers = options.managers.map((manager) => new ProcessDriver(manager, { batch: 200, concurrency: 8, pollMs: 250, ...options }));
  let running: readonly Promise<void>[] = [];
  let stopListening: () => void = () => undefined;
  return {
    start: async () => {
      const { ledgerId, size: present } = await options.ledger.head();
      const grown = (size: number): void => drivers.forEach((driver) => driver.grown(size));
      grown(present);
      stopListening = options.ledger.onGrowth(grown);
      running = drivers.map((driver) => driver.run(ledgerId));
    },
    stop: async () => {
      stopListening();
      for (const driver of drivers) driver.stop();
      await Promise.all(running);
    },
    passed: () => Math.min(...drivers.map((driver) => driver.passed)),
    status: (now) => Promise.all(drivers.map((driver) => statusOf(options, driver, now))),
  };
};
