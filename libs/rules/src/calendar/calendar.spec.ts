import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import {
  addDays,
  addHours,
  addWorkdays,
  addWorkingHours,
  calendarFaults,
  calendarSchema,
  defaultCalendar,
  dueAt,
  holidaysKnown,
  isWorkday,
  limitSchema,
  type CalendarContents,
  type Limit,
} from '../index.ts';
import { instantAt, wallClockAt } from './zoned-time.ts';

/** With clocks that change: on 2026-03-29 from 2 to 3, on 2026-10-25 from 3 back to 2. */
const berlin: CalendarContents = {
  ...defaultCalendar,
  id: 'berlin',
  timeZone: 'Europe/Berlin',
  holidays: [{ date: '2026-12-25', name: { zh: '圣诞节', en: 'Christmas' } }],
  extraWorkdays: [],
};
/** Works through nights, so that a change of clocks falls into its hours. */
const nights: CalendarContents = { ...berlin, workdays: [1, 2, 3, 4, 5, 6, 7], hours: { from: '00:00', to: '06:00' } };

const shanghai = (text: string): string => new Date(`${text}+08:00`).toISOString();

describe('a business calendar', () => {
  it('is valid as it comes, and as JSON', () => {
    expect([...Value.Errors(calendarSchema, JSON.parse(JSON.stringify(defaultCalendar)))]).toEqual([]);
    expect(calendarFaults(defaultCalendar)).toEqual([]);
    expect(defaultCalendar.notes.join()).toContain('default, not policy');
  });
  it.each([
    ['a time zone that nobody keeps', { timeZone: 'Asia/Nowhere' }],
    ['a week without a workday', { workdays: [] }],
    ['an eighth day of the week', { workdays: [8] }],
    ['a day that does not exist', { holidays: [{ date: '2026-02-30', name: { zh: '无', en: 'none' } }] }],
    ['an hour that does not exist', { hours: { from: '09:00', to: '24:30' } }],
    ['what it does not know', { lunch: 'noon' }],
  ])('refuses %s', (_, change) => expect(Value.Check(calendarSchema, { ...defaultCalendar, ...change })).toBe(false));
  it('says what a schema cannot', () => {
    const day = defaultCalendar.holidays[0]!;
    expect(calendarFaults({ ...defaultCalendar, hours: { from: '18:00', to: '09:00' }, extraWorkdays: [day] })).toEqual([
      'the hours end at 09:00, before they begin at 18:00',
      '2025-01-01 is listed more than once',
    ]);
  });
});

describe('workdays', () => {
  it.each([
    ['2026-11-26', true, 'a Thursday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-02-16', false, 'a Monday of the Spring Festival'],
    ['2026-02-28', true, 'a Saturday worked instead'],
    ['2026-10-07', false, 'the last day off of the National Day'],
    ['2027-05-01', false, 'fixed by date, though 2027 is not covered'],
    ['2031-05-01', true, 'a Thursday of a year nothing is known of'],
  ])('%s: %s (%s)', (date, worked) => expect(isWorkday(defaultCalendar, date)).toBe(worked));

  it.each([
    ['2026-11-26T10:30:00', 1, '2026-11-27T10:30:00', 'the next day at the same time'],
    ['2026-11-27T10:30:00', 1, '2026-11-30T10:30:00', 'over the weekend'],
    ['2026-02-13T10:30:00', 2, '2026-02-24T10:30:00', 'a Saturday that is worked, then the Spring Festival'],
    ['2026-11-28T03:00:00', 1, '2026-11-30T18:00:00', 'from a day off: by closing'],
    ['2026-11-27T22:00:00', 1, '2026-11-30T18:00:00', 'from after closing: by closing'],
    ['2026-11-30T05:00:00', 1, '2026-12-01T09:00:00', 'from before opening: at opening'],
    ['2026-11-28T03:00:00', 0, '2026-11-28T03:00:00', 'none: at once'],
  ])('%s and %d are %s: %s', (from, days, to) => expect(addWorkdays(defaultCalendar, shanghai(from), days)).toBe(shanghai(to)));

  it.each([-1, 1.5, NaN, Infinity])('are not counted %d times', (days) =>
    expect(() => addWorkdays(defaultCalendar, shanghai('2026-11-26T10:00:00'), days)).toThrow(RangeError),
  );

  it('tells whether holidays are known', () => {
    expect(holidaysKnown(defaultCalendar, shanghai('2025-01-01T00:00:00'), shanghai('2026-12-31T23:59:59'))).toBe(true);
    expect(holidaysKnown(defaultCalendar, shanghai('2026-12-31T23:59:59'), shanghai('2027-01-01T00:00:00'))).toBe(false);
    expect(holidaysKnown(defaultCalendar, shanghai('2024-12-31T23:59:59'), shanghai('2026-12-31T23:59:59'))).toBe(false);
  });
});

