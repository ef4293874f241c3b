import fc from 'fast-check';
import type { ContactEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import type { ContactCommand } from './account-command.ts';
import { contact } from './contact.decider.ts';

const { given } = specification(contact);

const registered: ContactEvent = { type: 'ContactRegistered', data: { contactId: 'han', accountId: 'acme' } };
const register = (more: object = {}) =>
  ({ type: 'RegisterContact', data: { contactId: 'han', accountId: 'acme', ...more } }) as ContactCommand;
const update = (more: object = {}) => ({ type: 'UpdateContact', data: { contactId: 'han', ...more } }) as ContactCommand;

describe('someone at a customer (L35, L120, L178, L235)', () => {
  it('is registered, with details that will be sealed', () =>
    given()
      .when(register({ name: 'Han Meimei', phone: undefined }))
      .then({ type: 'ContactRegistered', data: { contactId: 'han', accountId: 'acme', name: 'Han Meimei' } }));
  it('is registered once', () => {
    given(registered).when(register()).thenNothing();
    given(registered)
      .when(register({ accountId: 'other' }))
      .thenRefused('ContactAlreadyRegistered');
    given(registered)
      .when(register({ name: 'Li Lei' }))
      .thenRefused('ContactAlreadyRegistered');
  });
  it('keeps where they work when something else is updated', () =>
    given(registered)
      .when(update({ jobTitle: 'CEO' }))
      .then({ type: 'ContactUpdated', data: { contactId: 'han', accountId: 'acme', jobTitle: 'CEO' } }));
  it('goes to work elsewhere', () =>
    given(registered)
      .when(update({ accountId: 'globex' }))
      .then({ type: 'ContactUpdated', data: { contactId: 'han', accountId: 'globex' } }));
  it('stays as they are when nothing is given that is new', () =>
    given(registered)
      .when(update({ accountId: 'acme' }))
      .thenNothing());
  it('is to be registered first', () =>
    given()
      .when(update({ name: 'x' }))
      .thenRefused('ContactUnknown'));
});

describe('any contact', () => {
  const sealed = fc.constantFrom({}, { name: 'Han Meimei' }, { email: 'han@acme.example' });
  const moves = fc
    .oneof(
      fc.tuple(fc.constantFrom('acme', undefined), sealed).map(([accountId, more]) => register({ accountId, ...more })),
      fc.tuple(fc.constantFrom('acme', 'globex', undefined), sealed).map(([accountId, more]) => update({ accountId, ...more })),
    )
    .map((command) => () => command);
  // What is sealed cannot be told from what it was before.
  deciderProperties(contact, moves, {
    newEachTime: ({ type, data }) => type === 'UpdateContact' && ('name' in data || 'email' in data),
    reached: ['ContactRegistered', 'ContactUpdated', 'ContactUnknown', 'ContactAlreadyRegistered'],
  });
});
