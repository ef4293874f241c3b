import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { FeedSink } from '../follow.ts';

/** A connection as a sink: what it has been given and not sent yet is never more than one chunk beyond what it buffers for itself. */
const sinkOn = (raw: ServerResponse): FeedSink => ({
  write: (chunk) => raw.write(chunk),
  drained: (ms) =>
    new Promise((resolve) => {
      if (!raw.writableNeedDrain) return resolve(!raw.destroyed);
      const settle = (drained: boolean): void => {
        clearTimeout(timer);
        raw.off('drain', onDrain).off('close', onClose);
        resolve(drained);
      };
      const onDrain = (): void => settle(true);
      const onClose = (): void => settle(false);
      const timer = setTimeout(onClose, ms);
      raw.on('drain', onDrain).on('close', onClose);
    }),
});

export interface EventStream {
  readonly sink: FeedSink;
  /** Ends it after what was written; at once when the reader does not take that. */
  readonly end: () => void;
}

/** Answers with a `text/event-stream` that stays open. From here on the answer is not the framework's any more. */
export const openEventStream = (reply: FastifyReply): EventStream => {
  reply.hijack();
  const { raw } = reply;
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' };
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...headers })) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200);
  return { sink: sinkOn(raw), end: () => (raw.writableNeedDrain ? raw.destroy() : raw.end()) };
};
