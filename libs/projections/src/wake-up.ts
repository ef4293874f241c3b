/** Lets a loop sleep until there is something to do. A call while nobody sleeps is kept for the next sleep. */
export interface WakeUp {
  call(): void;
  /** Resolves when called, to true, or after so many milliseconds, to false. */
  sleep(ms: number): Promise<boolean>;
}

export const wakeUp = (): WakeUp => {
  let called = false;
  let rouse: ((byCall: boolean) => void) | undefined;
  return {
    call: () => {
      called = true;
      rouse?.(true);
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => rouse?.(false), ms);
        rouse = (byCall) => {
          clearTimeout(timer);
          rouse = undefined;
          called = false;
          resolve(byCall);
        };
        if (called) rouse(true);
      }),
  };
};