describe('working hours', () => {
  it.each([
    ['2026-11-26T10:00:00', 4, '2026-11-26T14:00:00', 'the same day'],
    ['2026-11-26T10:00:00', 8, '2026-11-26T18:00:00', 'up to closing'],
    ['2026-11-27T16:00:00', 4, '2026-11-30T11:00:00', 'over the weekend'],
    ['2026-11-28T12:00:00', 0.5, '2026-11-30T09:30:00', 'from a day off'],
    ['2026-11-26T20:00:00', 9, '2026-11-27T18:00:00', 'from after closing'],
    ['2026-11-28T12:00:00', 0, '2026-11-28T12:00:00', 'none: at once'],
  ])('%s and %d are %s: %s', (from, hours, to) => expect(addWorkingHours(defaultCalendar, shanghai(from), hours)).toBe(shanghai(to)));
  it('are as many as the clocks of the night really leave', () => {
    expect(addWorkingHours(nights, '2026-03-28T23:00:00.000Z', 5)).toBe('2026-03-29T04:00:00.000Z');
    expect(addWorkingHours(nights, '2026-10-24T22:00:00.000Z', 7)).toBe('2026-10-25T05:00:00.000Z');
  });
});

describe('clocks that change', () => {
  it('show the same time a day later, an hour sooner or later', () => {
    expect(addDays(berlin, '2026-03-28T11:00:00.000Z', 1)).toBe('2026-03-29T10:00:00.000Z');
    expect(addDays(berlin, '2026-10-24T10:00:00.000Z', 1)).toBe('2026-10-25T11:00:00.000Z');
    expect(addHours('2026-03-28T11:00:00.000Z', 24)).toBe('2026-03-29T11:00:00.000Z');
  });
  it('skip a time: it is as much later', () => expect(addDays(berlin, '2026-03-28T01:30:00.000Z', 1)).toBe('2026-03-29T01:30:00.000Z'));
  it('show a time twice: the first counts', () => expect(addDays(berlin, '2026-10-24T00:30:00.000Z', 1)).toBe('2026-10-25T00:30:00.000Z'));
  it('were once put back by half an hour, and over the date line', () => {
    expect(addDays({ timeZone: 'Australia/Lord_Howe' }, '2026-04-03T13:00:00.000Z', 2)).toBe('2026-04-05T13:30:00.000Z');
    expect(wallClockAt('Pacific/Apia', '2011-12-30T10:00:00.000Z')).toEqual({ date: '2011-12-31', ms: 0 });
  });
});

describe('a limit', () => {
  const from = shanghai('2026-11-27T17:00:00');
  it.each<[Limit, string]>([
    [{ hours: 24 }, '2026-11-28T17:00:00'],
    [{ days: 3 }, '2026-11-30T17:00:00'],
    [{ workdays: 1 }, '2026-11-30T17:00:00'],
    [{ workingHours: 2 }, '2026-11-30T10:00:00'],
  ])('of %j ends at %s', (limit, to) => {
    expect(Value.Check(limitSchema, limit)).toBe(true);
    expect(dueAt(defaultCalendar, from, limit)).toBe(shanghai(to));
  });
  it.each([{ hours: 0 }, { workdays: 1.5 }, { minutes: 5 }, { hours: 1, days: 1 }, {}])('is not %j', (limit) =>
    expect(Value.Check(limitSchema, limit)).toBe(false),
  );
});

