import type { LedgerEvent, ProcessManager, Reaction } from '#eventsourcing';
import type { EventOf, negotiations, opportunities } from '#event-contracts';
import { negotiationStream, type HandOverNegotiation, type OpenNegotiationCommand } from '#negotiations';
import { opportunityStream, type NoteNegotiation } from '#opportunities';
import { noteIdOf, type NotedAspect } from '#rules';
import { sourceOf } from './source.ts';
import { termsToTell } from './terms-to-tell.ts';

type Negotiations = typeof negotiations;
type NegotiationEntered = EventOf<(typeof opportunities)['NegotiationEntered']>;
type NegotiationReassigned = EventOf<(typeof opportunities)['NegotiationReassigned']>;
type Noted = NoteNegotiation['data'];
type Told = EventOf<
  Negotiations[
    'NegotiationStrategyApproved' | 'NegotiationConcluded' | 'NegotiationReopened' | 'ContractRiskIdentified' | 'ContractRiskMitigated']
>;

/** A negotiation is opened when its deal enters it, in the deal's case (L45, L149). */
export const negotiationOpening: ProcessManager<NegotiationEntered, OpenNegotiationCommand> = {
  name: 'negotiation-opening',
  handles: ['NegotiationEntered'],
  react: ({ data, occurredAt }: LedgerEvent<NegotiationEntered>) => [
    { stream: negotiationStream(data.negotiationId), command: { type: 'OpenNegotiation', data }, occurredAt },
  ],
};

/** A negotiation goes with its deal to another owner, and with it who may read what is sealed. */
export const negotiationHandOver: ProcessManager<NegotiationReassigned, HandOverNegotiation> = {
  name: 'negotiation-hand-over',
  handles: ['NegotiationReassigned'],
  react: ({ data: { negotiationId, to }, occurredAt }: LedgerEvent<NegotiationReassigned>) => [
    { stream: negotiationStream(negotiationId), command: { type: 'HandOverNegotiation', data: { negotiationId, to } }, occurredAt },
  ],
};

type Note = Pick<Noted, 'progress' | 'version' | 'termsSha256' | 'terms' | 'openRisks'> & { readonly aspect: NotedAspect };

const noteOf = ({ type, data }: LedgerEvent<Told>): Note => {
  switch (type) {
    case 'NegotiationStrategyApproved':
      return { aspect: 'strategy', progress: 'strategySet', version: data.version };
    case 'NegotiationConcluded': {
      const { outcome, termsSha256, openRisks } = data;
      return outcome === 'agreed'
        ? { aspect: 'terms', progress: 'concluded', terms: termsToTell(data), termsSha256, openRisks }
        : { aspect: 'terms', progress: 'failed', openRisks };
    }
    case 'NegotiationReopened':
      return { aspect: 'terms', progress: 'reopened' };
    case 'ContractRiskIdentified':
    case 'ContractRiskMitigated':
      return { aspect: 'risks', progress: 'risksChanged', openRisks: data.openRisks };
  }
};

/** The deal is told what came of its negotiation: what its gates ask for. */
export const negotiationNoting: ProcessManager<Told, NoteNegotiation> = {
  name: 'negotiation-noting',
  handles: [
    'NegotiationStrategyApproved',
    'NegotiationConcluded',
    'NegotiationReopened',
    'ContractRiskIdentified',
    'ContractRiskMitigated',
  ],
  react: (event: LedgerEvent<Told>): readonly Reaction<NoteNegotiation>[] => {
    const { opportunityId, negotiationId } = event.data;
    const { aspect, ...note } = noteOf(event);
    const data = { opportunityId, negotiationId, noteId: noteIdOf(negotiationId, aspect), ...note, source: sourceOf(event) };
    return [{ stream: opportunityStream(opportunityId), command: { type: 'NoteNegotiation', data }, occurredAt: event.occurredAt }];
  },
};
