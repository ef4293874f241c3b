/** A sleeper that can be woken. What rings while it is awake is not lost: it wakes the next rest at once. */
export interface Alarm {
  /** Rests for some ms, less if the alarm rings or has rung since the last rest; tells whether it did. */
  readonly rest: (milliseconds: number) => Promise<boolean>;
  /** Rests, ringing or not; only dismissal ends it early. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly ring: () => void;
  /** Wakes it now and lets it rest no more. */
  readonly dismiss: () => void;
}

export const alarm = (): Alarm => {
  let rung = false;
  let dismissed = false;
  let wake: (() => void) | undefined;
  let deaf = false;

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => wake?.(), milliseconds);
      wake = () => {
        clearTimeout(timer);
        wake = undefined;
        resolve();
      };
    });

  return {
    rest: async (milliseconds) => {
      if (!rung && !dismissed && milliseconds > 0) await sleep(milliseconds);
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
    pause: async (milliseconds) => {
      deaf = true;
      if (!dismissed) await sleep(milliseconds);
      deaf = false;
    },
    ring: () => {
      rung = true;
      if (!deaf) wake?.();
    },
    dismiss: () => {
      dismissed = true;
      wake?.();
    },
  };
};
