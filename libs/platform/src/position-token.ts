import type { StreamId } from '#eventsourcing';

/** What an answer makes visible once a read model has it: opaque to callers, who hand it back with a query. */
export interface PositionToken {
  readonly ledgerId: string;
  readonly stream: StreamId;
  readonly revision: number;
}

export const encodePosition = ({ ledgerId, stream, revision }: PositionToken): string =>
  Buffer.from(JSON.stringify([ledgerId, stream, revision]), 'utf8').toString('base64url');

const maximumLength = 600;

/** Nothing when the text is not such a token. */
export const decodePosition = (text: string): PositionToken | undefined => {
  if (text.length > maximumLength) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [ledgerId, stream, revision] = parts as unknown[];
    const sound = typeof ledgerId === 'string' && typeof stream === 'string' && Number.isSafeInteger(revision) && Number(revision) >= 0;
    return sound ? { ledgerId, stream, revision: Number(revision) } : undefined;
  } catch {
    return undefined;
  }
};
