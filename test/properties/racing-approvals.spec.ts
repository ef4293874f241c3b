import fc from 'fast-check';
import type { AnyEvent } from '#event-contracts';
import type { LedgerEvent, StoredEvent } from '#eventsourcing';
import { quoteContentSha256 } from '#rules';
import { racingCompany, racingGround, type RacingCompany, type RacingGround } from '../support/racing-company.ts';
import { changes, prelude, wanted, type Intention } from '../support/racing-people.ts';

type Happened = LedgerEvent<AnyEvent>;
type Of<T extends AnyEvent['type']> = Extract<Happened, { type: T }>;

const runs = 1_000;
/** Of a sales representative, by the matrix that comes with the program: of a document, in parts of ten thousand. */
const limitBp = 1_200;

/** Where a race begins: the quote drafted, or the contract of it waiting for its approval. */
type Beginning = 'quote' | 'contract';
type Start = { readonly ledger: readonly LedgerEvent[]; readonly stored: readonly StoredEvent[] };

/** What has to happen in some race. */
const decisive: readonly string[] = [
  ...['DiscountNotAuthorised', 'QuoteSuperseded', 'ContractNotReady', 'ContractOut'],
  ...['ApprovalVoided', 'DealApprovalOverturned', 'ContractApprovalOverturned', 'ContractRevised'],
  ...['ContractCommissionVoided', 'ContractVoided', 'ContractUpheld', 'ContractSentToCustomer', 'OpportunityWon'],
];

let ground: RacingGround;
let starts: Readonly<Record<Beginning, Start>>;

const does = (company: RacingCompany, { by, stream, command }: Intention) => company.asks(by, stream, command);

const startHere = async (company: RacingCompany): Promise<Start> => ({
  ledger: [...(await company.ledger())],
  stored: await company.store.source().readAfter(undefined, 10_000),
});

beforeAll(async () => {
  ground = await racingGround();
  const company = await racingCompany(ground);
  for (const intention of prelude) {
    const result = await does(company, intention);
    if (result.kind !== 'answered' || result.answer.kind !== 'accepted') throw new Error(JSON.stringify({ intention, result }));
    await company.settle();
  }
  const quote = await startHere(company);
  const isSought = async () => (await company.ledger()).some(({ type }) => type === 'ContractApprovalSought');
  for (let round = 0; !(await isSought()) && round < 40; round += 1)
    for (const intention of await wanted(company)) {
      if (await isSought()) break;
      await does(company, intention);
      await company.settle();
    }
  starts = { quote, contract: await startHere(company) };
});

/** One turn of a race. */
interface Turn {
  readonly who: 'people' | 'change' | 'course';
  /** Which of those that could. */
  readonly which: number;
  /** At the same time as the next one. */
  readonly together: boolean;
  /** A process that does something, and does not live to note that it did. */
  readonly crashes: boolean;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  who: fc.constantFrom('people', 'people', 'people', 'people', 'people', 'change', 'course', 'course', 'course'),
  which: fc.nat({ max: 1_000 }),
  together: fc.boolean(),
  crashes: fc.constantFrom(false, false, false, true),
});

/** A race: its turns, and which processes stand still all the while. */
const race = fc.record({
  from: fc.constantFrom<Beginning>('quote', 'contract'),
  turns: fc.array(turn, { minLength: 20, maxLength: 70, size: 'max' }),
  still: fc.subarray(['approval-course', 'approval-notes', 'contract-course', 'contract-notes'], { maxLength: 2 }),
});

const taken = async (company: RacingCompany, still: readonly string[], { who, which, crashes }: Turn): Promise<unknown> => {
  const courses = company.courses.filter(({ name }) => !still.includes(name));
  if (who === 'course') return courses[which % courses.length]?.goOn({ crashes });
  const could = await (who === 'people' ? wanted : changes)(company);
  const intention = could[which % Math.max(could.length, 1)];
  return intention && does(company, intention);
};

