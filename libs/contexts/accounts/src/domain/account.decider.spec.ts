import fc from 'fast-check';
import type { AccountEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import type { InformedAccountCommand } from './account-command.ts';
import { account, accountOwnerOf } from './account.decider.ts';

const { given } = specification(account);

const acme = { accountId: 'acme', name: 'Acme', industry: 'manufacturing', employees: 120, ownerId: 'rep1' };
const registered: AccountEvent = { type: 'AccountRegistered', data: acme };
const imported = {
  type: 'AccountImported',
  data: { accountId: 'acme', name: 'ACME', source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1 },
} as unknown as AccountEvent;
const register = (more: object = {}, named: 'active' | 'unknown' = 'active') =>
  ({ type: 'RegisterAccount', data: { ...acme, ...more }, named }) as InformedAccountCommand;
const update = (more: object, named: 'active' | 'unknown' = 'active') =>
  ({ type: 'UpdateAccount', data: { accountId: 'acme', ...more }, named }) as InformedAccountCommand;
const assign = (to: string) => ({ type: 'AssignCustomerSegment', data: { accountId: 'acme', to } }) as InformedAccountCommand;
const inSegment = (from: 'sme' | null, to: 'sme' | 'strategic'): AccountEvent => ({
  type: 'CustomerSegmentAssigned',
  data: { accountId: 'acme', from, to },
});

describe('registering a company', () => {
  it('states what is known of it', () => given().when(register()).then(registered));
  it('does nothing when it was registered just so, whatever changed since', () =>
    given(registered, inSegment(null, 'sme')).when(register()).thenNothing());
  it('refuses another one under the same id', () =>
    given(registered)
      .when(register({ name: 'Other' }))
      .thenRefused('AccountAlreadyRegistered'));
  it('has an active user look after it', () => given().when(register({}, 'unknown')).thenRefused('AssigneeNotActive', { userId: 'rep1' }));
  it('does not make another system’s claim ours', () => given(imported).when(register()).thenRefused('ImportedNotAdopted'));
});

describe('updating what is known of a company', () => {
  it('names what it was and what it is', () =>
    given(registered)
      .when(update({ employees: 140, territory: 'East', name: 'Acme' }))
      .then({
        type: 'AccountUpdated',
        data: {
          accountId: 'acme',
          changes: [
            { field: 'employees', from: 120, to: 140 },
            { field: 'territory', from: null, to: 'East' },
          ],
        },
      }));
  it('does nothing when all is so already', () =>
    given(registered)
      .when(update({ employees: 120 }))
      .thenNothing());
  it('hands it to an active user only', () => {
    given(registered)
      .when(update({ ownerId: 'rep2' }, 'unknown'))
      .thenRefused('AssigneeNotActive', { userId: 'rep2' });
    given(registered)
      .when(update({ ownerId: 'rep2' }))
      .thenTypes('AccountUpdated');
  });
  it.each([update({ name: 'x' }), assign('sme')])('refuses for one that is unknown or only claimed: $type', (command) => {
    given().when(command).thenRefused('AccountUnknown');
    given(imported).when(command).thenRefused('ImportedNotAdopted');
  });
});

describe('the segment of a company (L97)', () => {
  it('is assigned, and assigned anew', () => {
    given(registered).when(assign('sme')).then(inSegment(null, 'sme'));
    given(registered, inSegment(null, 'sme')).when(assign('strategic')).then(inSegment('sme', 'strategic'));
    given(registered, inSegment(null, 'sme')).when(assign('sme')).thenNothing();
  });
});

describe('any account', () => {
  it('belongs to whoever looks after it now', () => {
    const handed: AccountEvent = {
      type: 'AccountUpdated',
      data: { accountId: 'acme', changes: [{ field: 'ownerId', from: 'rep1', to: 'rep2' }] },
    };
    expect([[], [registered], [registered, handed], [imported]].map((events) => accountOwnerOf(foldAll(account, events)))).toEqual([
      ...[null, 'rep1', 'rep2', null],
    ]);
  });

  const moves = fc
    .oneof(
      fc.record({ name: fc.constantFrom('Acme', 'Other') }).map((more) => register(more)),
      fc.constant(register({}, 'unknown')),
      fc.record({ employees: fc.nat({ max: 3 }), ownerId: fc.constantFrom('rep1', 'rep2') }).map((more) => update(more)),
      fc.constantFrom('sme', 'strategic').map(assign),
    )
    .map((command) => () => command);
  deciderProperties(account, moves, {
    reached: [
      ...['AccountRegistered', 'AccountUpdated', 'CustomerSegmentAssigned'],
      ...['AccountUnknown', 'AccountAlreadyRegistered', 'AssigneeNotActive'],
    ],
  });
});