describe('any calendar', () => {
  const date = fc.integer({ min: 0, max: 800 }).map((day) => new Date(Date.UTC(2025, 6, 1) + day * 86_400_000).toISOString().slice(0, 10));
  const days = fc
    .uniqueArray(date, { maxLength: 40 })
    .map((dates) => dates.map((each) => ({ date: each, name: { zh: '某日', en: 'a day' } })));
  const hour = (from: number, to: number) => fc.integer({ min: from, max: to }).map((each) => `${String(each).padStart(2, '0')}:30`);
  const calendars: fc.Arbitrary<CalendarContents> = fc.record({
    ...Object.fromEntries(Object.entries(defaultCalendar).map(([name, value]) => [name, fc.constant(value)])),
    timeZone: fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC', 'Pacific/Chatham'),
    workdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    hours: fc.record({ from: hour(0, 11), to: hour(12, 23) }),
    holidays: days,
    extraWorkdays: days,
  }) as unknown as fc.Arbitrary<CalendarContents>;
  const instants = fc.integer({ min: Date.UTC(2025, 11, 1), max: Date.UTC(2027, 0, 31) }).map((ms) => new Date(ms).toISOString());
  const spans = fc.integer({ min: 0, max: 40 });

  const whole = fc.integer({ min: 1, max: 30 });
  const limits: fc.Arbitrary<Limit> = fc.oneof(
    whole.map((hours) => ({ hours })),
    whole.map((workingHours) => ({ workingHours: workingHours / 4 })),
    whole.map((workdays) => ({ workdays })),
    whole.map((each) => ({ days: each })),
  );

  it('lets nothing that began later be due earlier, and nothing before it began', () => {
    fc.assert(
      fc.property(calendars, instants, instants, limits, (calendar, one, other, limit) => {
        const [earlier, later] = one <= other ? [one, other] : [other, one];
        // A time that clocks skip on the day it is due moves beyond those that they do not.
        const slack = 'days' in limit || 'workdays' in limit ? 3_600_000 : 0;
        expect(Date.parse(dueAt(calendar, earlier, limit))).toBeLessThanOrEqual(Date.parse(dueAt(calendar, later, limit)) + slack);
        expect(dueAt(calendar, earlier, limit) >= earlier).toBe(true);
      }),
    );
  });
  it('adds workdays in one go or in two', () => {
    fc.assert(
      fc.property(calendars, instants, spans, spans, (calendar, from, n, m) => {
        const inTwo = addWorkdays(calendar, addWorkdays(calendar, from, n), m);
        // Where clocks skipped the time on the day between, it is later from there on.
        const skipped = wallClockAt(calendar.timeZone, inTwo).ms - wallClockAt(calendar.timeZone, addWorkdays(calendar, from, n + m)).ms;
        expect(Math.abs(Date.parse(inTwo) - Date.parse(addWorkdays(calendar, from, n + m)))).toBe(Math.abs(skipped));
      }),
    );
  });
  it('adds working hours in one go or in two', () => {
    fc.assert(
      fc.property(calendars, instants, spans, spans, (calendar, from, n, m) =>
        expect(addWorkingHours(calendar, addWorkingHours(calendar, from, n), m)).toBe(addWorkingHours(calendar, from, n + m)),
      ),
    );
  });
  it('ends no workday and no working hour on a day off or out of hours', () => {
    fc.assert(
      fc.property(calendars, instants, whole, (calendar, from, n) => {
        for (const end of [addWorkdays(calendar, from, n), addWorkingHours(calendar, from, n)]) {
          const { date, ms } = wallClockAt(calendar.timeZone, end);
          const time = new Date(ms).toISOString().slice(11, 16);
          expect(isWorkday(calendar, date)).toBe(true);
          expect(time >= calendar.hours.from && time <= calendar.hours.to).toBe(true);
        }
      }),
    );
  });
  it('reads every instant back from its clock, but for hours that are shown twice', () => {
    fc.assert(
      fc.property(calendars, instants, ({ timeZone }, instant) => {
        const back = instantAt(timeZone, wallClockAt(timeZone, instant));
        expect(wallClockAt(timeZone, new Date(back).toISOString())).toEqual(wallClockAt(timeZone, instant));
        expect(back).toBeLessThanOrEqual(Date.parse(instant));
      }),
    );
  });
});
