import { Injectable } from '@nestjs/common';
import type { Actor, CaseId, Command, CommandRequest, CommandResult, StreamId } from '#eventsourcing';
import { catalogue } from '#event-contracts';
import { accountStream, agentStream, productStream } from '#imports';
import { ReferenceMessage } from '#imports/nest';
import { caseOfOpportunity, opportunityStream } from '#opportunities';
import { OpportunityMessage } from '#opportunities/nest';
import { invalid, problemDocument } from '#platform';
import { CommandGateway, errorsOf, problemOf, RequestId, type AnswerBody, type CommandMessage } from '#platform/nest';
import { Value } from '@sinclair/typebox/value';
import type { ImportItem, ImportType } from './import-batch.dto.ts';

/** What became of one item: what a single command would have been answered. */
export type ItemAnswer =
  | ({ readonly key: string; readonly status: 200 } & AnswerBody & { readonly repeated: boolean })
  | { readonly key: string; readonly status: number; readonly problem: Readonly<Record<string, unknown>> };

interface From {
  readonly actor: Actor;
  readonly correlationId: string;
}

type Message = new (request: CommandRequest<never>) => CommandMessage<never>;

interface Route {
  readonly event: string;
  readonly id: string;
  readonly message: Message;
  readonly stream: (id: string) => StreamId;
  readonly caseId: (id: string) => CaseId;
}

const reference = (event: string, id: string, stream: (id: string) => StreamId): Route => ({
  event,
  id,
  message: ReferenceMessage as unknown as Message,
  stream,
  caseId: stream,
});

const deal = (event: string): Route => ({
  event,
  id: 'opportunityId',
  message: OpportunityMessage as unknown as Message,
  stream: opportunityStream,
  caseId: caseOfOpportunity,
});

const routes: Readonly<Record<ImportType, Route>> = {
  ImportAccount: reference('AccountImported', 'accountId', accountStream),
  ImportProduct: reference('ProductImported', 'productId', productStream),
  ImportSalesAgent: reference('SalesAgentImported', 'agentId', agentStream),
  ImportOpportunity: deal('OpportunityImported'),
  ImportOutcome: deal('OutcomeImported'),
};

/** Throws the problem of data that the event would not hold; the id that names the stream. */
const idIn = ({ event, id }: Route, data: Readonly<Record<string, unknown>>): string => {
  const entry = catalogue.get(event);
  if (!entry) throw new Error(`${event} is not in the catalogue`);
  const errors = entry.validator.Check(data) ? [] : errorsOf('data', { schema: entry.schema, check: entry.validator }, data);
  if (errors.length > 0) throw invalid(errors);
  const value = data[id];
  if (typeof value !== 'string' || !Value.Check(RequestId, value))
    throw invalid([{ field: `data.${id}`, message: 'must be an id of at most 120 characters' }]);
  return value;
};

/** The same claims in another file or row are the same: a newer export repeats what it does not change. */
const claimsOf = ({ sourceFileHash, row, ...claims }: Readonly<Record<string, unknown>>): object => claims;

@Injectable()
export class ImportBatch {
  constructor(private readonly gateway: CommandGateway) {}

  /** In the order of the items. Items about one thing wait for each other; all others share round trips and commits. */
  async run(items: readonly ImportItem[], from: From): Promise<readonly ItemAnswer[]> {
    const answers: ItemAnswer[] = [];
    const byThing = new Map<string, number[]>();
    for (const [at, { type, data }] of items.entries()) {
      const thing = `${routes[type].stream('')}${String(data[routes[type].id])}`;
      byThing.set(thing, [...(byThing.get(thing) ?? []), at]);
    }
    const inOrder = async (places: readonly number[]): Promise<void> => {
      for (const at of places) {
        const item = items[at];
        if (item) answers[at] = await this.one(item, from);
      }
    };
    await Promise.all([...byThing.values()].map(inOrder));
    return answers;
  }

  private async one(item: ImportItem, from: From): Promise<ItemAnswer> {
    const { key } = item;
    try {
      const result = await this.decide(item, from);
      const answered = this.gateway.answerOf(result, { stream: item.type });
      return { key, status: 200, ...this.gateway.bodyOf(answered), repeated: answered.repeated };
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 500) throw error;
      return { key, status: problem.status, problem: problemDocument(problem, '/v1/imports/batch') };
    }
  }

  private decide({ key, type, data, occurredAt }: ImportItem, { actor, correlationId }: From): Promise<CommandResult> {
    const route = routes[type];
    const id = idIn(route, data);
    const command = { type, data } as unknown as Command as never;
    const intent = { command, stream: route.stream(id), caseId: route.caseId(id), occurredAt, told: { type, data: claimsOf(data) } };
    return this.gateway.decide({ actor, correlationId, idempotencyKey: key }, route.message, intent);
  }
}
