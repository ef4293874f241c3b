import type { CaseId, LedgerReader, SequencedEvent } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import { batchOf, type Batch, type Decode } from './batch.ts';
import { changesOf, foldPlan, planBatch, type Folded, type Plan, type Poison } from './fold.ts';
import { poisonOf } from './isolate.ts';
import type { Build, Change, Discard, LockedBuild, ParkedCase, ProjectionStore } from './projection-store.port.ts';
import { WHOLE, type Slice } from './slice.ts';

/** Who leaves an event out, and why. */
export interface DiscardOrder {
  readonly operator: string;
  readonly reason: string;
}

/** What became of a parked case. Still parked: at this event now, with this error. */
export type Unparked =
  | { readonly kind: 'released' }
  | { readonly kind: 'stillParked'; readonly parked: ParkedCase }
  | { readonly kind: 'notParked' }
  /** This program has no such projection, or not the version that parked the case. */
  | { readonly kind: 'unknownProjection' };

const PAGE = 1000;

const wholeCase = async (
  ledger: Pick<LedgerReader, 'readCase'>,
  caseId: CaseId,
  from: number,
  to: number,
): Promise<readonly SequencedEvent[]> => {
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

const rowsFor = async (locked: LockedBuild, { projection }: AnyProjectionTable, { steps }: Plan) => {
  const keys = [...new Map(steps.map(({ text, key }) => [text, key]))];
  const loaded = projection.appendOnly ? [] : await locked.load(keys.map(([, key]) => key));
  const rows = new Map(keys.map(([text], at) => [text, loaded[at]]));
  return (text: string) => rows.get(text);
};

/** Folds a case's events anew; stops where they cannot be handled, by the projection or by the database. */
const refold = async (locked: LockedBuild, definition: AnyProjectionTable, batch: Batch, caseId: CaseId): Promise<Refolded> => {
  const plan = (poison?: Poison) =>
    planBatch(definition, handledBy(definition), batch, new Map(poison ? [[caseId, poison.fromIndex]] : []));
  const rowAt = await rowsFor(locked, definition, plan());
  const fold = (poison?: Poison): Refolded => {
    const folded = foldPlan(definition, batch, plan(poison), rowAt);
    const stopped = folded.poisons.get(caseId) ?? poison;
    return { folded, poison: stopped && { ...stopped, heldBack: folded.heldBack.get(caseId) ?? 0 } };
  };
  const all = fold();
  const said = await locked.refusal(changesOf(all.folded.rows.values()));
  if (said === undefined) return all;
  return fold(await poisonOf({ definition, batch, rowAt, refusal: (rows) => locked.refusal(rows) }, plan(), caseId, said));
};

const changeFor = ({ seat }: LockedBuild, caseId: CaseId, refolded: Refolded | undefined, discarded: readonly Discard[]): Change => {
  const { position, leaf } = seat.checkpoint;
  return {
    from: { position, turn: seat.turn },
    to: { position, leaf },
    rows: changesOf(refolded?.folded.rows.values() ?? []),
    parked: refolded?.poison ? [refolded.poison] : [],
    heldBack: new Map(),
    released: refolded?.poison ? [] : [caseId],
    discarded,
  };
};

/**
 * Folds what a build holds back of a case, in order, up to where the build is: one transaction under the build's lock. With an order to
 * discard, the event that could not be handled is left out; if a later one cannot be handled either, the case is parked there.
 */
export const unparkIn = (
  { store, ledger, decode }: { readonly store: ProjectionStore; readonly ledger: LedgerReader; readonly decode: Decode },
  build: Build,
  ledgerId: string,
  caseId: CaseId,
  order: DiscardOrder | undefined,
  slice: Slice = WHOLE,
): Promise<Unparked> =>
  store.locked(
    build,
    ledgerId,
    async (locked): Promise<Unparked> => {
      const parked = locked.seat.parked.get(caseId);
      if (!parked) return { kind: 'notParked' };
      const from = order ? parked.fromIndex + 1 : parked.fromIndex;
      const batch = batchOf(await wholeCase(ledger, caseId, from, locked.seat.checkpoint.position), decode, false);
      const refolded = batch && (await refold(locked, build.definition, batch, caseId));
      const discarded = order ? [{ caseId, index: parked.fromIndex, error: parked.error, ...order }] : [];
      const outcome = await locked.commit(changeFor(locked, caseId, refolded, discarded));
      if (outcome.kind !== 'committed') throw new Error(`the case ${caseId} of ${build.projection} could not be written: ${outcome.kind}`);
      return refolded?.poison ? { kind: 'stillParked', parked: refolded.poison } : { kind: 'released' };
    },
    slice,
  );
