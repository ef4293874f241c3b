/** What befalls an append. `meanwhile` runs at the moment of the fault, before the caller can notice anything. */
export type AppendFault = { readonly meanwhile?: () => Promise<unknown> } & (
  | { readonly kind: 'cutBeforeCommit' | 'cutAfterCommit' | 'notReady' | 'timeoutAfterCommit' | 'silentAfterCommit' }
  | { readonly kind: 'notLeader'; readonly leader: { readonly host: string; readonly port: number } }
);

/** Ways to make a test server misbehave. */
export interface Faults {
  /** Cuts every connection, with whatever is under way on it. */
  cutConnections(): void;
  /** Whom it tells cluster clients to be the leader; itself, unless told otherwise. */
  gossipOf(leader: { readonly port: number }): void;
  /** The next appends, one after the other, meet these faults; each is used once. */
  onNextAppends(...faults: readonly AppendFault[]): void;
  /** Appends that arrive are decided once the hold is released. */
  holdCommits(): () => void;
  /** Appends that have arrived and wait for a commit. */
  waiting(): number;
  /** A pause before each event that is read; ms. 0 ends it. */
  slowReads(milliseconds: number): void;
  /** Events handed to readers so far. */
  sent(): number;
  /** The subscriptions that are open now get nothing more, though their connections stay. */
  stallSubscriptions(): void;
  /** Subscriptions opened so far. */
  subscriptions(): number;
}

/** What is set at the moment, as the server asks for it. */
export class FaultState {
  readonly #appends: AppendFault[] = [];
  readonly #subscriptions = new Set<object>();
  readonly #stalled = new WeakSet<object>();
  #held: Promise<void> | undefined;
  #opened = 0;
  #sent = 0;
  #leaderPort: number | undefined;
  pauseBeforeRead = 0;

  get leaderPort(): number | undefined {
    return this.#leaderPort;
  }

  nextAppend(): AppendFault | undefined {
    return this.#appends.shift();
  }

  async gate(): Promise<void> {
    await this.#held;
  }

  /** An event is handed to a reader. */
  sending(): void {
    this.#sent += 1;
  }

  subscribed(call: { once(event: 'cancelled', listener: () => void): unknown }): void {
    this.#opened += 1;
    this.#subscriptions.add(call);
    call.once('cancelled', () => this.#subscriptions.delete(call));
  }

  isStalled(call: object): boolean {
    return this.#stalled.has(call);
  }

  /** What a test may do. */
  controls(server: Pick<Faults, 'cutConnections' | 'waiting'>): Faults {
    return {
      ...server,
      gossipOf: ({ port }) => void (this.#leaderPort = port),
      onNextAppends: (...faults) => void this.#appends.push(...faults),
      holdCommits: () => this.#hold(),
      slowReads: (milliseconds) => void (this.pauseBeforeRead = milliseconds),
      sent: () => this.#sent,
      stallSubscriptions: () => this.#subscriptions.forEach((call) => this.#stalled.add(call)),
      subscriptions: () => this.#opened,
    };
  }

  #hold(): () => void {
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => (release = resolve));
    return () => {
      this.#held = undefined;
      release();
    };
  }
}
