import { hash } from 'node:crypto';
import type { Money } from '#event-contracts';

/** A value read, or why it cannot be. */
export type Reading<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unreadable'; readonly reason: string };

const read = <T>(value: T): Reading<T> => ({ kind: 'read', value });
const unreadable = (reason: string): Reading<never> => ({ kind: 'unreadable', reason });

/** Remembers what it made: there are few formats and currencies, and many rows. */
const once = <T>(make: (key: string) => T): ((key: string) => T) => {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
};

const dateParts = [/yyyy|yy/, /mm/, /dd/];

/** Whether a date can be written so: day, month and year once each, and no other d, m or y, which would be left over of a form not known here. */
export const isDateFormat = (format: string): boolean => {
  const rest = dateParts.reduce((left, part) => left.replace(part, ' '), format);
  return dateParts.every((part) => part.test(format)) && !/[dmy]/i.test(rest) && format === format.trim();
};

const pattern = once(
  (format) =>
    new RegExp(
      `^${format
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace('yyyy', '(?<year>\\d{4})')
        .replace('yy', '(?<year>\\d{2})')
        .replace('mm', '(?<month>\\d{2})')
        .replace('dd', '(?<day>\\d{2})')}$`,
    ),
);

/** A calendar date in the source's way of writing, as `YYYY-MM-DD`. */
export const readDate = (text: string, format: string): Reading<string> => {
  const { year, month, day } = pattern(format).exec(text)?.groups ?? {};
  if (!year || !month || !day || year === '0000') return unreadable(`not a date as ${format}`);
  const date = `${year.length === 2 ? `20${year}` : year}-${month}-${day}`;
  return new Date(`${date}T00:00:00.000Z`).toJSON()?.startsWith(date) === true ? read(date) : unreadable('no such day in the calendar');
};

/** Digits after the decimal point of a currency's amounts. */
const minorDigits = once(
  (currency) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2,
);

/** A decimal amount in integer minor units, exactly; never negative, at most 2^53−1. */
export const readMoney = (text: string, currency: string): Reading<Money> => {
  const digits = minorDigits(currency);
  const parts = /^(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (!parts) return unreadable('not a decimal amount of zero or more');
  const [, whole = '0', fraction = ''] = parts;
  if (fraction.length > digits) return unreadable(`more than ${digits} decimals`);
  const minor = Number(`${whole}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? read({ minor, currency }) : unreadable('larger than 2^53−1 minor units');
};

export const readInteger = (text: string): Reading<number> => {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? read(value) : unreadable('not a whole number of zero or more');
};

/** One line of text as it stands; what no event may hold is refused. */
export const readText = (text: string): Reading<string> => {
  if (text.length > 300) return unreadable('longer than 300 characters');
  return text.isWellFormed() && !text.includes('\u0000') ? read(text) : unreadable('not well-formed text');
};

/** An id for a name of the source: readable, and distinct for distinct names. */
export const idOf = (source: string, name: string): string => {
  if (/^[A-Za-z0-9][A-Za-z0-9._]{0,60}$/.test(name)) return `${source}-${name}`;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return [source, slug, hash('sha256', name, 'hex').slice(0, 8)].filter(Boolean).join('-');
};
