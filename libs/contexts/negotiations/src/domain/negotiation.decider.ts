import { accept, refuse, type Decider, type RecordedEvent } from '#eventsourcing';
import type { NegotiationEvent } from '#event-contracts';
import { gatheredNothing, gathering, personsOf, present, same } from '#rules';
import type { Chapter } from './chapter.ts';
import { conclusion, reopen } from './conclusion.ts';
import type { InformedNegotiationCommand, NegotiationCommand, OpenNegotiationCommand } from './negotiation-command.ts';
import {
  kinds,
  type EndedNegotiation,
  type Known,
  type Negotiation,
  type NegotiationRefusal,
  type OpenNegotiation,
  type Outcome,
} from './negotiation.state.ts';
import { risks } from './risks.ts';
import { rounds } from './rounds.ts';
import { strategies } from './strategy.ts';
import { terms } from './terms.ts';

type Governed = Exclude<InformedNegotiationCommand, { type: 'OpenNegotiation' | 'HandOverNegotiation' | 'ReopenNegotiation' }>;

const work: Chapter<Exclude<NegotiationCommand, { type: 'OpenNegotiation' | 'HandOverNegotiation' | 'ReopenNegotiation' }>> = {
  ...strategies,
  ...rounds,
  ...terms,
  ...risks,
  ...conclusion,
};

const open = ({ data }: OpenNegotiationCommand, state: Negotiation): Outcome => {
  const stated = present(data);
  if (state.status === 'unknown') return accept({ type: 'NegotiationOpened', data: stated });
  return same(stated, state.opened) ? accept() : refuse('NegotiationAlreadyOpened', { negotiationId: data.negotiationId });
};

const doWork = ({ type, data, known }: Governed, negotiation: OpenNegotiation): Outcome =>
  (work[type] as (data: Governed['data'], negotiation: OpenNegotiation, known: Known) => Outcome)(data, negotiation, known);

/** Risks turn up and are settled after the end too; all else waits until it is reopened. */
const afterEnd = (command: Governed, negotiation: EndedNegotiation): Outcome => {
  const { outcome } = negotiation.conclusion;
  if (command.type === 'IdentifyContractRisk' || command.type === 'MitigateContractRisk')
    return doWork(command, { ...negotiation, status: 'open' });
  if (command.type === 'ConcludeNegotiation' && command.data.outcome === outcome) return accept();
  return refuse('NegotiationEnded', { outcome }, ['ReopenNegotiation']);
};

const decide = (command: InformedNegotiationCommand, state: Negotiation): Outcome => {
  if (command.type === 'OpenNegotiation') return open(command, state);
  if (state.status === 'unknown') return refuse('NegotiationUnknown', {}, ['EnterNegotiation']);
  if (command.type === 'HandOverNegotiation') {
    const { negotiationId, to } = command.data;
    const { ownerId: from } = state;
    return to === from ? accept() : accept({ type: 'NegotiationHandedOver', data: { negotiationId, from, to } });
  }
  if (command.type === 'ReopenNegotiation')
    return state.status === 'ended' ? reopen(command.data, state) : refuse('NegotiationNotEnded', {}, ['ConcludeNegotiation']);
  return state.status === 'ended' ? afterEnd(command, state) : doWork(command, state);
};

const gather = gathering<NegotiationEvent, typeof kinds>(kinds);

const evolve = (state: Negotiation, event: RecordedEvent<NegotiationEvent>): Negotiation => {
  if (event.type === 'NegotiationOpened') {
    const { ownerId } = event.data;
    return {
      status: 'open',
      opened: event.data,
      ownerId,
      owners: [ownerId],
      authors: {},
      facts: gatheredNothing<NegotiationEvent, typeof kinds>(kinds),
    };
  }
  if (state.status === 'unknown') return state;
  const known = { ...state, facts: gather(state.facts, event) };
  if (event.type === 'NegotiationStrategySet')
    return { ...known, authors: { ...known.authors, [event.data.version]: personsOf(event.actor) } };
  if (event.type === 'NegotiationHandedOver') return { ...known, ownerId: event.data.to, owners: [...known.owners, event.data.to] };
  if (event.type === 'NegotiationConcluded') return { ...known, status: 'ended', conclusion: event.data };
  if (event.type !== 'NegotiationReopened') return known;
  const { conclusion: _ended, ...rest } = known as EndedNegotiation;
  return { ...rest, status: 'open' };
};

/** Negotiations about deals (L45, L149–L152, L270–L272). What is sealed reaches a decision by what the command is given to know, never by the state. */
export const negotiation: Decider<Negotiation, InformedNegotiationCommand, NegotiationEvent, NegotiationRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};

export const ownerOf = (state: Negotiation): string | null => (state.status === 'unknown' ? null : state.ownerId);
