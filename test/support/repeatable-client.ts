import type { Client } from './running-app.ts';

/** A client whose commands are the same in every run: each has the next key, and all the same correlation id, unless the caller names some. */
export const repeatableClient = (client: Client): Client => {
  let requests = 0;
  return {
    ...client,
    post: (path, body, request = {}) => {
      const headers = { 'x-correlation-id': 'compared', ...request.headers };
      return client.post(path, body, { key: `request-${(requests += 1)}`, ...request, headers });
    },
  };
};
