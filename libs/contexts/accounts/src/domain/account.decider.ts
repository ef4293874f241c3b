import { accept, refuse, type Decider, type Decision } from '#eventsourcing';
import type { AccountEvent, ReferenceEvent } from '#event-contracts';
import { present, same } from '#rules';
import type { AssignCustomerSegment, Data, InformedAccountCommand, RegisterAccount, UpdateAccount } from './account-command.ts';

type Registered = Data<'AccountRegistered'>;

/** A company as we keep it; one that another system only claims is not ours to change. */
export type Account =
  | { readonly status: 'unknown' }
  | { readonly status: 'imported' }
  | { readonly status: 'registered'; readonly registered: Registered; readonly now: Registered };

export type AccountRefusal = 'AccountUnknown' | 'AccountAlreadyRegistered' | 'ImportedNotAdopted' | 'AssigneeNotActive';

type Outcome = Decision<AccountEvent, AccountRefusal>;
type Kept = Extract<Account, { status: 'registered' }>;

const register = (data: RegisterAccount['data'], state: Account, named: InformedAccountCommand['named']): Outcome => {
  const { accountId, ownerId } = data;
  const registered: Registered = present(data);
  if (state.status === 'imported') return refuse('ImportedNotAdopted', { accountId }, ['register it under an id of its own']);
  if (state.status === 'registered')
    return same(state.registered, registered) ? accept() : refuse('AccountAlreadyRegistered', { accountId }, ['UpdateAccount']);
  return ownerRefused(ownerId, named) ?? accept({ type: 'AccountRegistered', data: registered });
};

const ownerRefused = (userId: string, named: InformedAccountCommand['named']) =>
  named === 'active' ? undefined : refuse('AssigneeNotActive', { userId, standing: named ?? 'unknown' }, ['name an active user']);

const fields = ['name', 'industry', 'employees', 'territory', 'ownerId'] as const;

/** Each field that was given and is not so yet, with what it was. */
const update = (given: UpdateAccount['data'], { now }: Kept, named: InformedAccountCommand['named']): Outcome => {
  const changes = fields.flatMap((field) => {
    const [from, to] = [now[field] ?? null, given[field]];
    return to === undefined || to === from ? [] : [{ field, from, to }];
  });
  if (changes.length === 0) return accept();
  const refused = changes.some(({ field }) => field === 'ownerId') ? ownerRefused(given.ownerId ?? '', named) : undefined;
  return refused ?? accept({ type: 'AccountUpdated', data: { accountId: given.accountId, changes } });
};

const assignSegment = ({ accountId, to, reason }: AssignCustomerSegment['data'], { now }: Kept): Outcome =>
  now.segment === to
    ? accept()
    : accept({ type: 'CustomerSegmentAssigned', data: { accountId, from: now.segment ?? null, to, ...present({ reason }) } });

const decide = (command: InformedAccountCommand, state: Account): Outcome => {
  if (command.type === 'RegisterAccount') return register(command.data, state, command.named);
  const { accountId } = command.data;
  if (state.status === 'unknown') return refuse('AccountUnknown', { accountId }, ['RegisterAccount']);
  if (state.status === 'imported') return refuse('ImportedNotAdopted', { accountId }, ['RegisterAccount under an id of its own']);
  return command.type === 'UpdateAccount' ? update(command.data, state, command.named) : assignSegment(command.data, state);
};

const evolve = (state: Account, event: AccountEvent | ReferenceEvent): Account => {
  if (event.type === 'AccountRegistered') return { status: 'registered', registered: event.data, now: event.data };
  if (state.status !== 'registered') return { status: 'imported' };
  if (event.type === 'CustomerSegmentAssigned') return { ...state, now: { ...state.now, segment: event.data.to } };
  if (event.type !== 'AccountUpdated') return state;
  return { ...state, now: { ...state.now, ...Object.fromEntries(event.data.changes.map(({ field, to }) => [field, to])) } };
};

/** A company that we sell to, or may: who looks after it, and of which segment it is (L97). */
export const account: Decider<Account, InformedAccountCommand, AccountEvent, AccountRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};

/** Who looks after it: nobody while it is not ours. */
export const accountOwnerOf = (state: Account): string | null => (state.status === 'registered' ? state.now.ownerId : null);
