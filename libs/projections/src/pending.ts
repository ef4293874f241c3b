import type { CaseId } from '#eventsourcing';
import type { Batch } from './batch.ts';
import { changesOf, type Folded, type Poison, type Touched } from './fold.ts';
import type { Change, ParkedCase } from './projection-store.port.ts';

/** What has been folded and not yet written: one transaction to be. */
export interface Pending {
  readonly rows: Map<string, Touched>;
  readonly poisons: Map<CaseId, Poison>;
  readonly heldBack: Map<CaseId, number>;
  to: { readonly position: number; readonly leaf: Buffer | undefined };
}

export const nothingPending = (at: Pending['to']): Pending => ({ rows: new Map(), poisons: new Map(), heldBack: new Map(), to: at });

/** Nothing but the checkpoint would be written. */
export const changesNothing = ({ rows, poisons, heldBack }: Pending): boolean => rows.size + poisons.size + heldBack.size === 0;

/** Adds a batch whose rows were folded into it. */
export const addFolded = (pending: Pending, { poisons, heldBack }: Pick<Folded, 'poisons' | 'heldBack'>, batch: Batch): void => {
  for (const [caseId, poison] of poisons) pending.poisons.set(caseId, poison);
  for (const [caseId, events] of heldBack) pending.heldBack.set(caseId, (pending.heldBack.get(caseId) ?? 0) + events);
  pending.to = { position: batch.to, leaf: batch.leaf };
};

export const newlyParked = ({ poisons, heldBack }: Pending): readonly ParkedCase[] =>
  [...poisons.values()].map((poison) => ({ ...poison, heldBack: heldBack.get(poison.caseId) ?? 0 }));

export const changeOf = (pending: Pending, from: Change['from']): Change => ({
  from,
  to: pending.to,
  rows: changesOf(pending.rows.values()),
  parked: newlyParked(pending),
  heldBack: new Map([...pending.heldBack].filter(([caseId]) => !pending.poisons.has(caseId))),
  released: [],
  discarded: [],
});
