import fc from 'fast-check';
import type { AnyEvent } from '#event-contracts';
import type { Command, LedgerEvent, StoredEvent } from '#eventsourcing';
import { racingCompany, racingGround, type RacingCompany, type RacingGround, type RacingPerson } from '../support/racing-company.ts';
import { prelude, wanted } from '../support/racing-people.ts';

type Happened = LedgerEvent<AnyEvent>;
type Of<T extends AnyEvent['type']> = Extract<Happened, { type: T }>;

const runs = 500;
const [opportunityId, deal] = ['o1', 'opportunity-o1'];
const parties = ['customer', 'company'] as const;

const all = <T extends AnyEvent['type']>(events: readonly LedgerEvent[], ...types: readonly T[]): readonly Of<T>[] =>
  (events as readonly Happened[]).filter((event): event is Of<T> => (types as readonly string[]).includes(event.type));

let ground: RacingGround;
let start: { readonly ledger: readonly LedgerEvent[]; readonly stored: readonly StoredEvent[] };

/** Both signatures are handed in, and nobody has confirmed one. */
beforeAll(async () => {
  ground = await racingGround();
  const company = await racingCompany(ground);
  const received = async () => all(await company.ledger(), 'ContractSignatureReceived').length;
  for (const { by, stream, command } of prelude) {
    await company.asks(by, stream, command);
    await company.settle();
  }
  for (let round = 0; (await received()) < parties.length && round < 40; round += 1)
    for (const { by, stream, command } of await wanted(company)) {
      if (command.type !== 'ConfirmContractSignature') await company.asks(by, stream, command);
      await company.settle();
    }
  await company.asks('rita', deal, { type: 'AdvanceOpportunity', data: { opportunityId, to: 'S6' } });
  expect(await received()).toBe(parties.length);
  start = { ledger: [...(await company.ledger())], stored: await company.store.source().readAfter(undefined, 10_000) };
});

/** One turn: somebody confirms, the deal changes hands, a process goes one event on, somebody would win. */
interface Turn {
  readonly what: 'confirm' | 'hand' | 'course' | 'win';
  readonly by: 'carla' | 'lena';
  readonly party: (typeof parties)[number];
  readonly which: number;
  /** The deal changes hands after this was decided, and before it is appended. */
  readonly overtaken: boolean;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  what: fc.constantFrom('confirm', 'confirm', 'confirm', 'hand', 'course', 'course', 'win'),
  by: fc.constantFrom('carla', 'carla', 'lena'),
  party: fc.constantFrom(...parties),
  which: fc.nat({ max: 20 }),
  overtaken: fc.boolean(),
});

const contractOf = async (company: RacingCompany) => all(await company.ledger(), 'ContractOpened').at(-1)!.data.contractId;

const confirms = async (company: RacingCompany, by: RacingPerson, party: (typeof parties)[number]) => {
  const contractId = await contractOf(company);
  const data = { contractId, party, documentSha256: company.bytes };
  return company.asks(by, `contract-${contractId}`, { type: 'ConfirmContractSignature', data });
};

/** By the deal's own stream, in the order of everything that happened. */
const ownerAt = (events: readonly LedgerEvent[], index: number): string =>
  all(events.slice(0, index), 'OpportunityReassigned').at(-1)?.data.to ?? 'rita';

/** From whoever has it to the other one of two, or to who is named. */
const hands = async (company: RacingCompany, named?: RacingPerson) => {
  const other = ownerAt(await company.ledger(), Number.POSITIVE_INFINITY) === 'rita' ? 'carla' : 'rita';
  const command: Command = { type: 'ReassignOpportunity', data: { opportunityId, to: named ?? other } };
  return company.asks('dora', deal, command);
};

/** The deal changes hands right before what is decided next in a contract is appended. */
const overtaking = async (company: RacingCompany, act: () => Promise<unknown>) => {
  const { store } = company;
  const append = store.append.bind(store);
  let passed = false;
  store.append = async (events) => {
    if (!passed && events[0]?.stream.startsWith('contract-')) {
      passed = true;
      await hands(company);
    }
    return append(events);
  };
  await act();
  store.append = append;
};

