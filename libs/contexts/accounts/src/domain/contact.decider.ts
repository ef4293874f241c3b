import { accept, refuse, type Decider, type Decision } from '#eventsourcing';
import type { ContactEvent } from '#event-contracts';
import { present } from '#rules';
import type { ContactCommand, RegisterContact, UpdateContact } from './account-command.ts';

/** Someone at a customer, without what is sealed. */
export type Contact = { readonly status: 'unknown' } | { readonly status: 'registered'; readonly accountId: string | null };

export type ContactRefusal = 'ContactUnknown' | 'ContactAlreadyRegistered';

type Outcome = Decision<ContactEvent, ContactRefusal>;
type Kept = Extract<Contact, { status: 'registered' }>;

/** What is sealed cannot be compared, so details that are given count as news. */
const isNews = ({ contactId, accountId, ...sealed }: ContactCommand['data'], state: Kept): boolean =>
  (accountId !== undefined && accountId !== state.accountId) || Object.keys(present(sealed)).length > 0;

const register = (data: RegisterContact['data'], state: Contact): Outcome => {
  if (state.status === 'unknown') return accept({ type: 'ContactRegistered', data: present(data) });
  const again = !isNews(data, state) && (data.accountId ?? null) === state.accountId;
  return again ? accept() : refuse('ContactAlreadyRegistered', { contactId: data.contactId }, ['UpdateContact']);
};

const update = (data: UpdateContact['data'], state: Contact): Outcome => {
  if (state.status === 'unknown') return refuse('ContactUnknown', { contactId: data.contactId }, ['RegisterContact']);
  if (!isNews(data, state)) return accept();
  return accept({ type: 'ContactUpdated', data: present({ ...data, accountId: data.accountId ?? state.accountId ?? undefined }) });
};

const decide = (command: ContactCommand, state: Contact): Outcome =>
  command.type === 'RegisterContact' ? register(command.data, state) : update(command.data, state);

/** Someone at a customer: where they are, and, sealed under their key, who they are. */
export const contact: Decider<Contact, ContactCommand, ContactEvent, ContactRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve: (_, { data: { accountId } }) => ({ status: 'registered', accountId: accountId ?? null }),
};
