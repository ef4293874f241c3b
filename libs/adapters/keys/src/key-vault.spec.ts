import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyVaultContract } from '#eventsourcing/testing';
import { unwrap, wrap } from './envelope.ts';
import { inMemoryKeyVault, keyedDigest, MasterKeyFault, masterKeyFromBase64, masterKeyFromFile } from './index.ts';

describe('keys in memory', () =>
  keyVaultContract(async () => {
    const vault = inMemoryKeyVault();
    return { vault, elsewhere: vault, close: async () => undefined };
  }));

describe('a wrapped key', () => {
  const master = Buffer.alloc(32, 7);
  const wrapped = wrap(master, 'person-1', Buffer.alloc(32, 9));

  it('comes back under its master key and id', () => expect(unwrap(master, 'person-1', wrapped)).toEqual(Buffer.alloc(32, 9)));

  it.each([
    ['another master key', () => unwrap(Buffer.alloc(32, 8), 'person-1', wrapped)],
    ['another id', () => unwrap(master, 'person-2', wrapped)],
    ['changed bytes', () => unwrap(master, 'person-1', Buffer.concat([wrapped.subarray(0, -1), Buffer.of(0)]))],
  ])('does not under %s', (_, attempt) => expect(attempt).toThrow(MasterKeyFault));
});

describe('the master key', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dealtrail-keys-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, for its owner’s eyes only, also by several at once', async () => {
    const path = join(folder, 'deep', 'master.key');
    const keys = await Promise.all(Array.from({ length: 8 }, () => masterKeyFromFile(path, { create: true })));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await masterKeyFromFile(path)).toEqual(keys[0]);
  });

  it('is not made unless told so', () => expect(masterKeyFromFile(join(folder, 'none'))).rejects.toThrow(/cannot be read from/));

  it('is refused when malformed, without being shown', async () => {
    const path = join(folder, 'short');
    await writeFile(path, 'c2VjcmV0');
    await expect(masterKeyFromFile(path)).rejects.toThrow(/short: the master key must be 32 bytes/);
    await expect(masterKeyFromFile(path)).rejects.not.toThrow(/c2VjcmV0/);
    expect(() => masterKeyFromBase64('not base64!')).toThrow(MasterKeyFault);
  });
});

describe('the keyed digest', () => {
  it('is the same under one vault, and another under another', async () => {
    const vault = inMemoryKeyVault();
    const bytes = Buffer.from('{"phone":"1234"}');
    expect((await keyedDigest(vault))(bytes)).toBe((await keyedDigest(vault))(bytes));
    expect((await keyedDigest(vault))(bytes)).not.toBe((await keyedDigest(inMemoryKeyVault()))(bytes));
  });
});
