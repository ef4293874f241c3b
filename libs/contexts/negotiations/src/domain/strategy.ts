import { accept, refuse, type Command } from '#eventsourcing';
import { listed, present } from '#rules';
import type { Chapter } from './chapter.ts';
import { inCurrency } from './limits.ts';
import type { Data, Known, Limits, OpenNegotiation, Outcome, Said } from './negotiation.state.ts';

type Set = Data<'NegotiationStrategySet'>;

/** L149, L270. What is sealed cannot be compared: to set the same again is to set another version. */
export type SetNegotiationStrategy = Command<'SetNegotiationStrategy', Said<Omit<Set, 'version' | keyof Limits>, 'objective'> & Limits>;
/** L149, L156. */
export type ApproveNegotiationStrategy = Command<
  'ApproveNegotiationStrategy',
  { readonly negotiationId: string; readonly version: number }
>;

export type StrategyCommand = SetNegotiationStrategy | ApproveNegotiationStrategy;

const set = (given: SetNegotiationStrategy['data'], negotiation: OpenNegotiation): Outcome => {
  const version = listed(negotiation.facts.strategies).length + 1;
  return inCurrency(given.floor, negotiation) ?? accept({ type: 'NegotiationStrategySet', data: { ...present(given), version } });
};

/** Never by whoever set it, nor by anyone whose deal it is or was, for themself or for another (L156: the manager guides and approves). */
const approve = (
  { negotiationId, version }: ApproveNegotiationStrategy['data'],
  negotiation: OpenNegotiation,
  { persons }: Known,
): Outcome => {
  const { facts, owners, authors, opened } = negotiation;
  const latest = listed(facts.strategies).at(-1);
  if (!latest) return refuse('StrategyNotSet', {}, ['SetNegotiationStrategy']);
  if (version !== latest.data.version)
    return refuse('StrategySuperseded', { version, latest: latest.data.version }, ['approve the latest version']);
  if (facts.approvals[version]) return accept();
  if ([...owners, ...(authors[version] ?? [])].some((person) => persons.includes(person)))
    return refuse('OwnStrategy', { version }, ['someone else approves it']);
  const { opportunityId } = opened;
  return accept({ type: 'NegotiationStrategyApproved', data: { negotiationId, opportunityId, version, setBy: latest.by } });
};

/** What is to be reached, and what binds whoever negotiates (L149, L270). */
export const strategies: Chapter<StrategyCommand> = { SetNegotiationStrategy: set, ApproveNegotiationStrategy: approve };
