import { Value } from '@sinclair/typebox/value';
import { CalendarDate, Instant } from './fields.ts';

describe('times in events', () => {
  it.each(['0001-01-01', '2024-02-29', '9999-12-31'])('take the day %s', (day) => {
    expect(Value.Check(CalendarDate, day)).toBe(true);
    expect(Value.Check(Instant, `${day}T23:59:59.999Z`)).toBe(true);
  });

  it.each(['0000-01-01', '0000-12-31', '2026-02-29', '2026-13-01', '26-01-01', '+002026-01-01', '-000001-01-01'])('take no %s', (day) => {
    expect(Value.Check(CalendarDate, day)).toBe(false);
    expect(Value.Check(Instant, `${day}T00:00:00.000Z`)).toBe(false);
  });

  it.each([
    '2026-01-01T24:00:00.000Z',
    '2026-06-30T23:59:60.000Z',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.000',
    '2026-01-01T00:00:00+0100',
  ])('take no %s', (time) => expect(Value.Check(Instant, time)).toBe(false));
});
