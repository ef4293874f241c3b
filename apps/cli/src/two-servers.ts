import type { Client } from '#terminal';

/** What operators order is about read models and the ledger, and is done where queries are answered; so is what lets analysts read them. */
const isOperation = (path: string): boolean => path.startsWith('/v1/operations/') || /^\/v1\/sql-access(\/|$)/.test(path);

/** A client of two servers: commands go elsewhere than queries, where no proxy joins the two. */
export const clientOfTwo = (queries: Client, commands: Client): Client => ({
  url: queries.url,
  get: (path, query) => queries.get(path, query),
  post: (path, body, idempotencyKey) => (isOperation(path) ? queries : commands).post(path, body, idempotencyKey),
  remove: (path) => (isOperation(path) ? queries : commands).remove(path),
  upload: (path, bytes, headers) => commands.upload(path, bytes, headers),
  download: (path) => queries.download(path),
});
