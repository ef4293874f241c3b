import type { CaseId } from '#eventsourcing';

/** A part of the ledger that is followed by itself: the events of those cases that a hash puts into one of `of` partitions. */
export interface Slice {
  readonly partition: number;
  readonly of: number;
}

/** One process projects everything. */
export const WHOLE: Slice = { partition: 0, of: 1 };

/** Which of so many partitions a case is in; the same function everywhere that one ledger's events go. */
export type Partitioner = (caseId: CaseId, of: number) => number;

export const sameSlice = (one: Slice, other: Slice): boolean => one.partition === other.partition && one.of === other.of;

export const nameOfSlice = ({ partition, of }: Slice): string => `${partition}/${of}`;

/** The slices of `into` that a slice consists of: none of them has a case of another one. Throws when `into` is no multiple. */
export const partsOf = ({ partition, of }: Slice, into: number): readonly Slice[] => {
  if (!Number.isInteger(into) || into < 1 || into % of !== 0)
    throw new RangeError(`${of} partitions cannot be split into ${into}: that is no multiple`);
  return Array.from({ length: into / of }, (_, at) => ({ partition: partition + at * of, of: into }));
};
