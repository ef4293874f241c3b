import { hash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportedFact } from '#imports';
import { UserError, type Client, type Problem } from '#terminal';
import { gathered } from './gathered.ts';
import type { ImportSink, Submission } from './import-run.ts';

interface Item {
  readonly key: string;
  readonly type: string;
  readonly data: object;
  readonly occurredAt?: string;
}

type Answer = { readonly key: string } & (
  | { readonly status: 200; readonly outcome: 'accepted' | 'noEffect'; readonly repeated: boolean }
  | { readonly status: number; readonly problem: Problem }
);

const commands: Readonly<Record<ImportedFact['type'], string>> = {
  OpportunityImported: 'ImportOpportunity',
  OutcomeImported: 'ImportOutcome',
  AccountImported: 'ImportAccount',
  ProductImported: 'ImportProduct',
  SalesAgentImported: 'ImportSalesAgent',
};

/** One fact of one thing of one source has one key, for ever; what does not fit into a header is hashed. */
const keyOf = ({ type, data: { source } }: ImportedFact, externalId: string): string => {
  const plain = `import:${source}:${type}:${externalId}`;
  return /^[\x21-\x7e]{1,200}$/.test(plain) ? plain : `import:${source}:${type}:sha256:${hash('sha256', externalId, 'hex')}`;
};

const itemOf = (fact: ImportedFact, externalId: string): Item => ({
  key: keyOf(fact, externalId),
  type: commands[fact.type],
  data: fact.data,
  ...(fact.at !== undefined && { occurredAt: fact.at }),
});

const otherwise = 'imported before with other values, which stand';

const refusal = ({ status, reason, detail, title }: Problem): string => {
  if (status === 422 || reason === 'ImportedOtherwise') return otherwise;
  return detail ?? title;
};

const submissionOf = (answer: Answer): Submission => {
  if (!('problem' in answer)) return { kind: answer.outcome === 'accepted' && !answer.repeated ? 'imported' : 'already' };
  const { problem } = answer;
  if (problem.status === 403)
    throw new UserError(`importing is not allowed: ${problem.detail ?? ''}`, 'use the token of someone with the role SALES_OPS');
  return { kind: 'refused', reason: refusal(problem) };
};

/** What the server could not take for the moment; under its key it may be handed in again. */
const isPassing = (answer: Answer): boolean => answer.status === 503 || answer.status === 429;

const size = 250;
const lanes = 4;
const attempts = 6;

/** Hands facts in over HTTP, in batches, several at once. */
export const serverSink = (client: Pick<Client, 'post'>): ImportSink => {
  const send = async (items: readonly Item[], attempt = 1): Promise<readonly Answer[]> => {
    const { answers } = await client.post<{ answers: readonly Answer[] }>('/v1/imports/batch', { items }, randomUUID());
    const again = items.filter((_, at) => answers[at] && isPassing(answers[at]));
    if (again.length === 0) return answers;
    if (attempt >= attempts) throw new UserError('the server cannot take more at the moment');
    await pause(100 * 2 ** attempt);
    const later = (await send(again, attempt + 1)).values();
    return answers.map((answer) => (isPassing(answer) ? (later.next().value ?? answer) : answer));
  };
  const submit = gathered<Item, Answer>((items) => send(items), { size, lanes });
  return async (fact, externalId) => submissionOf(await submit(itemOf(fact, externalId)));
};
