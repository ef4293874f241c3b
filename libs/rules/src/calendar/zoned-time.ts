import type { CalendarDate, Instant } from '#eventsourcing';

/** What a clock on the wall shows: a date, and milliseconds since its midnight as the clock counts them. */
export interface WallClock {
  readonly date: CalendarDate;
  readonly ms: number;
}

export const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes far longer than using it. */
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const [two, numeric] = ['2-digit', 'numeric'] as const;
  const date = { year: numeric, month: two, day: two } as const;
  const time = { hour: two, minute: two, second: two, hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', numberingSystem: 'latn', ...date, ...time });
  formats.set(timeZone, made);
  return made;
};

/** The wall clock as if it were one of UTC; ms. */
const wallMs = (timeZone: string, at: number): number => {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
};

const dateOf = (ms: number): CalendarDate => new Date(ms).toISOString().slice(0, 10);

/** Noon, say, is noon of the date, whatever its midnight was. */
const midnightMs = (date: CalendarDate): number => Date.parse(`${date}T00:00:00.000Z`);

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** What the clocks of a time zone show at an instant. */
export const wallClockAt = (timeZone: string, instant: Instant): WallClock => {
  const wall = wallMs(timeZone, Date.parse(instant));
  const date = dateOf(wall);
  return { date, ms: wall - midnightMs(date) };
};

/**
 * The instant at which the clocks show this. Where they show it twice, the first time; where they skip it, as much later as they were put
 * forward (what RFC 5545 and Temporal do).
 */
export const instantAt = (timeZone: string, { date, ms }: WallClock): number => {
  const wall = midnightMs(date) + ms;
  const offsetAt = (at: number): number => wallMs(timeZone, at) - at;
  const [before, after] = [wall - offsetAt(wall - DAY_MS), wall - offsetAt(wall + DAY_MS)];
  const shown = [before, after].filter((at) => wallMs(timeZone, at) === wall);
  return shown.length > 0 ? Math.min(...shown) : before;
};

export const plusDays = (date: CalendarDate, days: number): CalendarDate => dateOf(midnightMs(date) + days * DAY_MS);

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: CalendarDate): number => new Date(midnightMs(date)).getUTCDay() || 7;

/** `HH:MM` in ms since midnight. */
export const timeOfDayMs = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * 60_000;
