import { KeyErased, type KeyVault } from '../key-vault.port.ts';

export interface KeyVaultUnderTest {
  readonly vault: KeyVault;
  /** The same keys, as another process sees them. */
  readonly elsewhere: KeyVault;
  close(): Promise<void>;
}

/** What every key vault holds to. */
export const keyVaultContract = (make: () => Promise<KeyVaultUnderTest>): void => {
  let on: KeyVaultUnderTest;
  beforeEach(async () => (on = await make()));
  afterEach(() => on.close());

  it('makes a key of 32 bytes on first use, and gives the same ever after', async () => {
    const key = await on.vault.obtain('person-1');
    expect(key).toHaveLength(32);
    expect(await on.vault.obtain('person-1')).toEqual(key);
    expect(await on.vault.find('person-1')).toEqual({ kind: 'found', key });
  });

  it('gives different ids different keys', async () =>
    expect((await on.vault.obtain('person-1')).equals(await on.vault.obtain('person-2'))).toBe(false));

  it('gives those who make it at once the same key', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 ? on.vault : on.elsewhere).obtain('person-1')));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  it('does not know a key that was never asked for', async () => expect(await on.vault.find('person-9')).toEqual({ kind: 'unknown' }));

  it('erases for good: neither found nor made again', async () => {
    await on.vault.obtain('person-1');
    expect(await on.vault.erase('person-1')).toBe(true);
    expect(await on.vault.erase('person-1')).toBe(false);
    expect(await on.vault.find('person-1')).toEqual({ kind: 'erased' });
    await expect(on.vault.obtain('person-1')).rejects.toThrow(KeyErased);
    await expect(on.elsewhere.obtain('person-1')).rejects.toThrow(KeyErased);
  });

  it('erases what was never there, so that it never will be', async () => {
    expect(await on.vault.erase('person-1')).toBe(false);
    await expect(on.vault.obtain('person-1')).rejects.toThrow(KeyErased);
  });

  it('leaves other keys alone', async () => {
    const other = await on.vault.obtain('person-2');
    await on.vault.obtain('person-1');
    await on.vault.erase('person-1');
    expect(await on.vault.obtain('person-2')).toEqual(other);
  });
};
