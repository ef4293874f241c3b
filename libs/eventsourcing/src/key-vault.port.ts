/** What a key names: a person (personal data) or an audience (restricted data). `person-<id>` or `audience-<name>`. */
export type KeyId = string;

export type KeyLookup = { readonly kind: 'found'; readonly key: Buffer } | { readonly kind: 'erased' } | { readonly kind: 'unknown' };

/** Data keys (32 bytes each), kept wrapped under a master key. Erasing a key makes everything sealed under it unreadable for ever. */
export interface KeyVault {
  /** The key, made on first use. Throws {@link KeyErased} when it was erased: nothing may be sealed for an erased person again. */
  obtain(id: KeyId): Promise<Buffer>;
  find(id: KeyId): Promise<KeyLookup>;
  /** Idempotent; true when there was a key to erase. */
  erase(id: KeyId): Promise<boolean>;
}

export class KeyErased extends Error {
  override readonly name = 'KeyErased';
  constructor(readonly keyId: KeyId) {
    super(`the key ${keyId} was erased; nothing can be sealed under it any more`);
  }
}