const wins = (company: RacingCompany) => company.asks('rita', deal, { type: 'WinOpportunity', data: { opportunityId } });

const taken = async (company: RacingCompany, { what, by, party, which, overtaken }: Turn): Promise<unknown> => {
  switch (what) {
    case 'confirm':
      return overtaken ? overtaking(company, () => confirms(company, by, party)) : confirms(company, by, party);
    case 'hand':
      return hands(company);
    case 'course':
      return company.courses[which % company.courses.length]?.goOn({ crashes: false });
    case 'win':
      return wins(company);
  }
};

/** Who holds the signatures that a win rests on: those confirmed last before the contract was signed as the deal was told. */
const holdersOf = (events: readonly LedgerEvent[], won: LedgerEvent) => {
  const noted = all(events.slice(0, won.index), 'ContractNoted').findLast(({ data }) => data.progress === 'signed')!;
  const signed = events.find(({ eventId }) => eventId === noted.data.noteId)!;
  return parties.map((party) =>
    all(events.slice(0, signed.index), 'ContractSignatureConfirmed').findLast((confirmed) => confirmed.data.party === party),
  );
};

describe('the signatures of a deal that changes hands (L160, L163)', () => {
  it(`were confirmed, in ${runs} races with lagging processes, by nobody who owned the deal then`, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 6, maxLength: 30, size: 'max' }), async (turns) => {
        const company = await racingCompany(ground, start.ledger, start.stored);
        for (const each of turns) await taken(company, each);
        // Somebody who never owned it can always set it right.
        await company.settle();
        for (const party of parties) await confirms(company, 'lena', party);
        await company.settle();
        await hands(company, 'rita');
        await wins(company);
        const events = await company.ledger();
        for (const { type, data } of events.slice(start.ledger.length) as readonly Happened[])
          seen.add(type === 'CommandRefused' ? data.reason : type);
        const won = all(events, 'OpportunityWon');
        expect(won).toHaveLength(1);
        for (const confirmed of holdersOf(events, won[0]!))
          expect(confirmed?.actor.userId).not.toBe(ownerAt(events, confirmed?.index ?? 0));
      }),
      { numRuns: runs, seed: 7, endOnFailure: true },
    );
    expect([...['OwnDeal', 'ConfirmedByOwner'], 'OpportunityWon'].filter((name) => !seen.has(name))).toEqual([]);
  }, 300_000);

  it('are not confirmed by who has just taken the deal over, while every process stands still', async () => {
    const company = await racingCompany(ground, start.ledger, start.stored);
    await hands(company);
    expect(await confirms(company, 'carla', 'customer')).toMatchObject({ answer: { kind: 'refused', reason: 'OwnDeal' } });
    expect(await confirms(company, 'lena', 'customer')).toMatchObject({ answer: { kind: 'accepted' } });
  });
});

describe('an approval of a deal that changes hands (L149, L188)', () => {
  it('is not decided by who has just taken the deal over, while every process stands still', async () => {
    const company = await racingCompany(ground);
    for (const { by, stream, command } of prelude) {
      await company.asks(by, stream, command);
      await company.settle();
    }
    const seeking = { opportunityId, approvalId: 'a1', type: 'discount', subjectId: 'q1', reason: 'Three sites' };
    await company.asks('rita', deal, { type: 'SeekApproval', data: seeking });
    await company.settle();
    const { contentSha256 } = all(await company.ledger(), 'ApprovalRequested')[0]!.data.ask.subject;
    await company.asks('dora', deal, { type: 'ReassignOpportunity', data: { opportunityId, to: 'mona' } });
    const decision = { approvalId: 'a1', step: 1, decision: 'approved', contentSha256 };
    expect(await company.asks('mona', 'approval-a1', { type: 'DecideApprovalStep', data: decision })).toMatchObject({
      answer: { kind: 'refused', reason: 'SelfApproval', detail: { userIds: ['mona'] } },
    });
  });
});
