import fc from 'fast-check';
import { account, type InformedAccountCommand } from '#accounts';
import type { Decider } from '#eventsourcing';
import { segments, type AccountEvent, type ReferenceEvent } from '#event-contracts';
import { reference, type ImportAccount } from '#imports';
import { interleaved } from './interleaved.ts';
import type { SalesLedger } from './sales-ledger.ts';
import { worked } from './worked.ts';

type AskedOfAccount = InformedAccountCommand | ImportAccount;
type Step = readonly [accountId: string, command: AskedOfAccount];
type Told = AccountEvent | ReferenceEvent;

/** A company is ours by one decider and another system's claim by another; both read the same stream. */
const eitherWay: Decider<
  { readonly ours: typeof account.initialState; readonly claimed: typeof reference.initialState },
  AskedOfAccount,
  Told
> = {
  initialState: { ours: account.initialState, claimed: reference.initialState },
  decide: (command, { ours, claimed }) =>
    command.type === 'ImportAccount' ? reference.decide(command, claimed) : account.decide(command, ours),
  evolve: ({ ours, claimed }, event) => ({
    ours: account.evolve(ours, event as never),
    claimed: reference.evolve(claimed, event as never),
  }),
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const name = fc.constantFrom('Acme', 'Betatech', '北方');
const ownerId = fc.constantFrom('rep-1', 'rep-2');
const industry = fc.constantFrom('retail', 'medical');
const employees = fc.nat({ max: 100_000 });
const territory = fc.constantFrom('kiel', 'bremen');
const segment = fc.constantFrom(...segments);

const registered = (accountId: string): fc.Arbitrary<AskedOfAccount> =>
  fc
    .record({ name, ownerId, industry: maybe(industry), employees: maybe(employees), territory: maybe(territory), segment: maybe(segment) })
    .map((data): AskedOfAccount => ({ type: 'RegisterAccount', data: { accountId, ...data }, named: 'active' }));

const imported = (accountId: string): fc.Arbitrary<AskedOfAccount> =>
  fc
    .record({
      ...{ name, sector: maybe(industry), location: maybe(territory), employees: maybe(employees) },
      ...{ revenue: maybe(fc.constant('1.2')), subsidiaryOf: maybe(name), yearEstablished: maybe(fc.constant(1999)) },
    })
    .map((data): AskedOfAccount => ({
      type: 'ImportAccount',
      data: { ...data, accountId, source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1 },
    }));

const later = (accountId: string): fc.Arbitrary<AskedOfAccount> =>
  fc.oneof(
    fc
      .record({ name, ownerId, industry, employees, territory }, { requiredKeys: [] })
      .map((data): AskedOfAccount => ({ type: 'UpdateAccount', data: { accountId, ...data }, named: 'active' })),
    segment.map((to): AskedOfAccount => ({ type: 'AssignCustomerSegment', data: { accountId, to, reason: undefined } })),
  );

const life = (accountId: string): fc.Arbitrary<readonly Step[]> =>
  fc
    .tuple(fc.oneof(registered(accountId), imported(accountId)), fc.array(later(accountId), { maxLength: 6 }))
    .map(([first, more]) => [first, ...more].map((command) => [accountId, command] as const));

/** Companies, ours and those that another system claims, with whatever becomes known of them, interleaved. */
export const anyAccounts = (): fc.Arbitrary<readonly Step[]> => interleaved(['acme', 'beta', 'north'].map(life));

/** The ledger that it leaves behind. */
export const playedAccounts = (steps: readonly Step[]): Promise<SalesLedger> =>
  worked(steps, { decider: eitherWay, stream: (id) => `account-${id}`, circumstances: (_, id) => ({ caseId: `account-${id}` }) });
