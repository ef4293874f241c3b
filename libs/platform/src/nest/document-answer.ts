import { Readable } from 'node:stream';
import { Logger, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DocumentDamaged, type DocumentStore } from '#eventsourcing';
import { contentDigest } from '../content-digest.ts';
import { notFound } from '../problem.ts';

export interface SentDocument {
  readonly sha256: string;
  /** As an event has it; bytes when absent. */
  readonly mediaType?: string | undefined;
  /** Under which browsers save it; its hash when absent. */
  readonly name?: string | undefined;
}

/** Whoever uploaded it may mean harm: a browser saves it, and neither shows it, guesses what it is, nor runs anything in it. */
const harmless = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-store',
};

/** RFC 6266: plainly for old readers, and as it is for all others. */
const attachment = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
};

/** Once the answer has begun, all that can be done about damage is to break it off, and to tell the operator. */
async function* told(parts: AsyncIterable<Uint8Array>, logger: Logger): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
  } catch (error) {
    if (error instanceof DocumentDamaged) logger.error(error.message);
    throw error;
  }
}

/** Waits for the first part, so that what fails at once is answered as a problem. */
const begun = async (parts: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> => {
  const first = await parts.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* parts;
  })();
};

const logger = new Logger('Documents');

/** A document as the answer to a request, part by part as its reader takes it. Throws the problem when its bytes are not here. */
export const documentAnswer = async (
  store: Pick<DocumentStore, 'find' | 'open'>,
  { sha256, mediaType = 'application/octet-stream', name = sha256 }: SentDocument,
  reply: FastifyReply,
): Promise<StreamableFile> => {
  const [kept, parts] = [await store.find(sha256), await store.open(sha256)];
  if (!kept || !parts) throw notFound(`The bytes of document ${sha256} are not here.`);
  const stream = Readable.from(await begun(told(parts, logger)), { objectMode: false });
  void reply.headers({ ...harmless, 'content-digest': contentDigest(sha256), etag: `"${sha256}"` });
  return new StreamableFile(stream, { type: mediaType, disposition: attachment(name), length: kept.size });
};
