import type { LocalIssuer } from '#platform';
import { clients } from './append-workload.ts';

export interface BenchUsers {
  /** One for each connection. */
  readonly tokens: readonly string[];
  readonly operator: string;
}

/** Founds the users that load is made as. */
export const foundUsers = async (url: string, issuer: Pick<LocalIssuer, 'issue'>): Promise<BenchUsers> => {
  const operator = await issuer.issue('operator');
  const post = async (path: string, body: object) => {
    const headers = {
      authorization: `Bearer ${operator}`,
      'content-type': 'application/json',
      'idempotency-key': JSON.stringify([path, body]).replaceAll(' ', ''),
    };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} ${response.status} ${await response.text()}`);
  };
  const tokens: string[] = [];
  for (let at = 0; at < clients; at += 1) {
    await post('/v1/users', { userId: `bench-${at}` });
    await post(`/v1/users/bench-${at}/roles`, { role: 'SDR' });
    tokens.push(await issuer.issue(`bench-${at}`));
  }
  return { tokens, operator };
};
