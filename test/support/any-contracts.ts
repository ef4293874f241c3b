import fc from 'fast-check';
import type { ContractState } from '#contracts';
import { interleaved } from './interleaved.ts';
import * as known from './known-contract.ts';
import { hashOf, knownOfContract, sha, type AskedOfContract } from './known-contract.ts';
import type { SalesLedger } from './sales-ledger.ts';
import { worked } from './worked.ts';

type Step = readonly [contractId: string, step: known.Step];

const { contractId, source } = known;
const bothSigned = { documentId: 'both', documentSha256: sha('both signed') };

const inTheHouse: readonly known.Step[] = [
  ...[known.drafting, known.revising(), known.revising({ delivery: 'at once' }), known.deviating, known.agreeing],
  { type: 'RequestLegalReview', data: { contractId } },
  ...[(state: ContractState) => known.legal(hashOf(state)), (state: ContractState) => known.finance(hashOf(state))],
  ...[(state: ContractState) => known.reconciling(hashOf(state)), known.seeking(), known.seeking('a2', 'paymentTerms')],
  ...(['granted', 'rejected'] as const).map((outcome) => (state: ContractState) => known.noting(state, outcome)),
  { type: 'ReassignContract', data: { contractId, from: 'rep1', to: 'rep2', source } },
];

const signDueAtOf = (state: ContractState): string =>
  (state.status === 'unknown' ? undefined : state.sent?.signDueAt) ?? knownOfContract.at;

const withTheCustomer: readonly known.Step[] = [
  ...[(state: ContractState) => known.sending(hashOf(state)), known.recalling, known.voiding],
  { type: 'TrackCustomerSignature', data: { contractId, trackingId: 't1', step: 'underReview', expectedOn: undefined, note: undefined } },
  (state) => ({
    type: 'NoteContractSignatureOverdue',
    data: { contractId, contentSha256: hashOf(state), signDueAt: signDueAtOf(state) },
  }),
  { type: 'CancelContract', data: { contractId, reason: 'no budget' } },
];

const parties = ['customer', 'company'] as const;

const signedAndKept: readonly known.Step[] = [
  ...parties.map((party) => (state: ContractState) => known.signing(party, hashOf(state))),
  ...parties.map((party) => known.confirming(party)),
  ...parties.map((party): AskedOfContract => ({
    type: 'RejectContractSignature',
    data: { contractId, party, documentSha256: sha(`${party} signed`), reason: 'not their stamp' },
    by: 'admin1',
  })),
  ...(['CONTRACT_ADMIN', 'FINANCE'] as const).map((department): AskedOfContract => ({
    type: 'FileSignedContract',
    data: { contractId, department, form: 'scan', ...bothSigned },
  })),
  { type: 'ArchiveContract', data: { contractId, documentSha256: bothSigned.documentSha256, shelf: undefined } },
];

/** How far a contract comes without detours before anything may befall it. */
const ways: readonly (readonly known.Step[])[] = [
  [known.opening],
  known.approving,
  known.sendingIt,
  known.signedByCustomer,
  known.signedByBoth,
];

const ofItsOwn = (id: string, step: known.Step): known.Step => {
  const named = (command: AskedOfContract) => ({ ...command, data: { ...command.data, contractId: id } }) as AskedOfContract;
  return typeof step === 'function' ? (state) => named(step(state)) : named(step);
};

const life = (id: string): fc.Arbitrary<readonly Step[]> =>
  fc
    .tuple(fc.constantFrom(...ways), fc.array(fc.constantFrom(...inTheHouse, ...withTheCustomer, ...signedAndKept), { maxLength: 12 }))
    .map(([way, detours]) => [...way, ...detours].map((step) => [id, ofItsOwn(id, step)] as const));

/** Contracts with whatever befalls them, interleaved. */
export const anyContracts = (): fc.Arbitrary<readonly Step[]> => interleaved(['k1', 'k2', 'k3'].map(life));

/** The ledger that it leaves behind: of the contracts, two belong to one deal. */
export const playedContracts = (steps: readonly Step[]): Promise<SalesLedger> =>
  worked(steps, {
    decider: known.contractDecider,
    stream: (id) => `contract-${id}`,
    circumstances: ({ by = 'rep1', known: more }, id) => ({
      ...{ caseId: id === 'k3' ? 'case-o2' : 'case-o1', by },
      occurredAt: more?.at ?? knownOfContract.at,
    }),
  });
