/** Lets a loop sleep until there is something to do. A call while nobody sleeps is kept for the next sleep. */
export interface WakeUp {
  call(): void;
  /** Resolves when called, or after so many milliseconds. */
  sleep(ms: number): Promise<void>;
}

export const wakeUp = (): WakeUp => {
  let called = false;
  let rouse: (() => void) | undefined;
  return {
    call: () => {
      called = true;
      rouse?.();
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => rouse?.(), ms);
        rouse = () => {
          clearTimeout(timer);
          rouse = undefined;
          called = false;
          resolve();
        };
        if (called) rouse();
      }),
  };
};
