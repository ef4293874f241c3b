import type { CaseId, LedgerReader, SequencedEvent } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import { batchOf, type Batch, type Decode } from './batch.ts';
import { changesOf, foldPlan, planBatch, type Folded, type Poison } from './fold.ts';
import { poisonOf } from './isolate.ts';
import { newestOf, nextBuild, withCode } from './lineup.ts';
import type {
  Build,
  BuildId,
  BuildRecord,
  Change,
  Discard,
  LockedBuild,
  ParkedCase,
  ParkedCaseRecord,
  ProjectionStore,
} from './projection-store.port.ts';
import { projectionStatus, type ProjectionStatus } from './status.ts';

export interface OperationsOptions {
  readonly ledger: LedgerReader;
  readonly store: ProjectionStore;
  readonly decode: Decode;
  readonly projections: readonly AnyProjectionTable[];
  readonly now?: () => number;
  /** Told after each order, so that a runner in this process looks at once. */
  readonly ordered?: () => void;
}

/** What became of a parked case. Still parked: at this event now, with this error. */
export type Unparked =
  | { readonly kind: 'released' }
  | { readonly kind: 'stillParked'; readonly parked: ParkedCase }
  | { readonly kind: 'notParked' }
  /** This program has no such projection, or not the version that parked the case. */
  | { readonly kind: 'unknownProjection' };

