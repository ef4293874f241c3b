import { LRUCache } from 'lru-cache';

/** `capacity` at once, then `perSecond` each second, for each key by itself. */
export interface BucketOptions {
  readonly capacity: number;
  readonly perSecond: number;
  /** Keys remembered; the least recently used is forgotten first, and starts full again. */
  readonly keys?: number;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** True while the key has something left, and takes one of it. */
export const tokenBuckets = ({ capacity, perSecond, keys = 10_000, now = () => performance.now() }: BucketOptions) => {
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: keys });
  return (key: string): boolean => {
    const at = now();
    const bucket = buckets.get(key) ?? { left: capacity, at };
    const left = Math.min(capacity, bucket.left + ((at - bucket.at) / 1000) * perSecond);
    const granted = left >= 1;
    buckets.set(key, { left: granted ? left - 1 : left, at });
    return granted;
  };
};
