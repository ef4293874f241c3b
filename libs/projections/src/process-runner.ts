import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, LedgerEvent, LedgerReader, Reaction } from '#eventsourcing';
import { backoffMs } from './backoff.ts';
import { batchOf, recordedAtOf, type Batch, type Decode } from './batch.ts';
import { mismatch } from './checkpoint.ts';
import type { ProcessCheckpoints } from './process-checkpoints.port.ts';
import type { Checkpoint } from './projection-store.port.ts';
import { wakeUp } from './wake-up.ts';

/** A process manager of whatever events and commands, as its runner sees it. */
export interface AnyProcessManager {
  readonly name: string;
  readonly handles: readonly string[];
  // A method, so that its parameter may be narrower.
  react(event: LedgerEvent): readonly Reaction[];
}

/**
 * Issues a command that follows from an event, under an id derived from both, so that a repeat does nothing. Resolves when the command
 * is answered, be it by a refusal; throws when there is no answer yet.
 */
export type Dispatch = (reaction: Reaction<Command>, cause: LedgerEvent) => Promise<void>;

export type ProcessNotice =
  | {
      readonly kind: 'retrying';
      readonly process: string;
      readonly index: number | undefined;
      readonly error: unknown;
      readonly inMs: number;
    }
  | { readonly kind: 'halted'; readonly process: string; readonly reason: string };

export interface ProcessStatus {
  readonly name: string;
  readonly state: 'running' | 'retrying' | 'halted';
  /** Why it is halted or retrying. */
  readonly reason: string | undefined;
  readonly position: number;
  readonly lagEvents: number;
  readonly lagSeconds: number;
}

export interface ProcessRunnerOptions {
  readonly ledger: LedgerReader;
  readonly checkpoints: ProcessCheckpoints;
  readonly decode: Decode;
  readonly managers: readonly AnyProcessManager[];
  readonly dispatch: Dispatch;
  readonly notify?: (notice: ProcessNotice) => void;
  /** Events between two checkpoints, at most. */
  readonly batch?: number;
  /** Cases worked on at once. */
  readonly concurrency?: number;
  readonly pollMs?: number;
}

export interface ProcessRunner {
  start(): Promise<void>;
  /** Resolves when nothing is under way any more; what is unanswered then is tried again after the next start. */
  stop(): Promise<void>;
  status(now: number): Promise<readonly ProcessStatus[]>;
}

class ProcessHalted extends Error {
  override readonly name = 'ProcessHalted';
}

interface Work {
  readonly caseId: string;
  readonly at: number;
}

const byCase = (batch: Batch, handled: ReadonlySet<string>): readonly (readonly Work[])[] => {
  const cases = new Map<string, Work[]>();
  for (const [at, { caseId }] of batch.events.entries()) {
    const type = batch.typeAt(at);
    if (type === undefined || handled.has(type)) cases.set(caseId, [...(cases.get(caseId) ?? []), { caseId, at }]);
  }
  return [...cases.values()];
};

/** Does all of the work, so many pieces at a time; fails with the first failure when all have ended. */
const concurrently = async <T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> => {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
};

/**
 * Drives process managers along the ledger. The order of events within a case is kept; the checkpoint passes an event only when all its
 * commands are answered, so after a crash some are issued again, never left out. A failure is tried again until it succeeds.
 */
export const processRunner = (options: ProcessRunnerOptions): ProcessRunner => {
  const {
    ledger,
    checkpoints,
    decode,
    managers,
    dispatch,
    notify = () => undefined,
    batch: limit = 200,
    concurrency = 8,
    pollMs = 250,
  } = options;
  const stopping = new AbortController();
  const wakes = managers.map(() => wakeUp());
  const problems = new Map<string, { readonly state: 'retrying' | 'halted'; readonly reason: string }>();
  let running: readonly Promise<void>[] = [];
  let stopListening: () => void = () => undefined;

  const failed = async (process: string, index: number | undefined, error: unknown, failures: number): Promise<void> => {
    const inMs = backoffMs(failures);
    problems.set(process, { state: 'retrying', reason: String(error) });
    notify({ kind: 'retrying', process, index, error, inMs });
    await sleep(inMs, undefined, { signal: stopping.signal });
  };

  const untilAnswered = async (manager: AnyProcessManager, batch: Batch, at: number): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      stopping.signal.throwIfAborted();
      try {
        const event = batch.decodedAt(at);
        for (const reaction of manager.react(event)) await dispatch(reaction, event);
        return;
      } catch (error) {
        await failed(manager.name, batch.events[at]!.index, error, failures);
      }
    }
  };

  const step = async (manager: AnyProcessManager, ledgerId: string): Promise<boolean> => {
    const from = await checkpoints.read(manager.name, ledgerId);
    const reason = await mismatch(ledger, from);
    if (reason !== undefined) throw new ProcessHalted(reason);
    const handled = new Set(manager.handles);
    let at: Checkpoint = from;
    for (;;) {
      const batch = batchOf(await ledger.read(at.position, limit), decode, false);
      if (!batch) return at !== from;
      await concurrently(byCase(batch, handled), concurrency, async (works) => {
        for (const work of works) await untilAnswered(manager, batch, work.at);
      });
      const to = { position: batch.to, leaf: batch.leaf };
      // Somebody else moved it: look where it is now.
      if (!(await checkpoints.move(manager.name, at, to))) return true;
      at = { ...at, ...to };
      problems.delete(manager.name);
    }
  };

  const drive = async (manager: AnyProcessManager, ledgerId: string, wake: ReturnType<typeof wakeUp>): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        if (!(await step(manager, ledgerId))) await wake.sleep(pollMs);
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (error instanceof ProcessHalted) {
          problems.set(manager.name, { state: 'halted', reason: error.message });
          return notify({ kind: 'halted', process: manager.name, reason: error.message });
        }
        failures += 1;
        await failed(manager.name, undefined, error, failures).catch(() => undefined);
      }
    }
  };

  const statusOf = async ({ name }: AnyProcessManager, now: number): Promise<ProcessStatus> => {
    const { ledgerId, size } = await ledger.head();
    const { position } = await checkpoints.read(name, ledgerId);
    const [next] = await ledger.read(position, 1);
    const problem = problems.get(name);
    return {
      name,
      state: problem?.state ?? 'running',
      reason: problem?.reason,
      position,
      lagEvents: Math.max(0, size - position),
      lagSeconds: next ? Math.max(0, (now - Date.parse(recordedAtOf(next))) / 1000) : 0,
    };
  };

  return {
    start: async () => {
      const { ledgerId } = await ledger.head();
      stopListening = ledger.onGrowth(() => wakes.forEach((wake) => wake.call()));
      running = managers.map((manager, at) => drive(manager, ledgerId, wakes[at]!));
    },
    stop: async () => {
      stopping.abort();
      stopListening();
      for (const wake of wakes) wake.call();
      await Promise.all(running);
    },
    status: (now) => Promise.all(managers.map((manager) => statusOf(manager, now))),
  };
};
