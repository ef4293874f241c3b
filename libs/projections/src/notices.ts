import type { BuildId, ParkedCase } from './projection-store.port.ts';

/** What a runner has to tell an operator; what is to become of it is the application's matter. */
export type Notice =
  | { readonly kind: 'parked'; readonly build: BuildId; readonly parked: ParkedCase }
  | { readonly kind: 'halted'; readonly build: BuildId; readonly reason: string }
  | { readonly kind: 'retrying'; readonly build: BuildId; readonly error: unknown; readonly inMs: number }
  | { readonly kind: 'unreachable'; readonly error: unknown; readonly inMs: number }
  | { readonly kind: 'filling'; readonly build: BuildId; readonly position: number; readonly size: number }
  | { readonly kind: 'swapped'; readonly build: BuildId; readonly position: number };

export type Notify = (notice: Notice) => void;
