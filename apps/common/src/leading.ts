import { alarm, leadership, type LeaseStore } from '#ledger';

/** What runs only where one leads. */
export interface Led {
  stop(): Promise<void>;
}

export interface LeadingOptions<T extends Led> {
  readonly leases: LeaseStore;
  /** Of the lease. */
  readonly name: string;
  /** Unique among its rivals. */
  readonly holder: string;
  readonly start: () => Promise<T>;
  readonly onError: (error: Error) => void;
  /** How long a leader that falls silent keeps the others waiting; ms. */
  readonly leaseFor?: number;
}

export interface Leading<T extends Led> {
  /** Nothing where another leads. */
  current(): T | undefined;
  leads(): boolean;
  /** When it last looked whether it leads; ms of `performance.now()`. */
  readonly turnedAt: number;
  stop(): Promise<void>;
}

/** Runs something in one of several processes at a time. Two may for a moment: what they do must bear that. */
export const whileLeading = <T extends Led>(options: LeadingOptions<T>): Leading<T> => {
  const { leases, name, holder, start, onError, leaseFor = 5000 } = options;
  const leader = leadership(leases, name, holder, leaseFor);
  const bell = alarm();
  let led: T | undefined;
  let stopping = false;
  let turnedAt = performance.now();

  const leave = async (): Promise<void> => {
    const left = led;
    led = undefined;
    await left?.stop();
  };

  const turn = async (): Promise<void> => {
    turnedAt = performance.now();
    if (!(await leader.lead())) return leave();
    led ??= await start();
  };

  const work = async (): Promise<void> => {
    while (!stopping) {
      await turn().catch(onError);
      if (!stopping) await bell.rest(leaseFor / 3);
    }
    await leave().catch(onError);
    await leader.resign().catch(onError);
  };

  const working = work();
  return {
    current: () => led,
    leads: () => leader.leads(),
    get turnedAt() {
      return turnedAt;
    },
    stop: async () => {
      stopping = true;
      bell.dismiss();
      await working;
    },
  };
};
