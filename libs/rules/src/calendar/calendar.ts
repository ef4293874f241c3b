import { FormatRegistry, Type, type Static } from '@sinclair/typebox';
import type { CalendarDate } from '#eventsourcing';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
};

FormatRegistry.Set('time-zone', isTimeZone);
FormatRegistry.Set('time-of-day', (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text));

const closed = { additionalProperties: false };

const Name = Type.Object({ zh: Type.String({ minLength: 1, maxLength: 300 }), en: Type.String({ minLength: 1, maxLength: 300 }) }, closed);
const TimeOfDay = Type.String({ format: 'time-of-day', description: 'HH:MM on the clock of the time zone' });
const Day = Type.Object({ date: Type.String({ format: 'date' }), name: Name }, closed);

/** A day of the week as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
const Weekday = Type.Union(([1, 2, 3, 4, 5, 6, 7] as const).map((day) => Type.Literal(day)));

/** The contents of a business calendar, as they are approved and versioned. What a schema cannot say, {@link calendarFaults} says. */
export const calendarSchema = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' }),
    /** From 1; contents that were once published under a version never change. */
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    title: Name,
    /** IANA name; all dates and times of day below are those of its clocks. */
    timeZone: Type.String({ format: 'time-zone' }),
    workdays: Type.Array(Weekday, { minItems: 1, maxItems: 7, uniqueItems: true }),
    /** One stretch for every workday, within the day. */
    hours: Type.Object({ from: TimeOfDay, to: TimeOfDay }, closed),
    /** Days off beside those of the week. */
    holidays: Type.Array(Day, { maxItems: 5000 }),
    /** Worked although the week says otherwise (调休). */
    extraWorkdays: Type.Array(Day, { maxItems: 5000 }),
    /**
     * Years whose holidays are all known. In other years a day counts by the week and by what is listed all the same: a deadline then comes
     * rather too early than too late, and {@link holidaysKnown} tells that it may.
     */
    coveredYears: Type.Array(Type.Integer({ minimum: 1970, maximum: 9999 }), { maxItems: 200, uniqueItems: true }),
    /** Where values come from that the policy does not state. */
    notes: Type.Array(Type.String({ minLength: 1, maxLength: 10_000 }), { maxItems: 100 }),
  },
  closed,
);

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

export type CalendarContents = DeepReadonly<Static<typeof calendarSchema>>;
export type Weekday = CalendarContents['workdays'][number];

const repeated = (dates: readonly CalendarDate[]): readonly CalendarDate[] => dates.filter((date, at) => dates.indexOf(date) !== at);

/** What is wrong with contents that {@link calendarSchema} takes, in words; none when they can be worked with. */
export const calendarFaults = ({ hours, holidays, extraWorkdays }: CalendarContents): readonly string[] => {
  const dates = [...holidays, ...extraWorkdays].map(({ date }) => date);
  return [
    ...(hours.from < hours.to ? [] : [`the hours end at ${hours.to}, before they begin at ${hours.from}`]),
    ...repeated(dates).map((date) => `${date} is listed more than once`),
  ];
};