const changing = (ledger: readonly LedgerEvent[]) =>
  ledger.filter(({ type }) => type !== 'CommandRefused' && type !== 'CommandHadNoEffect').length;

/** Nobody changes anything any more, and whatever was late arrives: until nothing happens. */
const drained = async (company: RacingCompany): Promise<void> => {
  for (let round = 0, before = -1; ; round += 1) {
    expect(round).toBeLessThan(40);
    await company.settle();
    const now = changing(await company.ledger());
    if (now === before) return;
    before = now;
    for (const intention of await wanted(company)) await does(company, intention);
  }
};

const raced = async ({ ledger, stored }: Start, turns: readonly Turn[], still: readonly string[]): Promise<readonly Happened[]> => {
  const company = await racingCompany(ground, ledger, stored);
  for (let at = 0; at < turns.length; at += 1) {
    const both = turns[at]?.together ? turns.slice(at, at + 2) : turns.slice(at, at + 1);
    if (both.length > 1) at += 1;
    await Promise.all(both.map((each) => taken(company, still, each)));
  }
  await drained(company);
  return (await company.ledger()) as readonly Happened[];
};

const all = <T extends AnyEvent['type']>(events: readonly Happened[], ...types: readonly T[]): readonly Of<T>[] =>
  events.filter((event): event is Of<T> => (types as readonly string[]).includes(event.type));

/** By the quote's own figures, not by what the program says of it. */
const isWithinLimit = ({ data: { totals } }: Of<'QuoteDrafted' | 'QuoteRevised'>): boolean =>
  (totals.list.minor - totals.net.minor) * 10_000 <= limitBp * totals.list.minor;

/** No quote went out but within the limit, or with a granted and noted approval of this very content. */
const quotesAreCovered = (events: readonly Happened[]): void =>
  all(events, 'QuoteIssued').forEach((issued) => {
    const earlier = events.slice(0, issued.index);
    const content = all(earlier, 'QuoteDrafted', 'QuoteRevised').at(-1)!;
    const sha256 = quoteContentSha256(content);
    expect(issued.data).toMatchObject({ version: content.data.version, contentSha256: sha256 });
    if (isWithinLimit(content)) return;
    const granted = all(earlier, 'ApprovalGranted').filter(({ data }) => data.subject.contentSha256 === sha256);
    const noted = all(earlier, 'DealApprovalNoted').filter(({ data }) => data.note.outcome === 'granted');
    const overturned = all(earlier, 'DealApprovalOverturned').map(({ data }) => data.approvalId);
    const valid = granted.filter(
      ({ data: { approvalId } }) => noted.some(({ data }) => data.approvalId === approvalId) && !overturned.includes(approvalId),
    );
    expect({ issued: sha256, coveredBy: valid.map(({ data }) => data.subject.contentSha256) }).toEqual({
      issued: sha256,
      coveredBy: expect.arrayContaining([sha256]),
    });
  });

/** No contract went out but as legal, finance and the director had it before them (L154). */
const contractsAreApproved = (events: readonly Happened[]): void =>
  all(events, 'ContractSentToCustomer').forEach((sent) => {
    const earlier = events.slice(0, sent.index).filter(({ data }) => 'contractId' in data && data.contractId === sent.data.contractId);
    const content = all(earlier, 'ContractDrafted', 'ContractRevised').at(-1)!;
    const { contentSha256 } = content.data;
    const approvals = all(earlier, 'ContractApprovalNoted').filter(
      ({ data: { note } }) => note.outcome === 'granted' && note.subject.contentSha256 === contentSha256,
    );
    const deciders = approvals.flatMap(({ data }) => data.deciders);
    const reviews = all(earlier, 'LegalReviewCompleted').filter(({ data }) => data.contentSha256 === contentSha256);
    expect({ sent: sent.data.contentSha256, deciders: [...new Set(deciders)].toSorted(), reviewed: reviews.length > 0 }).toEqual({
      ...{ sent: contentSha256, deciders: ['dora', 'fred', 'lena'], reviewed: true },
    });
    const granted = all(events.slice(0, sent.index), 'ApprovalGranted').filter(({ data }) => data.subject.contentSha256 === contentSha256);
    expect(granted.length).toBeGreaterThan(0);
  });

