/** How the feed treats its readers. */
export interface FeedSettings {
  /** Streams and waiting pages at the same time. */
  readonly readers: number;
  /** A silent stream says something after so long, and asks whether its reader may still read; ms. */
  readonly heartbeatMs: number;
  /** A reader that takes nothing for so long is cut off; ms. */
  readonly stalledMs: number;
}

export const feedDefaults: FeedSettings = { readers: 200, heartbeatMs: 15_000, stalledMs: 60_000 };
