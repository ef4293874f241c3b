import fc from 'fast-check';
import type { StandardEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { standard, standardAt, type InformedChoice } from './standard.decider.ts';

const { given } = specification(standard);
const now = '2026-06-01T08:00:00.000Z';
const choose = (processId: string, process: InformedChoice['known']['process'] = 'inForce'): InformedChoice => ({
  type: 'ChooseStandardProcess',
  data: { processId },
  known: { now, process },
});
const chosen: StandardEvent = {
  type: 'StandardProcessChosen',
  data: { from: 'SALES-PROC-003', to: 'CUSTOMER-JOURNEY', effectiveFrom: now },
};

describe('the standard process', () => {
  it('is the policy’s own until another one is chosen (L83)', () => {
    given().when(choose('SALES-PROC-003')).thenNothing();
    given().when(choose('CUSTOMER-JOURNEY')).then(chosen);
    given(chosen).when(choose('CUSTOMER-JOURNEY')).thenNothing();
  });
  it('is in force, and no variant, which a deal’s segment chooses (L97)', () => {
    given().when(choose('OTHER', 'unknown')).thenRefused('ProcessNotInForce');
    given().when(choose('SALES-PROC-003-SME', 'variant')).thenRefused('ProcessIsAVariant');
  });
  it('is of earlier times what it was then', () => {
    const state = foldAll(standard, [chosen]);
    expect([standardAt(state, '2026-06-01T07:59:59.999Z'), standardAt(state, now)]).toEqual(['SALES-PROC-003', 'CUSTOMER-JOURNEY']);
  });

  deciderProperties(
    standard,
    fc.tuple(fc.constantFrom('A', 'SALES-PROC-003'), fc.constantFrom('inForce', 'variant', 'unknown')).map(
      ([id, process]) =>
        () =>
          choose(id, process),
    ),
    { reached: ['StandardProcessChosen', 'ProcessNotInForce', 'ProcessIsAVariant'] },
  );
});
