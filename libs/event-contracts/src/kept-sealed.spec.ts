import { randomBytes } from 'node:crypto';
import { keepSealed, openKept, seal, type KeptSealed } from './index.ts';

const keys = new Map([
  ['person-1', randomBytes(32)],
  ['person-2', randomBytes(32)],
]);
const vault = {
  find: async (id: string) => {
    const key = keys.get(id);
    return key ? ({ kind: 'found', key } as const) : ({ kind: 'erased' } as const);
  },
};

const kept = (eventId: string, key: string, fields: object, change: (ciphertext: Buffer) => Buffer = (same) => same): KeptSealed[] =>
  keepSealed({ eventId, sealed: [{ key, ciphertext: change(seal(keys.get(key) ?? randomBytes(32), { ...fields }, eventId)) }] });

describe('sealed parts that a row keeps', () => {
  it('open in order, the later over the earlier, and tell what is erased', async () => {
    const parts = [
      ...kept('e1', 'person-1', { name: 'A', phone: '1' }),
      ...kept('e2', 'person-3', { name: 'C' }),
      ...kept('e3', 'person-1', { name: 'B' }),
    ];
    expect(await openKept(vault, parts)).toEqual({ fields: { name: 'B', phone: '1' }, erased: ['person-3'], damaged: [] });
  });

  it.each([
    ['a changed byte', (ciphertext: Buffer) => Buffer.concat([ciphertext.subarray(0, -1), Buffer.of(ciphertext.at(-1)! ^ 1)])],
    ['another format', (ciphertext: Buffer) => Buffer.concat([Buffer.of(9), ciphertext.subarray(1)])],
    ['a missing end', (ciphertext: Buffer) => ciphertext.subarray(0, 20)],
    ['nothing left', () => Buffer.alloc(0)],
  ])('tell what is damaged, by %s, and open the rest', async (_, change) => {
    const parts = [...kept('e1', 'person-1', { name: 'A' }), ...kept('e2', 'person-2', { name: 'B' }, change)];
    expect(await openKept(vault, parts)).toEqual({ fields: { name: 'A' }, erased: [], damaged: ['person-2'] });
  });

  it('do not open when the key vault cannot be asked', async () => {
    const away = { find: () => Promise.reject(new Error('away')) };
    await expect(openKept(away, kept('e1', 'person-1', { name: 'A' }))).rejects.toThrow('away');
  });
});
