import type { CalendarDate } from '#eventsourcing';
import type { Money } from '#event-contracts';
import type { DealFacts } from './deal-facts.ts';
import { evidenceOf, listed } from './gathering.ts';

type Told = Pick<DealFacts, 'contractCommissions' | 'contractVoidings' | 'contractNotes'>;
type Note = DealFacts['contractNotes'][string];
type Department = NonNullable<Note['data']['department']>;

/** What the deal knows of one contract: nothing of it counts before it is noted. */
export interface ContractStanding {
  readonly contractId: string;
  readonly quote: DealFacts['contractCommissions'][string]['data']['quote'];
  /** The quote's net amount. */
  readonly amount: Money;
  /** Whether it is still what is meant: neither cancelled nor void, or upheld by the customer's signature. */
  readonly stands: boolean;
  /** SHA-256 of the content as it was last told. */
  readonly contentSha256?: string;
  /** Of which content the house approved; told of other content than there is now, it is no approval of this. */
  readonly approvedSha256?: string;
  /** What is with the customer, or was when it was signed. */
  readonly sentSha256?: string;
  readonly signed?: { readonly contentSha256: string; readonly amount: Money; readonly signedOn: CalendarDate };
  readonly departments: readonly Department[];
  readonly archived: boolean;
  /** The events of the deal that this rests on. */
  readonly evidence: readonly string[];
}

const notSent = ({ sentSha256: _sent, ...contract }: ContractStanding): ContractStanding => contract;

type Progress = Note['data']['progress'];

/** What a note changes of what is known. */
const changes: Readonly<Record<Progress, (contract: ContractStanding, data: Note['data']) => ContractStanding>> = {
  drafted: (contract, { contentSha256 = '' }) => ({ ...contract, contentSha256 }),
  approved: (contract, { contentSha256: approvedSha256 = '' }) => ({ ...contract, approvedSha256 }),
  sent: (contract, { contentSha256: sentSha256 = '' }) => ({ ...contract, sentSha256 }),
  recalled: notSent,
  signed: (contract, { contentSha256 = '', amount, signedOn }) =>
    amount && signedOn !== undefined ? { ...contract, signed: { contentSha256, amount, signedOn } } : contract,
  filed: (contract, { department }) =>
    department === undefined ? contract : { ...contract, departments: [...contract.departments, department] },
  archived: (contract) => ({ ...contract, archived: true }),
  cancelled: (contract) => ({ ...contract, stands: false }),
  voided: (contract) => ({ ...contract, stands: false }),
  upheld: (contract) => ({ ...contract, stands: true }),
};

const told = (contract: ContractStanding, { data }: Note): ContractStanding => changes[data.progress](contract, data);

/** Everything the deal knows of a contract, in the order in which it came to know it: the deal's own voiding, too. */
const standingOf = ({ contractCommissions, contractVoidings, contractNotes }: Told, contractId: string): ContractStanding | undefined => {
  const commissioned = contractCommissions[contractId];
  if (!commissioned) return undefined;
  const { quote, amount } = commissioned.data;
  const voiding = contractVoidings[contractId];
  const notes = listed(contractNotes).filter(({ data }) => data.contractId === contractId);
  const before = notes.filter(({ revision }) => voiding === undefined || revision < voiding.revision);
  const begun: ContractStanding = { contractId, quote, amount, stands: true, departments: [], archived: false, evidence: [] };
  const known = before.reduce(told, begun);
  const standing = notes.slice(before.length).reduce(told, voiding ? { ...known, stands: false } : known);
  return { ...standing, evidence: evidenceOf([commissioned, ...(voiding ? [voiding] : []), ...notes]) };
};

/** Every contract that was commissioned, the earliest first. */
export const contractsOf = (facts: Told): readonly ContractStanding[] =>
  listed(facts.contractCommissions).flatMap(({ data: { contractId } }) => standingOf(facts, contractId) ?? []);

/** The contract that is meant now: the last that stands. */
export const standingContract = (facts: Told): ContractStanding | undefined => contractsOf(facts).findLast(({ stands }) => stands);
