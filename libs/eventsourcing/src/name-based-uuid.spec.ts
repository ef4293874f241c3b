import fc from 'fast-check';
import { v5 } from 'uuid';
import { nameBasedUuid } from './name-based-uuid.ts';

describe('a name-based UUID', () => {
  it('is the one of RFC 9562, A.4', () =>
    expect(nameBasedUuid('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2'));

  it('is what another implementation makes of the same name and namespace', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (name, namespace) => {
        expect(nameBasedUuid(name, namespace)).toBe(v5(name, namespace));
      }),
    ));

  it('is not made in a namespace that is none', () => expect(() => nameBasedUuid('x', 'ledger')).toThrow('"ledger" is no UUID'));
});
