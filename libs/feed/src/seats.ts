/** One reader's place, from its request to its last byte. */
export interface Seat {
  /** Given when the reader has left, or everybody has to. */
  readonly signal: AbortSignal;
  readonly leave: () => void;
}

/** As many readers as there are seats. */
export interface Seats {
  /** Nothing when all are taken, or it is closed. */
  take(): Seat | undefined;
  taken(): number;
  /** Everybody has to leave, and nobody gets in any more. */
  close(): void;
}

export const seatsFor = (limit: number): Seats => {
  const taken = new Set<AbortController>();
  let closed = false;
  return {
    take: () => {
      if (closed || taken.size >= limit) return undefined;
      const seat = new AbortController();
      taken.add(seat);
      const leave = (): void => {
        if (taken.delete(seat)) seat.abort();
      };
      return { signal: seat.signal, leave };
    },
    taken: () => taken.size,
    close: () => {
      closed = true;
      for (const seat of [...taken]) seat.abort();
    },
  };
};
