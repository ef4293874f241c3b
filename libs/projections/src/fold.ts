import type { CaseId, LedgerEvent, RowKey, SequencedEvent } from '#eventsourcing';
import { keyText, type AnyProjectionTable } from './any-projection.ts';
import { recordedAtOf, type Batch } from './batch.ts';
import type { ParkedCase, RowChanges } from './projection-store.port.ts';

/** What held a case up, and where. */
export type Poison = Omit<ParkedCase, 'heldBack'>;

/** One event on its way to one row. */
export interface Step {
  readonly at: number;
  readonly event: LedgerEvent;
  readonly key: RowKey;
  readonly text: string;
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly poisons: Map<CaseId, Poison>;
  readonly heldBack: Map<CaseId, number>;
}

/** A row before and after; `before` is what the table has. */
export interface Touched {
  readonly key: RowKey;
  readonly before: object | undefined;
  readonly after: object | undefined;
}

export interface Folded {
  readonly rows: ReadonlyMap<string, Touched>;
  readonly poisons: ReadonlyMap<CaseId, Poison>;
  readonly heldBack: ReadonlyMap<CaseId, number>;
}

export const textOf = (error: unknown): string => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // Postgres has no U+0000 in text.
  return text.replaceAll('\u0000', '\ufffd').toWellFormed().slice(0, 1000);
};

const checkedKey = ({ projection }: AnyProjectionTable, caseId: CaseId, event: LedgerEvent): RowKey | undefined => {
  const key = projection.key(event);
  if (key && key[0] !== caseId) throw new Error(`the key ${JSON.stringify(key)} does not start with the case ${caseId}`);
  return key;
};

const count = (counts: Map<CaseId, number>, caseId: CaseId): void => void counts.set(caseId, (counts.get(caseId) ?? 0) + 1);

const poison = (batch: Batch, at: number, error: unknown): Poison => {
  const event = batch.events[at]!;
  return { caseId: event.caseId, fromIndex: event.index, error: textOf(error), recordedAt: recordedAtOf(event) };
};

/** Which events of a batch go to which rows. `parkedFrom`: cases held back already, with the index from which on. */
export const planBatch = (
  definition: AnyProjectionTable,
  handled: ReadonlySet<string> | undefined,
  batch: Batch,
  parkedFrom: ReadonlyMap<CaseId, number>,
): Plan => {
  const steps: Step[] = [];
  const poisons = new Map<CaseId, Poison>();
  const heldBack = new Map<CaseId, number>();
  const { appendOnly } = definition.projection;
  const isHeldBack = ({ caseId, index }: Pick<LedgerEvent, 'caseId' | 'index'>): boolean =>
    (parkedFrom.size > 0 && index >= (parkedFrom.get(caseId) ?? Infinity)) || (poisons.size > 0 && poisons.has(caseId));
  const take = (at: number, { caseId, index }: SequencedEvent): void => {
    try {
      const event = batch.decodedAt(at);
      const key = checkedKey(definition, caseId, event);
      // A row that is written once is told apart by its event; that two events write one row is for the database to refuse.
      if (key) steps.push({ at, event, key, text: appendOnly ? String(index) : keyText(key) });
    } catch (error) {
      poisons.set(caseId, poison(batch, at, error));
      count(heldBack, caseId);
    }
  };
  batch.events.forEach((sequenced, at) => {
    if (handled && !isHandled(handled, batch.typeAt(at))) return;
    if (isHeldBack(sequenced)) count(heldBack, sequenced.caseId);
    else take(at, sequenced);
  });
  return { steps, poisons, heldBack };
};

/** What cannot even be told is everybody's. */
const isHandled = (handled: ReadonlySet<string>, type: string | undefined): boolean => type === undefined || handled.has(type);

/**
 * Folds what was planned, upon `rows`, which were touched before and keep what the table has of them. `rowAt` gives the rows that the table has
 * of all others; whatever `evolve` throws parks the case and nobody else.
 */
export const foldPlan = (
  { projection }: AnyProjectionTable,
  batch: Batch,
  plan: Plan,
  rowAt: (text: string) => object | undefined,
  rows = new Map<string, Touched>(),
): Folded => {
  const { poisons, heldBack } = plan;
  const isHeldBack = ({ caseId, index }: LedgerEvent): boolean => poisons.size > 0 && index >= (poisons.get(caseId)?.fromIndex ?? Infinity);
  for (const { at, event, key, text } of plan.steps) {
    if (isHeldBack(event)) {
      count(heldBack, event.caseId);
      continue;
    }
    const touched = rows.get(text);
    const row = touched ? touched.after : rowAt(text);
    try {
      const after = projection.evolve(row, event);
      if (after !== row) rows.set(text, { key, before: touched ? touched.before : row, after });
    } catch (error) {
      poisons.set(event.caseId, poison(batch, at, error));
      count(heldBack, event.caseId);
    }
  }
  return { rows, poisons, heldBack };
};

/** What is to be written so that the table has what was folded. */
export const changesOf = (touched: Iterable<Touched>): RowChanges => {
  const fresh: object[] = [];
  const changed: object[] = [];
  const gone: RowKey[] = [];
  for (const { key, before, after } of touched) {
    if (after) (before ? changed : fresh).push(after);
    else if (before) gone.push(key);
  }
  return { fresh, changed, gone };
};
