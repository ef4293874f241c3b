import type { KeyVault } from '#eventsourcing';
import { openKept, type KeptSealed } from '#event-contracts';

/** What someone is shown of a sealed part: its fields, why nobody can read it, or only that it is there. */
export interface SealedView {
  readonly key: string;
  readonly state: 'open' | 'erased' | 'damaged' | 'withheld';
  readonly fields: Readonly<Record<string, unknown>> | null;
}

/** Sealed parts for someone who may open some of them, by the key under which they are sealed. */
export const sealedViews = async (
  vault: Pick<KeyVault, 'find'>,
  parts: readonly KeptSealed[],
  mayBeOpened: (key: string) => boolean,
): Promise<readonly SealedView[]> =>
  Promise.all(
    parts.map(async (part): Promise<SealedView> => {
      if (!mayBeOpened(part.key)) return { key: part.key, state: 'withheld', fields: null };
      const { fields, erased, damaged } = await openKept(vault, [part]);
      if (erased.length > 0) return { key: part.key, state: 'erased', fields: null };
      return damaged.length > 0 ? { key: part.key, state: 'damaged', fields: null } : { key: part.key, state: 'open', fields };
    }),
  );
