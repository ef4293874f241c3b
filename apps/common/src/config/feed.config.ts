import { feedDefaults, type FeedSettings } from '#feed';
import type { EnvironmentReader, Setting } from '../settings.ts';

export const feedSettings: readonly Setting[] = [
  { name: 'FEED_READERS', default: String(feedDefaults.readers), meaning: 'How many may read the feed at the same time, 1 to 10000.' },
  {
    name: 'FEED_HEARTBEAT_SECONDS',
    default: String(feedDefaults.heartbeatMs / 1000),
    meaning: 'How long a stream of the feed may be silent, 1 to 300.',
  },
  {
    name: 'FEED_STALLED_SECONDS',
    default: String(feedDefaults.stalledMs / 1000),
    meaning: 'A reader of the feed that takes nothing for so long is cut off, 1 to 3600.',
  },
];

export const readFeed = (reader: EnvironmentReader): FeedSettings => ({
  readers: reader.integer('FEED_READERS', feedDefaults.readers, 1, 10_000),
  heartbeatMs: reader.integer('FEED_HEARTBEAT_SECONDS', feedDefaults.heartbeatMs / 1000, 1, 300) * 1000,
  stalledMs: reader.integer('FEED_STALLED_SECONDS', feedDefaults.stalledMs / 1000, 1, 3600) * 1000,
});
