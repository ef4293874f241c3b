import type { Instant } from './message.ts';

export type Clock = () => Instant;

export const systemClock: Clock = () => new Date().toISOString();
