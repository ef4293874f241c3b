import type { OpportunityEvent } from '#event-contracts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';
import type { Verdict } from '../criterion.ts';
import type { Parameters } from '../requirement.ts';

const contractId = 'k1';
const sha = (letter: string) => letter.repeat(64);
const amount = { minor: 100_000, currency: 'EUR' };
const quote = { quoteId: 'q1', version: 1, contentSha256: sha('0') };
const commissioned = fact('ContractCommissioned', { contractId, ownerId: 'rep1', owners: ['rep1'], company: 'Acme', quote, amount });
const voided = fact('ContractCommissionVoided', { contractId, quote, because: 'quoteRevised' });

let notes = 0;
type Noted = Extract<OpportunityEvent, { type: 'ContractNoted' }>['data'];
const told = (progress: Noted['progress'], more: Partial<Noted> = {}): OpportunityEvent => {
  notes += 1;
  const source = { eventId: `x${notes}`, stream: 'contract-k1', revision: notes };
  return fact('ContractNoted', { contractId, noteId: `n${notes}`, progress, source, ...more });
};
const drafted = (letter: string) => told('drafted', { contentSha256: sha(letter) });
const approved = (letter: string) => told('approved', { contentSha256: sha(letter), amount });
const sent = told('sent', { contentSha256: sha('a') });
const signed = told('signed', { contentSha256: sha('a'), amount, signedOn: '2026-06-01' });
const filed = (department: 'CONTRACT_ADMIN' | 'FINANCE') => told('filed', { department });
const by = (last: number): readonly string[] => Array.from({ length: last }, (_, at) => `e${at + 1}`);

type Case = [string, readonly OpportunityEvent[], Parameters, Verdict];
const unmet = (because: string, last: number, detail: object = { contractId }): Verdict =>
  ({ result: 'unmet', because, evidence: by(last), detail }) as Verdict;
const met = (last: number): Verdict => ({ result: 'met', evidence: by(last) });
const notCommissioned: Verdict = { result: 'missing', because: 'notCommissioned' };

const table = (criterion: string, cases: readonly Case[]) =>
  it.each(cases)('%s', (_name, history, parameters, verdict) => expect(verdictOn(criterion, parameters, history)).toEqual(verdict));

describe('contractApproved/1 (L151, L153, L154, L157)', () =>
  table('contractApproved/1', [
    ['missing before any contract', [], {}, notCommissioned],
    ['unmet before a text', [commissioned], {}, unmet('notDrafted', 1)],
    ['unmet before the approval', [commissioned, drafted('a')], {}, unmet('notApproved', 2)],
    ['met by the approval of the text as it stands', [commissioned, drafted('a'), approved('a')], {}, met(3)],
    [
      'unmet after a change, with both hashes',
      [commissioned, drafted('a'), approved('a'), drafted('b')],
      {},
      unmet('otherContent', 4, { contractId, approvedSha256: sha('a'), contentSha256: sha('b') }),
    ],
    [
      'unmet when the quote has changed',
      [commissioned, drafted('a'), approved('a'), voided],
      {},
      { ...unmet('noLongerMeant', 4), evidence: ['e1', 'e4', 'e2', 'e3'] } as Verdict,
    ],
  ]));

describe('contractSent/1 (L155)', () =>
  table('contractSent/1', [
    ['missing before any contract', [], {}, notCommissioned],
    ['unmet before it is sent', [commissioned, drafted('a')], {}, unmet('notSent', 2)],
    ['met when it is with the customer', [commissioned, sent], {}, met(2)],
    ['unmet when it was taken back', [commissioned, sent, told('recalled')], {}, unmet('notSent', 3)],
    ['unmet when it was cancelled', [commissioned, sent, told('cancelled')], {}, unmet('noLongerMeant', 3)],
  ]));

describe('contractSigned/1 (L160, L163, L279)', () =>
  table('contractSigned/1', [
    ['missing before any contract', [], {}, notCommissioned],
    ['unmet with the customer', [commissioned, sent], {}, unmet('notSigned', 2)],
    ['met by both signatures', [commissioned, sent, signed], {}, met(3)],
    ['unmet when it is void', [commissioned, sent, signed, told('voided')], {}, unmet('noLongerMeant', 4)],
    ['met when the customer’s signature upheld it', [commissioned, sent, signed, told('voided'), told('upheld')], {}, met(5)],
  ]));

describe('contractFiled/1 (L164)', () =>
  table('contractFiled/1', [
    ['missing before any contract', [], {}, notCommissioned],
    ['unmet before it is signed', [commissioned, sent], {}, unmet('notSigned', 2)],
    [
      'unmet at one department',
      [commissioned, signed, filed('FINANCE')],
      {},
      unmet('notFiled', 3, { contractId, departments: ['CONTRACT_ADMIN'] }),
    ],
    ['met at both', [commissioned, signed, filed('FINANCE'), filed('CONTRACT_ADMIN')], {}, met(4)],
    ['met at the one that is named', [commissioned, signed, filed('FINANCE')], { departments: ['FINANCE'] }, met(3)],
  ]));

it('nobody passes over the approval of the exact content, or a signature', async () => {
  const { dealCriteria } = await import('../deal-criteria.ts');
  const absolute = ['contractApproved/1', 'contractSent/1', 'contractSigned/1', 'contractFiled/1'].map(
    (name) => dealCriteria.get(name)?.absolute,
  );
  expect(absolute).toEqual([true, undefined, true, undefined]);
});
