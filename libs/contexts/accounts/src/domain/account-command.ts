import type { Command } from '#eventsourcing';
import type { AccountEvent, ContactEvent } from '#event-contracts';
import type { Given, UserStanding } from '#rules';

export type Data<T extends (AccountEvent | ContactEvent)['type']> = Extract<AccountEvent | ContactEvent, { type: T }>['data'];
type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

export type RegisterAccount = Command<'RegisterAccount', Given<Data<'AccountRegistered'>>>;
/** What is left out stays as it is. */
export type UpdateAccount = Command<
  'UpdateAccount',
  Pick<Data<'AccountRegistered'>, 'accountId'> &
    Maybe<Pick<Data<'AccountRegistered'>, 'name' | 'industry' | 'employees' | 'territory' | 'ownerId'>>
>;
/** L97. */
export type AssignCustomerSegment = Command<
  'AssignCustomerSegment',
  Given<Pick<Data<'CustomerSegmentAssigned'>, 'accountId' | 'to' | 'reason'>>
>;
export type AccountCommand = RegisterAccount | UpdateAccount | AssignCustomerSegment;
/** The same with what the application looks up: whether the owner that a command names is active. */
export type InformedAccountCommand = AccountCommand & { readonly named?: UserStanding };

/** L35, L120. */
export type RegisterContact = Command<'RegisterContact', Given<Data<'ContactRegistered'>>>;
/** L178, L235. What is left out stays as it is. */
export type UpdateContact = Command<'UpdateContact', Given<Data<'ContactUpdated'>>>;
export type ContactCommand = RegisterContact | UpdateContact;
