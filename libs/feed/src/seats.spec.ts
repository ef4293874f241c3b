import { seatsFor } from './seats.ts';

describe('seats', () => {
  it('are as many as they are, and free again when left', () => {
    const seats = seatsFor(2);
    const first = seats.take();
    expect([seats.take(), seats.take()]).toEqual([expect.anything(), undefined]);
    first?.leave();
    first?.leave();
    expect(seats.taken()).toBe(1);
    expect(seats.take()).toBeDefined();
    expect(first?.signal.aborted).toBe(true);
  });

  it('have to be left when the house closes, and nobody gets in any more', () => {
    const seats = seatsFor(2);
    const seat = seats.take();
    seats.close();
    expect(seat?.signal.aborted).toBe(true);
    seat?.leave();
    expect(seats.take()).toBeUndefined();
  });
});
