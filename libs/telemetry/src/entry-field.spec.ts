import fc from 'fast-check';
import { canonicalBytes } from '#event-contracts';
import { writtenEvent } from '#ledger/testing';
import { entryField } from './entry-field.ts';

const fields = ['commandId', 'correlationId', 'type'] as const;

describe('a member of an entry', () => {
  it('is found without parsing', () => {
    const { entry } = writtenEvent({ stream: 'lead-1', revision: 0, entry: { correlationId: 'from-afar:1' } });
    expect(entryField(entry, 'correlationId')).toBe('from-afar:1');
    expect(entryField(entry, 'type')).toBe('ContactLogged');
    expect(entryField(Buffer.from('{}'), 'type')).toBeUndefined();
  });

  it('is what parsing would find, or nothing, whatever the others hold', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...fields.map((name) => `","${name}":"x`), '"correlationId":"x"', '\\'),
    );
    const entries = fc.record({
      actor: fc.record({ userId: hostile }),
      commandId: hostile,
      correlationId: hostile,
      stream: hostile,
      type: hostile,
    });
    fc.assert(
      fc.property(entries, (entry) => {
        for (const name of fields) {
          const found = entryField(canonicalBytes(entry), name);
          if (/["\\\p{Cc}]/u.test(entry[name])) expect([entry[name], undefined]).toContain(found);
          else expect(found).toBe(entry[name]);
        }
      }),
    );
  });

  it('is nothing where bytes are cut off', () => expect(entryField(Buffer.from('{"type":"Lead'), 'type')).toBeUndefined());
});
