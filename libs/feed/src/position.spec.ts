import { encodeFeedPosition, whence } from './position.ts';

const head = { ledgerId: '6f1c5f5e-2f0c-4f0e-9a52-7a3e5a0c1b11', size: 10 };

describe('where a reader goes on', () => {
  it.each([
    ['start', -1],
    ['end', 9],
    ['0', 0],
    [`${head.ledgerId}:-1`, -1],
    [`${head.ledgerId}:9`, 9],
    [encodeFeedPosition({ ledgerId: head.ledgerId, index: 4 }), 4],
  ])('is after what %s names', (text, index) => expect(whence(text, head)).toEqual({ kind: 'after', index }));

  it('is nowhere in another ledger, whatever the index', () =>
    expect(whence('another:3', head)).toEqual({ kind: 'otherLedger', ledgerId: 'another' }));
  it('is never after more than there is', () => {
    expect(whence('10', head)).toEqual({ kind: 'beyondEnd', index: 10 });
    expect(whence(`${head.ledgerId}:999999999999999`, head)).toEqual({ kind: 'beyondEnd', index: 999_999_999_999_999 });
  });
  it('is before the first event of an empty ledger, at its start and its end', () => {
    for (const text of ['start', 'end', '-1']) expect(whence(text, { ...head, size: 0 })).toEqual({ kind: 'after', index: -1 });
  });
  it.each(['', 'first', '-2', '01', '1.5', `${head.ledgerId}:`, `${head.ledgerId}:x`, ':3', '1e3', ' 3', '9999999999999999'])(
    'is not said by %j',
    (text) => expect(whence(text, head)).toEqual({ kind: 'malformed' }),
  );
});
