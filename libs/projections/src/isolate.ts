import type { CaseId } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import { recordedAtOf, type Batch } from './batch.ts';
import { changesOf, foldPlan, type Plan, type Poison, type Touched } from './fold.ts';
import type { RowChanges } from './projection-store.port.ts';

/** What the database says to rows; nothing when it would take them. */
export type Refusal = (rows: RowChanges) => Promise<string | undefined>;

/**
 * The cases whose rows the database refuses, with what it says; the others go together. Halves what is refused until single cases are
 * left, keeping what was accepted, so that two cases that only collide with each other are told apart too.
 */
export const refusedCases = async (
  rowsByCase: ReadonlyMap<CaseId, readonly Touched[]>,
  refusal: Refusal,
): Promise<ReadonlyMap<CaseId, string>> => {
  const refused = new Map<CaseId, string>();
  let accepted: Touched[] = [];
  const open: (readonly CaseId[])[] = [[...rowsByCase.keys()]];
  for (let cases = open.pop(); cases; cases = open.pop()) {
    const together = [...accepted, ...cases.flatMap((caseId) => rowsByCase.get(caseId) ?? [])];
    const said = await refusal(changesOf(together));
    if (said === undefined) accepted = together;
    else if (cases.length === 1) refused.set(cases[0]!, said);
    else {
      const middle = Math.ceil(cases.length / 2);
      open.push(cases.slice(middle), cases.slice(0, middle));
    }
  }
  return refused;
};

/** A batch on its way into rows: how it is folded, what the table has, what the database says. */
export interface Trial {
  readonly definition: AnyProjectionTable;
  readonly batch: Batch;
  readonly rowAt: (text: string) => object | undefined;
  readonly refusal: Refusal;
}

/** The first event of a case after which the database refuses its rows; its first event at all when none does so by itself. */
export const poisonOf = async (
  { definition, batch, rowAt, refusal }: Trial,
  plan: Plan,
  caseId: CaseId,
  error: string,
): Promise<Poison> => {
  const steps = plan.steps.filter(({ event }) => event.caseId === caseId);
  const poisonAt = (at: number, said: string): Poison => {
    const event = batch.events[at]!;
    return { caseId, fromIndex: event.index, error: said, recordedAt: recordedAtOf(event) };
  };
  for (let length = 1; length <= steps.length; length += 1) {
    const prefix: Plan = { steps: steps.slice(0, length), poisons: new Map(), heldBack: new Map() };
    const said = await refusal(changesOf(foldPlan(definition, batch, prefix, rowAt).rows.values()));
    if (said !== undefined) return poisonAt(steps[length - 1]!.at, said);
  }
  return poisonAt(steps[0]!.at, error);
};

/** Finds what the database refuses in a batch, case by case. */
export const isolate = async (trial: Trial, plan: Plan): Promise<readonly Poison[]> => {
  const { rows } = foldPlan(trial.definition, trial.batch, plan, trial.rowAt);
  const byCase = new Map<CaseId, Touched[]>();
  for (const row of rows.values()) byCase.set(row.key[0], [...(byCase.get(row.key[0]) ?? []), row]);
  const poisons: Poison[] = [];
  for (const [caseId, error] of await refusedCases(byCase, trial.refusal)) poisons.push(await poisonOf(trial, plan, caseId, error));
  return poisons;
};
