import type { LedgerEvent } from '#eventsourcing';
import { recordedAs } from '#eventsourcing/testing';
import { statementsApart, type ContractEvent, type OpportunityEvent, type ToldTerm } from '#event-contracts';
import { contractCourse, contractNotes } from './contracts.process.ts';
import { customerSignature } from './deadlines/contracts.deadlines.ts';

const inLedger = <E extends ContractEvent | OpportunityEvent>(event: E) =>
  ({ ...recordedAs(event, 4), index: 9, stream: 'contract-k1' }) as unknown as LedgerEvent<E>;

type PassedOn = Extract<OpportunityEvent, { type: 'NegotiatedTermsPassedOn' }>;

const of = { opportunityId: 'o1', contractId: 'k1' };
const sha256 = 'ab'.repeat(32);
const amount = { minor: 100_000, currency: 'EUR' };
const quote = { quoteId: 'q1', version: 1, contentSha256: sha256 };
const source = { eventId: 'e4', stream: 'contract-k1', revision: 4 };
const signDueAt = '2026-06-19T08:00:00.000Z';

describe('what carries a contract between streams (L153, L155, L157, L163–L165, L273)', () => {
  it.each<[OpportunityEvent, string]>([
    [{ type: 'ContractCommissioned', data: { ...of, ownerId: 'rep1', owners: ['rep1'], company: 'Acme', quote, amount } }, 'OpenContract'],
    [{ type: 'ContractOwnerChanged', data: { ...of, from: 'rep1', to: 'rep2' } }, 'ReassignContract'],
    [{ type: 'ContractCommissionVoided', data: { ...of, quote, because: 'quoteRevised' } }, 'VoidContract'],
    [{ type: 'NegotiatedTermsPassedOn', data: { ...of, negotiationId: 'n1', terms: [], termsSha256: sha256 } }, 'NoteNegotiatedTerms'],
  ])('does in the contract what the deal says of it: $type', (event, command) =>
    expect(contractCourse.react(inLedger(event) as Parameters<typeof contractCourse.react>[0])).toMatchObject([
      { stream: 'contract-k1', command: { type: command, data: { contractId: 'k1', source } } },
    ]),
  );
  it('tells the contract agreed terms as they were told to the deal: by a digest of their words, or in words that were open', () => {
    const inWords = { termId: 't1', topic: 'payment' as const, statement: 'after a month', paymentDays: 30 };
    const sealed = { termId: 't1', topic: 'payment' as const, statementDigest: sha256, paymentDays: 30 };
    const cases: readonly (readonly [Pick<PassedOn['data'], 'terms' | 'statements'>, ToldTerm])[] = [
      [{ terms: [sealed] }, sealed],
      [statementsApart({ terms: [inWords] }), inWords],
    ];
    for (const [told, term] of cases) {
      const data = { ...of, negotiationId: 'n1', ...told, termsSha256: sha256 };
      const passedOn = inLedger<PassedOn>({ type: 'NegotiatedTermsPassedOn', data });
      expect(contractCourse.react(passedOn)).toMatchObject([
        {
          command: {
            type: 'NoteNegotiatedTerms',
            data: { contractId: 'k1', negotiationId: 'n1', terms: [term], termsSha256: sha256, source },
          },
        },
      ]);
    }
  });
  it.each<[ContractEvent, object]>([
    [
      { type: 'ContractSentToCustomer', data: { ...of, contentSha256: sha256, signDueAt } },
      { progress: 'sent', contentSha256: sha256 },
    ],
    [
      { type: 'ContractFullySigned', data: { ...of, contentSha256: sha256, amount, signedOn: '2026-06-18', confirmedBy: ['lena'] } },
      { progress: 'signed', contentSha256: sha256, amount, signedOn: '2026-06-18', confirmedBy: ['lena'] },
    ],
    [
      { type: 'SignedContractFiled', data: { ...of, department: 'FINANCE', form: 'scan', documentId: 'd1', documentSha256: sha256 } },
      { progress: 'filed', department: 'FINANCE' },
    ],
  ])('notes in the deal how far it has come: $type', (event, noted) =>
    expect(contractNotes.react(inLedger(event) as Parameters<typeof contractNotes.react>[0])).toEqual([
      expect.objectContaining({
        stream: 'opportunity-o1',
        command: { type: 'NoteContract', data: { ...of, noteId: 'e4', ...noted, source } },
      }),
    ]),
  );
  it('gives the customer a time to sign what was sent, and no other content (L162)', () => {
    const data = { ...of, contentSha256: sha256, signDueAt };
    expect(customerSignature.starts.ContractSentToCustomer?.(inLedger({ type: 'ContractSentToCustomer', data }))).toEqual({
      subject: 'k1',
      dueAt: signDueAt,
      command: { type: 'NoteContractSignatureOverdue', data: { contractId: 'k1', contentSha256: sha256, signDueAt } },
    });
  });
});