/** Won with both signatures, for what was quoted, agreed and signed, to the cent. */
const winsAreSigned = (events: readonly Happened[]): void =>
  all(events, 'OpportunityWon').forEach((won) => {
    const earlier = events.slice(0, won.index);
    const commissioned = all(earlier, 'ContractCommissioned').find(({ data }) => data.contractId === won.data.contractId)!;
    const { contractId, quote } = commissioned.data;
    const own = earlier.filter(({ stream }) => stream === `contract-${contractId}`);
    const confirmed = all(own, 'ContractSignatureConfirmed').map(({ data }) => data.party);
    const issued = all(earlier, 'QuoteIssued').find(({ data }) => data.contentSha256 === quote.contentSha256)!;
    const content = all(own, 'ContractDrafted', 'ContractRevised').at(-1)!.data;
    const signed = all(own, 'ContractFullySigned')[0]!.data;
    expect(confirmed.toSorted()).toEqual(['company', 'customer']);
    expect(signed.contentSha256).toBe(all(own, 'ContractSentToCustomer').at(-1)!.data.contentSha256);
    const instalments = content.instalments.reduce((sum, { amount }) => sum + amount.minor, 0);
    const amounts = [issued.data.net, commissioned.data.amount, content.amount, signed.amount, won.data.amount];
    expect(amounts.map((amount) => amount?.minor)).toEqual(amounts.map(() => instalments));
  });

/** What the streams say of one another agrees, and the deal is won: no lag leaves anything waiting for ever. A contract that is void hears no more. */
const endIsConsistent = (events: readonly Happened[]): void => {
  const ends = { ApprovalGranted: 'granted', ApprovalVoided: 'voided' } as const;
  const voided = all(events, 'ContractVoided').map(({ data }) => data.contractId);
  for (const { stream, data } of all(events, 'ApprovalRequested')) {
    const { approvalId, ask } = data;
    const ended = events.findLast((event) => event.stream === stream && event.type in ends)?.type as keyof typeof ends | undefined;
    const notes = all(events, 'DealApprovalNoted', 'ContractApprovalNoted').filter((noted) => noted.data.approvalId === approvalId);
    const overturned = all(events, 'DealApprovalOverturned', 'ContractApprovalOverturned').some(
      (each) => each.data.approvalId === approvalId,
    );
    if (!voided.includes(ask.subject.id))
      expect({ approvalId, noted: notes.at(-1)?.data.note.outcome }).toEqual({ approvalId, noted: ended && ends[ended] });
    expect({ approvalId, ended }).toEqual({ approvalId, ended: overturned ? 'ApprovalVoided' : 'ApprovalGranted' });
  }
  expect(all(events, 'OpportunityWon')).toHaveLength(1);
};

describe('approvals racing against changes of what they approve (L149, L154, L163, L188)', () => {
  it(`let out, in ${runs} races with lagging and crashing processes, nothing that was not approved as it is`, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(race, async ({ from, turns, still }) => {
        const events = await raced(starts[from], turns, still);
        for (const { type, data } of events.slice(starts[from].ledger.length)) seen.add(type === 'CommandRefused' ? data.reason : type);
        quotesAreCovered(events);
        contractsAreApproved(events);
        winsAreSigned(events);
        endIsConsistent(events);
      }),
      { numRuns: runs, seed: 5, endOnFailure: true },
    );
    // Else the properties would hold of nothing.
    expect(decisive.filter((name) => !seen.has(name))).toEqual([]);
  }, 600_000);
});
