import type { LedgerEvent } from '#eventsourcing';
import { recordedAs } from '#eventsourcing/testing';
import { statementsApart, type NegotiationEvent, type OpportunityEvent } from '#event-contracts';
import { negotiationHandOver, negotiationNoting, negotiationOpening } from './negotiations.process.ts';

const inLedger = <E extends NegotiationEvent | OpportunityEvent>(event: E) =>
  ({ ...recordedAs(event, 4), index: 9, stream: 'negotiation-n1' }) as unknown as LedgerEvent<E>;

const of = { opportunityId: 'o1', negotiationId: 'n1' };
const inWords = [{ termId: 't1', topic: 'payment' as const, statement: 'after a month', paymentDays: 30 }];
const terms = [{ termId: 't1', topic: 'payment' as const, statementDigest: 'cd'.repeat(32), paymentDays: 30 }];
const termsSha256 = 'ab'.repeat(32);
const source = { eventId: 'e4', stream: 'negotiation-n1', revision: 4 };

describe('what carries a negotiation between streams (L45, L149, L150, L152)', () => {
  it('opens what a deal enters, as the deal has it', () => {
    const data = { ...of, ownerId: 'rep1', currency: 'EUR' };
    expect(negotiationOpening.react(inLedger({ type: 'NegotiationEntered', data }))).toMatchObject([
      { stream: 'negotiation-n1', command: { type: 'OpenNegotiation', data } },
    ]);
  });
  it('hands it over with the deal', () =>
    expect(negotiationHandOver.react(inLedger({ type: 'NegotiationReassigned', data: { ...of, from: 'rep1', to: 'rep2' } }))).toMatchObject(
      [{ stream: 'negotiation-n1', command: { type: 'HandOverNegotiation', data: { negotiationId: 'n1', to: 'rep2' } } }],
    ));
  it.each<[NegotiationEvent, string, object]>([
    [
      { type: 'NegotiationStrategyApproved', data: { ...of, version: 2, setBy: 'rep1' } },
      'strategy',
      { progress: 'strategySet', version: 2 },
    ],
    [
      { type: 'NegotiationConcluded', data: { ...of, outcome: 'agreed', terms, termsSha256, rounds: 2, openRisks: 0 } },
      'terms',
      { progress: 'concluded', terms, termsSha256, openRisks: 0 },
    ],
    [
      // As it is read back that was written before words were sealed: what followed from it then, follows from it again.
      {
        type: 'NegotiationConcluded',
        data: { ...of, outcome: 'agreed', ...statementsApart({ terms: inWords }), termsSha256, rounds: 2, openRisks: 0 },
      },
      'terms',
      { progress: 'concluded', terms: inWords, termsSha256, openRisks: 0 },
    ],
    [
      { type: 'NegotiationConcluded', data: { ...of, outcome: 'failed', terms: [], termsSha256, rounds: 2, openRisks: 1, reason: 'r' } },
      'terms',
      { progress: 'failed', openRisks: 1 },
    ],
    [{ type: 'NegotiationReopened', data: { ...of, reason: 'r' } }, 'terms', { progress: 'reopened' }],
    [
      { type: 'ContractRiskIdentified', data: { ...of, riskId: 'k1', severity: 'high', openRisks: 1 } },
      'risks',
      { progress: 'risksChanged', openRisks: 1 },
    ],
  ])('notes in the deal what came of it: $type', (event, aspect, noted) =>
    expect(negotiationNoting.react(inLedger(event) as Parameters<typeof negotiationNoting.react>[0])).toEqual([
      expect.objectContaining({
        stream: 'opportunity-o1',
        command: { type: 'NoteNegotiation', data: { ...of, noteId: `n1.${aspect}`, ...noted, source } },
      }),
    ]),
  );
});
