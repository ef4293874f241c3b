import type { CaseId, LedgerEvent, RowKey } from '#eventsourcing';
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
  for (const [at, { caseId, index }] of batch.events.entries()) {
    if (handled) {
      const type = batch.typeAt(at);
      if (type !== undefined && !handled.has(type)) continue;
    }
    if (poisons.has(caseId) || index >= (parkedFrom.get(caseId) ?? Infinity)) {
      count(heldBack, caseId);
      continue;
    }
    try {
      const event = batch.decodedAt(at);
      const key = checkedKey(definition, caseId, event);
      if (key) steps.push({ at, event, key, text: keyText(key) });
    } catch (error) {
      poisons.set(caseId, poison(batch, at, error));
      count(heldBack, caseId);
    }
  }
  return { steps, poisons, heldBack };
};

/** Folds what was planned. `rowAt` gives the rows that the table has; whatever `evolve` throws parks the case and nobody else. */
export const foldPlan = (
  { projection }: AnyProjectionTable,
  batch: Batch,
  plan: Plan,
  rowAt: (text: string) => object | undefined,
): Folded => {
  const rows = new Map<string, Touched>();
  const { poisons, heldBack } = plan;
  for (const { at, event, key, text } of plan.steps) {
    const held = poisons.get(event.caseId);
    if (held && event.index >= held.fromIndex) {
      count(heldBack, event.caseId);
      continue;
    }
    const touched = rows.get(text);
    const row = touched ? touched.after : rowAt(text);
    try {
      if (projection.appendOnly && row) throw new Error(`the row ${JSON.stringify(key)} is written a second time`);
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
