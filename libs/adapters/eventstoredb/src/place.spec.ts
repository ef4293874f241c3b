import { placeOf } from './place.ts';

describe('a place in $all', () => {
  it('is that of a cursor', () => {
    expect(placeOf('12:7')).toEqual({ epoch: 0, transaction: 12, position: 7 });
  });

  it.each(['', 'garbage', '12', '12:', '-1:2', '1:12:7', '18446744073709551615:1', '1:9007199254740993'])('is none of %j', (cursor) => {
    expect(placeOf(cursor)).toBeUndefined();
  });
});
