import type { KeyVault, LedgerEvent } from '#eventsourcing';
import { unsealWith } from './sealing.ts';

/** A sealed part as a row keeps it: still sealed, opened only when someone asks who may read it. */
export interface KeptSealed {
  readonly eventId: string;
  readonly key: string;
  /** Base64. */
  readonly ciphertext: string;
}

export const keepSealed = ({ eventId, sealed }: Pick<LedgerEvent, 'eventId' | 'sealed'>): KeptSealed[] =>
  sealed.map(({ key, ciphertext }) => ({ eventId, key, ciphertext: ciphertext.toString('base64') }));

/** What sealed parts hold, the later ones over the earlier; and the keys that were erased, whose parts nobody can read any more. */
export interface Opened {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly erased: readonly string[];
}

/** Opens kept parts, in the order given, for someone who may read them. */
export const openKept = async (vault: Pick<KeyVault, 'find'>, parts: readonly KeptSealed[]): Promise<Opened> => {
  let opened: Opened = { fields: {}, erased: [] };
  for (const { eventId, key, ciphertext } of parts) {
    const part = await unsealWith(vault, { key, ciphertext: Buffer.from(ciphertext, 'base64') }, eventId);
    if (part.kind === 'readable') opened = { ...opened, fields: { ...opened.fields, ...part.fields } };
    else if (!opened.erased.includes(key)) opened = { ...opened, erased: [...opened.erased, key] };
  }
  return opened;
};
