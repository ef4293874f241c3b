/** What befalls an append. `meanwhile` runs at the moment of the fault, before the caller can notice anything. */
export type AppendFault = { readonly meanwhile?: () => Promise<unknown> } & (
  | { readonly kind: 'cutBeforeCommit' | 'cutAfterCommit' | 'notReady' | 'timeoutAfterCommit' | 'silentAfterCommit' }
  | { readonly kind: 'notLeader'; readonly leader: { readonly host: string; readonly port: number } }
);

/** Ways to make a test server misbehave. */
export interface Faults {
  /** Cuts every connection, with whatever is under way on it. */
  cutConnections(): void;
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
  #held: Promise<void> | undefined;
  pauseBeforeRead = 0;
  sent = 0;

  plan(faults: readonly AppendFault[]): void {
    this.#appends.push(...faults);
  }

  nextAppend(): AppendFault | undefined {
    return this.#appends.shift();
  }

  hold(): () => void {
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => (release = resolve));
    return () => {
      this.#held = undefined;
      release();
    };
  }

  async gate(): Promise<void> {
    await this.#held;
  }
}