export interface DiscardOrder {
  readonly operator: string;
  readonly reason: string;
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

const PAGE = 1000;
const FOLLOW_MS = 200;

const sameBuild = (one: BuildId, other: BuildId): boolean =>
  one.projection === other.projection && one.version === other.version && one.build === other.build;

const wholeCase = async (ledger: LedgerReader, caseId: CaseId, from: number, to: number): Promise<readonly SequencedEvent[]> => {
  const events: SequencedEvent[] = [];
  for (let next = from; next < to;) {
    const page = await ledger.readCase(caseId, next, to, PAGE);
    events.push(...page);
    next = page.length < PAGE ? to : page.at(-1)!.index + 1;
  }
  return events;
};

interface Refolded {
  readonly folded: Folded;
  readonly poison: ParkedCase | undefined;
}

const handledBy = ({ projection: { handles } }: AnyProjectionTable): ReadonlySet<string> | undefined => handles && new Set(handles);

/** Folds a case's events anew; stops where they cannot be handled, by the projection or by the database. */
const refold = async (locked: LockedBuild, definition: AnyProjectionTable, batch: Batch, caseId: CaseId): Promise<Refolded> => {
  const plan = (poison?: Poison) =>
    planBatch(definition, handledBy(definition), batch, new Map(poison ? [[caseId, poison.fromIndex]] : []));
  const { steps } = plan();
  const keys = [...new Map(steps.map(({ text, key }) => [text, key]))];
  const loaded = definition.projection.appendOnly ? [] : await locked.load(keys.map(([, key]) => key));
  const rows = new Map(keys.map(([text], at) => [text, loaded[at]]));
  const rowAt = (text: string) => rows.get(text);
  const fold = (poison?: Poison): Refolded => {
    const folded = foldPlan(definition, batch, plan(poison), rowAt);
    const stopped = folded.poisons.get(caseId) ?? poison;
    return { folded, poison: stopped && { ...stopped, heldBack: folded.heldBack.get(caseId) ?? 0 } };
  };
  const all = fold();
  const said = await locked.refusal(changesOf(all.folded.rows.values()));
  if (said === undefined) return all;
  return fold(await poisonOf({ definition, batch, rowAt, refusal: (changes) => locked.refusal(changes) }, plan(), caseId, said));
};

const changeFor = ({ seat }: LockedBuild, caseId: CaseId, refolded: Refolded | undefined, discarded: readonly Discard[]): Change => ({
  from: { position: seat.checkpoint.position, turn: seat.turn },
  to: { position: seat.checkpoint.position, leaf: seat.checkpoint.leaf },
  rows: changesOf(refolded?.folded.rows.values() ?? []),
  parked: refolded?.poison ? [refolded.poison] : [],
  heldBack: new Map(),
  released: refolded?.poison ? [] : [caseId],
  discarded,
});

export const projectionOperations = (options: OperationsOptions): ProjectionOperations => {
  const { ledger, store, decode, projections, now = Date.now, ordered = () => undefined } = options;
  const ledgerIdNow = async (): Promise<string> => (await ledger.head()).ledgerId;
  const records = async (projection: string): Promise<readonly BuildRecord[]> =>
    (await store.builds(await ledgerIdNow())).filter((record) => record.projection === projection);

  const unparkIn = (build: Build, ledgerId: string, caseId: CaseId, order: DiscardOrder | undefined): Promise<Unparked> =>
    store.locked(build, ledgerId, async (locked): Promise<Unparked> => {
      const parked = locked.seat.parked.get(caseId);
      if (!parked) return { kind: 'notParked' };
      const from = order ? parked.fromIndex + 1 : parked.fromIndex;
      const batch = batchOf(await wholeCase(ledger, caseId, from, locked.seat.checkpoint.position), decode, false);
      const refolded = batch && (await refold(locked, build.definition, batch, caseId));
      const discarded = order ? [{ caseId, index: parked.fromIndex, error: parked.error, ...order }] : [];
      const outcome = await locked.commit(changeFor(locked, caseId, refolded, discarded));
      if (outcome.kind !== 'committed') throw new Error(`the case ${caseId} of ${build.projection} could not be written: ${outcome.kind}`);
      return refolded?.poison ? { kind: 'stillParked', parked: refolded.poison } : { kind: 'released' };
    });

  const unpark = async (projection: string, caseId: CaseId, order?: DiscardOrder): Promise<Unparked> => {
    const ledgerId = await ledgerIdNow();
    const parked = (await store.parked(ledgerId)).filter((one) => one.projection === projection && one.caseId === caseId);
    const known = await records(projection);
    if (known.length === 0) return { kind: 'unknownProjection' };
    let last: Unparked = { kind: 'notParked' };
    for (const record of known.filter((one) => parked.some((held) => sameBuild(held, one)))) {
      const build = withCode(projections, record);
      last = build ? await unparkIn(build, ledgerId, caseId, order) : { kind: 'unknownProjection' };
      if (last.kind !== 'released') break;
    }
    ordered();
    return last;
  };

  const setPaused = async (projection: string, paused: boolean): Promise<boolean> => {
    const known = await store.setPaused(projection, paused);
    ordered();
    return known;
  };

  const rebuild = async (projection: string): Promise<Ordered> => {
    const definition = newestOf(projections).find((one) => one.projection.name === projection);
    if (!definition) return { kind: 'unknownProjection' };
    for (;;) {
      const known = await records(projection);
      const filling = known.find((record) => record.state === 'filling' && withCode([definition], record));
      const build = filling ?? nextBuild(definition, known);
      if (filling || (await store.create(build as Build, await ledgerIdNow()))) {
        ordered();
        return { kind: 'ordered', build };
      }
    }
  };

  const rollback = async (projection: string): Promise<RolledBack> => {
    const known = await records(projection);
    if (known.length === 0) return { kind: 'unknownProjection' };
    const previous = known.findLast(({ state }) => state === 'previous');
    if (!previous) return { kind: 'unavailable', reason: 'no earlier build is kept' };
    if (!withCode(projections, previous))
      return {
        kind: 'unavailable',
        reason: `the program that knows version ${previous.version} has to be started: it goes live by itself`,
      };
    if (!(await store.refill(previous))) return { kind: 'unavailable', reason: 'the earlier build was dropped meanwhile' };
    ordered();
    return { kind: 'ordered', build: previous };
  };

  const follow = async (build: BuildId, onProgress: (progress: FillProgress) => void): Promise<'live' | 'gone'> => {
    for (;;) {
      const { ledgerId, size } = await ledger.head();
      const record = (await store.builds(ledgerId)).find((one) => sameBuild(one, build));
      const state = !record || record.state === 'previous' ? 'gone' : record.state;
      onProgress({ state, position: record?.checkpoint.position ?? 0, size });
      if (state !== 'filling') return state;
      await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
    }
  };

  return {
    status: () => projectionStatus(ledger, store, now()),
    parked: async () => store.parked(await ledgerIdNow()),
    retry: (projection, caseId) => unpark(projection, caseId),
    discard: (projection, caseId, order) => unpark(projection, caseId, order),
    pause: (projection) => setPaused(projection, true),
    resume: (projection) => setPaused(projection, false),
    rebuild,
    rollback,
    follow,
  };
};
