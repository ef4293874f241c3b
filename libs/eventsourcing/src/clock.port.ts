import type { Instant } from './message.ts';

export type Clock = () => Instant;

let [read, text]: [number, Instant] = [NaN, ''];

/** Each millisecond is written once, however many ask. */
export const systemClock: Clock = () => {
  const now = Date.now();
  if (now !== read) [read, text] = [now, new Date(now).toISOString()];
  return text;
};
