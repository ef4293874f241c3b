import {
  commandHandler,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AccountEvent, type AnyEvent, type ContactEvent } from '#event-contracts';
import { denialFor, type AuthorityLookup, type Directory } from '#rules';
import type { AccountCommand, ContactCommand, InformedAccountCommand } from '../domain/account-command.ts';
import { account, accountOwnerOf, type Account } from '../domain/account.decider.ts';
import { contact, type Contact } from '../domain/contact.decider.ts';

/** Streams of no case are a case of their own: the same name is the case id. */
export const accountStream = (accountId: string): StreamId => `account-${accountId}`;
export const contactStream = (contactId: string): StreamId => `contact-${contactId}`;

export interface AccountPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly clock?: Clock;
}

/** Whether the owner that a command names is active. */
const informed = async (directory: Directory, request: CommandRequest<AccountCommand>): Promise<CommandRequest<InformedAccountCommand>> => {
  const { command } = request;
  if (command.type === 'AssignCustomerSegment' || command.data.ownerId === undefined) return request;
  return { ...request, command: { ...command, named: await directory.standing(command.data.ownerId) } };
};

/** Decides commands on accounts, with authority checked against whoever looks after them; for a new one, whoever is to. */
export const accountCommands = ({ store, codec, directory, clock }: AccountPorts): CommandHandler<AccountCommand> =>
  commandHandler<Account, InformedAccountCommand, AccountEvent, AccountCommand>({
    store,
    codec: codecOf<AccountEvent>(codec),
    decider: account,
    exists: ({ status }) => status !== 'unknown',
    creates: ['RegisterAccount'],
    authorize: ({ command, actor }, state) => {
      const owner = accountOwnerOf(state) ?? (command.type === 'RegisterAccount' ? command.data.ownerId : null);
      return denialFor(directory, command.type, actor, owner);
    },
    inform: (request) => informed(directory, request),
    ...(clock && { clock }),
  });

/** Decides commands on contacts, whom nobody owns. */
export const contactCommands = ({
  store,
  codec,
  directory,
  clock,
}: Omit<AccountPorts, 'directory'> & { readonly directory: AuthorityLookup }): CommandHandler<ContactCommand> =>
  commandHandler<Contact, ContactCommand, ContactEvent>({
    store,
    codec: codecOf<ContactEvent>(codec),
    decider: contact,
    exists: ({ status }) => status !== 'unknown',
    creates: ['RegisterContact'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, null),
    ...(clock && { clock }),
  });
