import fc from 'fast-check';
import type { ReferenceEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import type { ReferenceCommand } from './reference-command.ts';
import { reference, type Reference } from './reference.decider.ts';

const { given } = specification(reference);
const source = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1 };

const account = { ...source, accountId: 'a1', name: 'Acme', sector: 'retail' };
const product = { ...source, productId: 'p1', name: 'GTX', listPrice: { minor: 55_000, currency: 'USD' } };
const agent = { ...source, agentId: 's1', name: 'Anna', office: 'Central' };
const imported: readonly (readonly [ReferenceCommand, ReferenceEvent])[] = [
  [
    { type: 'ImportAccount', data: account },
    { type: 'AccountImported', data: account },
  ],
  [
    { type: 'ImportProduct', data: product },
    { type: 'ProductImported', data: product },
  ],
  [
    { type: 'ImportSalesAgent', data: agent },
    { type: 'SalesAgentImported', data: agent },
  ],
];

describe('importing master data', () => {
  it.each(imported)('records what the source claims: $type', (command, event) => given().when(command).then(event));
  it.each(imported)('does nothing when the same is claimed again, in whichever file and row: $type', (command, event) => {
    const elsewhere = { ...command, data: { ...command.data, sourceFileHash: 'b'.repeat(64), row: 5 } } as ReferenceCommand;
    return given(event).when(elsewhere).thenNothing();
  });
  it('asserts nothing that the source is silent on', () =>
    expect(given().when({ type: 'ImportAccount', data: { ...account, location: undefined } }).decision).toEqual({
      kind: 'accepted',
      events: [{ type: 'AccountImported', data: account }],
    }));
  it('refuses other claims, naming the fields: what was imported first stands', () =>
    given({ type: 'AccountImported', data: account })
      .when({ type: 'ImportAccount', data: { ...account, sector: 'technolgy', employees: 12 } })
      .thenRefused('ImportedOtherwise', { fields: ['sector', 'employees'], sourceFileHash: source.sourceFileHash, row: 1 }));
  it('refuses another kind of thing in the same stream', () =>
    expect(given({ type: 'AccountImported', data: account }).when({ type: 'ImportProduct', data: product }).decision).toMatchObject({
      reason: 'ImportedOtherwise',
    }));
});

describe('any master data', () => {
  const word = fc.constantFrom('a', 'b');
  const maybe = fc.option(word, { nil: undefined });
  const commands: fc.Arbitrary<ReferenceCommand> = fc.oneof(
    fc
      .record({ name: word, sector: maybe })
      .map((more) => ({ type: 'ImportAccount' as const, data: { ...source, accountId: 'x', ...more } })),
    fc
      .record({ name: word, series: maybe })
      .map((more) => ({ type: 'ImportProduct' as const, data: { ...source, productId: 'x', ...more } })),
    fc
      .record({ name: word, manager: maybe })
      .map((more) => ({ type: 'ImportSalesAgent' as const, data: { ...source, agentId: 'x', ...more } })),
  );
  deciderProperties(
    reference,
    commands.map(
      (command): Move<Reference, ReferenceCommand> =>
        () =>
          command,
    ),
    {
      reached: ['AccountImported', 'ProductImported', 'SalesAgentImported', 'ImportedOtherwise'],
    },
  );
});
