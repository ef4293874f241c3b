import type { FastifyRequest } from 'fastify';
import type { Actor, LedgerReader } from '#eventsourcing';
import { catalogue } from '#event-contracts';
import { conflict, denied, invalid, problem, ProblemError } from '#platform';
import { denialFor, type AuthorityLookup } from '#rules';
import type { FeedFilter } from '../filter.ts';
import { encodeFeedPosition, whence } from '../position.ts';
import type { FeedQuery } from './feed.dto.ts';

/** The feed has everybody's cases in it. Throws the problem of someone who may not read them all. */
export const requireFeed = async (directory: AuthorityLookup, actor: Actor): Promise<void> => {
  const reason = await denialFor(directory, 'ReadFeed', actor, null);
  if (reason !== undefined) throw denied(reason);
};

/** Throws the problem of an event type that there is not. */
export const filterOf = ({ type, case: caseId }: FeedQuery): FeedFilter => {
  const unknown = (type ?? []).filter((name) => !catalogue.has(name));
  if (unknown.length > 0) throw invalid(unknown.map((name) => ({ field: 'type', message: `there is no event type ${name}` })));
  return { ...(type && { types: new Set(type) }), ...(caseId !== undefined && { caseId }) };
};

const replaced = (named: string, ledgerId: string): ProblemError =>
  new ProblemError(
    problem(
      'ledgerReplaced',
      `The position is of the ledger ${named}; this is ${ledgerId}, which took its place when it was restored or replaced. ` +
        'Read it from its start; events that you know have the same id in both.',
      { members: { ledgerId, restartFrom: encodeFeedPosition({ ledgerId, index: -1 }) } },
    ),
  );

/** The index after which to begin. A broken-off stream says so itself, and goes before what its address says. */
export const beginningOf = async ({ from = 'start' }: FeedQuery, { headers }: FastifyRequest, ledger: Pick<LedgerReader, 'head'>) => {
  const given = headers['last-event-id'];
  const head = await ledger.head();
  const found = whence(typeof given === 'string' && given !== '' ? given : from, head);
  switch (found.kind) {
    case 'after':
      return found.index;
    case 'malformed':
      throw invalid([{ field: given ? 'Last-Event-ID' : 'from', message: 'must be start, end or a position as an answer gave it' }]);
    case 'otherLedger':
      throw replaced(found.ledgerId, head.ledgerId);
    case 'beyondEnd':
      throw conflict(`The position is after index ${found.index}, and the ledger has ${head.size} events.`, { size: head.size });
  }
};

export const wantsStream = ({ method, headers: { accept = '' } }: FastifyRequest): boolean =>
  method === 'GET' && accept.split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === 'text/event-stream');
