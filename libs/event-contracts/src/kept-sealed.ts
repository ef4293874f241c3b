import type { KeyVault, LedgerEvent } from '#eventsourcing';
import { unsealWith, type Unsealed } from './sealing.ts';

/** A sealed part as a row keeps it: still sealed, opened only when someone asks who may read it. */
export interface KeptSealed {
  readonly eventId: string;
  readonly key: string;
  /** Base64. */
  readonly ciphertext: string;
}

export const keepSealed = ({ eventId, sealed }: Pick<LedgerEvent, 'eventId' | 'sealed'>): KeptSealed[] =>
  sealed.map(({ key, ciphertext }) => ({ eventId, key, ciphertext: ciphertext.toString('base64') }));

/** What sealed parts hold, the later ones over the earlier; and the keys whose parts nobody can read: erased, or the bytes were changed. */
export interface Opened {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly erased: readonly string[];
  readonly damaged: readonly string[];
}

const including = (keys: readonly string[], key: string): readonly string[] => (keys.includes(key) ? keys : [...keys, key]);

const withPart = (before: Opened, key: string, part: Unsealed): Opened => {
  switch (part.kind) {
    case 'readable':
      return { ...before, fields: { ...before.fields, ...part.fields } };
    case 'erased':
      return { ...before, erased: including(before.erased, key) };
    case 'damaged':
      return { ...before, damaged: including(before.damaged, key) };
  }
};

/** Opens kept parts, in the order given, for someone who may read them. */
export const openKept = async (vault: Pick<KeyVault, 'find'>, parts: readonly KeptSealed[]): Promise<Opened> => {
  let opened: Opened = { fields: {}, erased: [], damaged: [] };
  for (const { eventId, key, ciphertext } of parts)
    opened = withPart(opened, key, await unsealWith(vault, { key, ciphertext: Buffer.from(ciphertext, 'base64') }, eventId));
  return opened;
};
