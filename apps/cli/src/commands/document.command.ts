import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { contentDigest } from '#platform';
import { documentsText, progressBar, UserError, verifyDocuments } from '#terminal';
import { common, connected, examples, output, type CommonOptions, type Context } from '../context.ts';
import { writeFileWhole } from '../whole-file.ts';

interface Received {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

const hashOfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`, undefined, error);
  }
  return hash.digest('hex');
};

/** The file is hashed first, so that the server keeps it only as it is here. */
const put = async (file: string, { type, ...options }: CommonOptions & { readonly type: string }, context: Context): Promise<void> => {
  const out = output(context, options);
  const headers = { 'content-type': type, 'content-digest': contentDigest(await hashOfFile(file)) };
  const bytes = () => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  await connected(context, out, async (client) => {
    const received = await client.upload<Received>('/v1/documents', bytes, headers);
    out.result(received, () => received.sha256);
  });
};

/** The pieces as they come; throws at their end when they are not what was asked for. */
async function* checked(body: ReadableStream<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const piece of body) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    throw new UserError(`the document ${sha256} broke off before its end`, 'its bytes may be damaged: dealtrail document verify', error);
  }
  if (hash.digest('hex') !== sha256) throw new UserError(`the bytes that came are not those of document ${sha256}`);
}

const get = async (sha256: string, { output: file }: { readonly output?: string }, context: Context): Promise<void> => {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new UserError(`${sha256} is no hash of a document`, '64 hexadecimal digits, in lower case');
  await connected(context, output(context, {}), async (client) => {
    const pieces = checked(await client.download(`/v1/documents/${sha256}`), sha256);
    if (file !== undefined) return writeFileWhole(file, pieces);
    for await (const piece of pieces) context.streams.out.write(piece);
  });
};

const verify = async (options: CommonOptions, context: Context): Promise<void> => {
  const out = output(context, options);
  await connected(context, out, async (client) => {
    const bar = progressBar('verifying', context.streams.err);
    const verified = await verifyDocuments(client, (done, total) => bar.update(done, total, 'bytes')).finally(() => bar.stop());
    out.result(verified, () => documentsText(verified));
    if (!verified.ok) context.finish(3);
  });
};

export const documentCommand = (program: Command, context: Context): void => {
  const command = program.command('document').description('Documents: bytes that the server keeps under their hash.');
  common(
    command
      .command('put')
      .argument('<file>')
      .description('Send a document’s bytes to the server, and print their hash, by which commands then name it.')
      .option('--type <mediaType>', 'what it is', 'application/octet-stream')
      .action((file: string, options: CommonOptions & { type: string }) => put(file, options, context)),
    'document put contract.pdf --type application/pdf',
  );
  examples(
    command
      .command('get')
      .argument('<sha256>')
      .description('Fetch a document’s bytes, and check that they are what the hash names.')
      .option('-o, --output <file>', 'write them there; to the standard output without')
      .action((sha256: string, options: { output?: string }) => get(sha256, options, context)),
    'document get 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 -o contract.pdf',
  );
  common(
    command
      .command('verify')
      .description('Verify that every document’s bytes still have their hash. Exit code 3 when some have not.')
      .action((options: CommonOptions) => verify(options, context)),
    'document verify',
  );
};
