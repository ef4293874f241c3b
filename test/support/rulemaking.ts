import type { Role } from '#event-contracts';
import { hashOf } from '#rules';
import { accepted } from './attempted.ts';
import type { Client } from './running-app.ts';

/** Those who change rules: `olga` writes and publishes them, `max` approves (L191). */
export const rulemakers = { olga: 'SALES_OPS', max: 'MANAGEMENT' } as const satisfies Readonly<Record<string, Role>>;

type Contents = { readonly id: string };

/** Where a definition is worked on. */
const at = (kind: string, { id }: Contents): string => `/v1/definitions/${kind}/${id}`;

/** Written, submitted and approved by the {@link rulemakers}; in force only once it is published. */
export const approveDefinition = async (running: Pick<Client, 'post'>, kind: string, contents: Contents): Promise<void> => {
  const path = at(kind, contents);
  accepted(await running.post(`${path}/draft`, { contents }, { as: 'olga' }));
  accepted(await running.post(`${path}/submit`, {}, { as: 'olga' }));
  accepted(await running.post(`${path}/approve`, { sha256: hashOf(contents) }, { as: 'max' }));
};

/** Takes a version of a definition to where it is in force. */
export const publishDefinition = async (running: Pick<Client, 'post'>, kind: string, contents: Contents): Promise<void> => {
  await approveDefinition(running, kind, contents);
  accepted(await running.post(`${at(kind, contents)}/publish`, {}, { as: 'olga' }));
};
