import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseId, LedgerReader } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import type { Decode } from './batch.ts';
import { newestOf, nextBuild, withCode } from './lineup.ts';
import type { BuildId, BuildRecord, ParkedCaseRecord, ProjectionStore } from './projection-store.port.ts';
import { wholeReader, type LedgerSlices } from './slice-reader.ts';
import { projectionStatus, type ProjectionStatus } from './status.ts';
import { unparkIn, type DiscardOrder, type Unparked } from './unparking.ts';

export interface OperationsOptions {
  readonly ledger: LedgerReader;
  readonly store: ProjectionStore;
  readonly decode: Decode;
  readonly projections: readonly AnyProjectionTable[];
  /** Needed where builds may have several slices. */
  readonly slices?: LedgerSlices;
  /** ms. */
  readonly now?: () => number;
  /** Told after each order, so that a runner in this process looks at once. */
  readonly ordered?: () => void;
}

export type Ordered = { readonly kind: 'ordered'; readonly build: BuildId } | { readonly kind: 'unknownProjection' };

/** A rollback goes to the build that was live before. Unavailable: there is none, or this program has not its code. */
export type RolledBack = Ordered | { readonly kind: 'unavailable'; readonly reason: string };

export interface FillProgress {
  readonly state: 'filling' | 'live' | 'gone';
  readonly position: number;
  readonly size: number;
}

/** What operators can do with projections; each order is in the database, where every runner finds it. */
export interface ProjectionOperations {
  status(): Promise<readonly ProjectionStatus[]>;
  parked(): Promise<readonly ParkedCaseRecord[]>;
  /** Folds what was held back, in order, in one transaction. */
  retry(projection: string, caseId: CaseId): Promise<Unparked>;
  /** Takes out exactly the event that could not be handled, keeps who did so and why, and goes on with the rest of the case. */
  discard(projection: string, caseId: CaseId, order: DiscardOrder): Promise<Unparked>;
  /** False: there is no such projection. When it resolves, no transaction of the projection is under way. */
  pause(projection: string): Promise<boolean>;
  resume(projection: string): Promise<boolean>;
  /** Starts to build a projection anew beside the live one, or joins a build under way; a runner fills it and swaps. */
  rebuild(projection: string): Promise<Ordered>;
  /** Lets the build that was live before catch up and go live again. */
  rollback(projection: string): Promise<RolledBack>;
  /** Follows a build until it is live or gone. */
  follow(build: BuildId, onProgress: (progress: FillProgress) => void): Promise<'live' | 'gone'>;
}

const FOLLOW_MS = 200;

const sameBuild = (one: BuildId, other: BuildId): boolean =>
  one.projection === other.projection && one.version === other.version && one.build === other.build;

class Operations implements ProjectionOperations {
  constructor(private readonly options: OperationsOptions) {}

  status(): Promise<readonly ProjectionStatus[]> {
    const { ledger, store, slices = wholeReader(ledger), now = Date.now } = this.options;
    return projectionStatus({ ledger, store, slices }, now());
  }

  async parked(): Promise<readonly ParkedCaseRecord[]> {
    return this.options.store.parked(await this.#ledgerId());
  }

  retry(projection: string, caseId: CaseId): Promise<Unparked> {
    return this.#unpark(projection, caseId, undefined);
  }

  discard(projection: string, caseId: CaseId, order: DiscardOrder): Promise<Unparked> {
    return this.#unpark(projection, caseId, order);
  }

  pause(projection: string): Promise<boolean> {
    return this.#setPaused(projection, true);
  }

  resume(projection: string): Promise<boolean> {
    return this.#setPaused(projection, false);
  }

  async rebuild(projection: string): Promise<Ordered> {
    const { store, projections } = this.options;
    const definition = newestOf(projections).find((one) => one.projection.name === projection);
    if (!definition) return { kind: 'unknownProjection' };
    for (;;) {
      const records = await this.#records(projection);
      const filling = records.find((record) => record.state === 'filling' && withCode([definition], record));
      if (filling) return this.#order(filling);
      const build = nextBuild(definition, records);
      // Else somebody else made it at the same time: join that.
      if (await store.create(build, await this.#ledgerId())) return this.#order(build);
    }
  }

  async rollback(projection: string): Promise<RolledBack> {
    const records = await this.#records(projection);
    if (records.length === 0) return { kind: 'unknownProjection' };
    const previous = records.findLast(({ state }) => state === 'previous');
    if (!previous) return { kind: 'unavailable', reason: 'no earlier build is kept' };
    if (!withCode(this.options.projections, previous))
      return {
        kind: 'unavailable',
        reason: `start the program that knows version ${previous.version}: it catches up and goes live by itself`,
      };
    if (!(await this.options.store.refill(previous))) return { kind: 'unavailable', reason: 'the earlier build was dropped meanwhile' };
    return this.#order(previous);
  }

  async follow(build: BuildId, onProgress: (progress: FillProgress) => void): Promise<'live' | 'gone'> {
    for (;;) {
      const { ledgerId, size } = await this.options.ledger.head();
      const records = (await this.options.store.builds(ledgerId)).filter((one) => sameBuild(one, build));
      const [record] = records;
      const state = !record || record.state === 'previous' ? 'gone' : record.state;
      const position = record ? Math.min(...records.map(({ checkpoint }) => checkpoint.position)) : 0;
      onProgress({ state, position, size });
      if (state !== 'filling') return state;
      await sleep(FOLLOW_MS);
    }
  }

  async #ledgerId(): Promise<string> {
    return (await this.options.ledger.head()).ledgerId;
  }

  async #records(projection: string): Promise<readonly BuildRecord[]> {
    return (await this.options.store.builds(await this.#ledgerId())).filter((record) => record.projection === projection);
  }

  #order({ projection, version, build }: BuildId): Ordered {
    this.options.ordered?.();
    return { kind: 'ordered', build: { projection, version, build } };
  }

  async #setPaused(projection: string, paused: boolean): Promise<boolean> {
    const known = await this.options.store.setPaused(projection, paused);
    this.options.ordered?.();
    return known;
  }

  /** In every build that holds the case back, in the slice that has it; the first that cannot let it go decides. */
  async #unpark(projection: string, caseId: CaseId, order: DiscardOrder | undefined): Promise<Unparked> {
    const ledgerId = await this.#ledgerId();
    const records = await this.#records(projection);
    if (records.length === 0) return { kind: 'unknownProjection' };
    const parked = (await this.parked()).filter((one) => one.projection === projection && one.caseId === caseId);
    const holding = records.filter((record) => record.parkedCases > 0 && parked.some((one) => sameBuild(one, record)));
    let released = false;
    for (const record of holding) {
      const build = withCode(this.options.projections, record);
      if (!build) return { kind: 'unknownProjection' };
      const unparked = await unparkIn(this.options, build, ledgerId, caseId, order, record.checkpoint);
      this.options.ordered?.();
      if (unparked.kind === 'stillParked' || unparked.kind === 'unknownProjection') return unparked;
      released ||= unparked.kind === 'released';
    }
    return { kind: released ? 'released' : 'notParked' };
  }
}

export const projectionOperations = (options: OperationsOptions): ProjectionOperations => new Operations(options);
