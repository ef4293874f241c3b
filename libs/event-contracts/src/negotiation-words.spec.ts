import { readFileSync } from 'node:fs';
import { catalogue, entryFor, openStatementDigest, statementsApart, upcast } from './index.ts';

type Data = Readonly<Record<string, unknown>>;
interface Told extends Data {
  readonly terms: readonly { readonly termId: string; readonly statement: string }[];
}

const sampleOf = <D extends Data>(type: string): D =>
  JSON.parse(readFileSync(new URL(`../samples/${type}.1.json`, import.meta.url), 'utf8')) as D;
const todays = (type: string): Data => upcast(entryFor(catalogue, type), 1, sampleOf(type));

describe('words of a negotiation that were written before they were sealed', () => {
  it.each([
    ...['NegotiationStrategySet', 'NegotiationRoundHeld', 'NegotiationTermProposed', 'NegotiationTermAgreed', 'NegotiationTermWithdrawn'],
    ...['ContractRiskIdentified', 'ContractRiskMitigated', 'NegotiationReopened'],
  ])('are read where they were: %s', (type) => expect(todays(type)).toEqual(sampleOf(type)));

  it.each(['NegotiationConcluded', 'NegotiationNoted', 'NegotiatedTermsPassedOn', 'NegotiatedTermsNoted'])(
    'stand beside agreed terms, with the hash of what was told then: %s',
    (type) => {
      const { terms, ...rest } = sampleOf<Told>(type);
      expect(todays(type)).toEqual({
        ...rest,
        terms: terms.map(({ statement, ...term }) => ({ ...term, statementDigest: openStatementDigest(statement) })),
        statements: terms.map(({ termId, statement }) => ({ termId, statement })),
      });
    },
  );

  it('are set apart once, and only where there are terms', () => {
    const once = statementsApart(sampleOf<Told>('NegotiatedTermsNoted') as never);
    expect(statementsApart(once)).toBe(once);
    expect(statementsApart({ progress: 'failed' })).toEqual({ progress: 'failed' });
    expect(statementsApart({ terms: [] })).toEqual({ terms: [] });
  });
});
