import { createHmac } from 'node:crypto';
import type { Actor, CommandResult, KeyVault } from '#eventsourcing';
import {
  catalogue,
  catalogueOf,
  eventCodec,
  negotiations,
  sealedPartsOf,
  unsealWith,
  type AnyEvent,
  type Catalogue,
  type EventDefinition,
} from '#event-contracts';
import { InMemoryEventStore } from '#in-memory';
import { statementDigest } from '#rules';
import { acting, byProgram, givingCommands, keysInMemory } from '../../../../../test/support/commands.ts';
import type { NegotiationCommand } from '../domain/negotiation-command.ts';
import { negotiationCommands, negotiationStream } from './negotiation.commands.ts';

const negotiationId = 'n1';
const stream = negotiationStream(negotiationId);
const [rita, dora, lena] = [acting('rita', ['SALES_REP']), acting('dora', ['SALES_DIRECTOR']), acting('lena', ['LEGAL'])];
const process = acting('dealtrail-process', ['PROCESS'], 'process');
const cny = (minor: number) => ({ minor, currency: 'CNY' });
const digest = (bytes: Buffer): string => createHmac('sha256', 'a key').update(bytes).digest('hex');

/** What was sealed from the first version on. */
const alwaysSealed = ['floor', 'authorisedDiscountBp', 'fallback', 'price'];

/** The catalogue as it was before words were sealed, of events that say the same in it; a conclusion told its terms otherwise and is not among them. */
const before: Catalogue = catalogueOf(
  ...Object.values<EventDefinition>(negotiations)
    .filter(({ type }) => type !== 'NegotiationConcluded')
    .map((definition): EventDefinition => ({
      ...definition,
      ...{ version: 1, upcasters: {} },
      fields: Object.fromEntries(
        Object.entries(definition.fields).map(([name, field]) => [
          name,
          alwaysSealed.includes(name) ? field : { ...field, disclosure: { kind: 'open' } as const },
        ]),
      ),
    })),
);

/** One negotiation in a store of its own. */
const atTable = () => {
  const store = new InMemoryEventStore();
  const vault = keysInMemory();
  const directory = { ...byProgram, standing: async () => 'active' as const, teamExists: async () => true };
  const asking = (known: Catalogue, keys: Pick<KeyVault, 'find'> = vault) => {
    const codec = eventCodec<AnyEvent>(known, vault);
    const give = givingCommands<NegotiationCommand>(negotiationCommands({ store, codec, directory, vault: keys, digest }));
    return async (type: NegotiationCommand['type'], data: object, by: Actor = rita) => {
      const key = `${(await store.read(stream)).length}`;
      return give(by, stream, { type, data: { negotiationId, ...data } } as NegotiationCommand, { key });
    };
  };
  const last = async (type: string) => {
    const codec = eventCodec<AnyEvent>(catalogue, vault);
    const stored = (await store.read(stream)).findLast((each) => codec.decode(each).type === type);
    if (!stored) throw new Error(`no ${type}`);
    const parts = await Promise.all(sealedPartsOf(stored).map(({ eventId, ...part }) => unsealWith(vault, part, eventId)));
    return { open: codec.decode(stored).data, sealed: parts.flatMap((part) => (part.kind === 'readable' ? [part.fields] : [])) };
  };
  const erased: Pick<KeyVault, 'find'> = { find: async () => ({ kind: 'erased' }) };
  return { ask: asking(catalogue), askBefore: asking(before), askWithoutKeys: asking(catalogue, erased), last };
};
type Table = ReturnType<typeof atTable>;

const answer = (result: CommandResult): string => {
  if (result.kind !== 'answered') return result.kind;
  return result.answer.kind === 'refused' ? result.answer.reason : result.answer.kind;
};

const round = {
  ...{ roundId: 'r1', heldOn: '2026-06-02', outcome: 'Nearer' },
  asks: [{ by: 'customer', topic: 'price', statement: 'Less' }],
  concessions: [],
};
const risk = { riskId: 'k1', severity: 'high', statement: 'Late servers' };
const mitigation = { riskId: 'k1', measure: 'Our cloud' };
const term = { termId: 't1', by: 'us', topic: 'price', statement: 'All of it, net', price: cny(900) };
const strategy = { objective: 'Two years', floor: cny(800), authorisedDiscountBp: 1_000, fallback: 'The first phase' };

/** All that is said before an end. */
const talk = async (ask: Table['ask']): Promise<readonly string[]> => {
  const opening = { opportunityId: 'o1', ownerId: 'rita', currency: 'CNY' };
  const said = [
    await ask('OpenNegotiation', opening, process),
    await ask('SetNegotiationStrategy', strategy),
    await ask('ApproveNegotiationStrategy', { version: 1 }, dora),
    await ask('HoldNegotiationRound', round),
    await ask('ProposeNegotiationTerm', term),
    await ask('AgreeNegotiationTerm', { termId: 't1' }),
    await ask('IdentifyContractRisk', risk),
    await ask('MitigateContractRisk', mitigation),
  ];
  return said.map(answer);
};

const again = [
  ['HoldNegotiationRound', round, { ...round, asks: [] }, 'StatedOtherwise'],
  ['ProposeNegotiationTerm', term, { ...term, statement: 'Half of it' }, 'StatedOtherwise'],
  ['IdentifyContractRisk', risk, { ...risk, statement: 'No servers' }, 'StatedOtherwise'],
  ['MitigateContractRisk', mitigation, { ...mitigation, measure: 'None' }, 'RiskAlreadyMitigated'],
] as const;

describe('what is said in a negotiation, sealed (L149, L150, L152, L271)', () => {
  const told = async (by: 'ask' | 'askBefore' = 'ask'): Promise<Table> => {
    const table = atTable();
    expect(new Set(await talk(table[by]))).toEqual(new Set(['accepted']));
    return table;
  };

  it.each(again)('does nothing when it is said again, and is refused when it is said otherwise: %s', async (type, same, other, reason) => {
    const { ask } = await told();
    expect(answer(await ask(type, same))).toBe('noEffect');
    expect(answer(await ask(type, other))).toBe(reason);
  });

  it.each(again)('is the same again when it was said while words were open: %s', async (type, same, other, reason) => {
    const { ask } = await told('askBefore');
    expect(answer(await ask(type, same))).toBe('noEffect');
    expect(answer(await ask(type, other))).toBe(reason);
  });

  it.each(again.slice(2))('is nobody else’s to try who may not read it: %s', async (type, same, other, reason) => {
    const { ask } = await told();
    expect(answer(await ask(type, same, lena))).toBe(reason);
    expect(answer(await ask(type, other, lena))).toBe(reason);
  });

  it('is compared for whoever said it, though they may not read what others say', async () => {
    const { ask } = await told();
    expect(answer(await ask('IdentifyContractRisk', { ...risk, riskId: 'k2' }, lena))).toBe('accepted');
    expect(answer(await ask('IdentifyContractRisk', { ...risk, riskId: 'k2' }, lena))).toBe('noEffect');
    expect(answer(await ask('IdentifyContractRisk', { ...risk, riskId: 'k2', statement: 'x' }, lena))).toBe('StatedOtherwise');
  });

  it.each(again)('is never the same again without the key to it: %s', async (type, same, _other, reason) => {
    const { askWithoutKeys } = await told();
    expect(answer(await askWithoutKeys(type, same))).toBe(reason);
  });

  it('is told on as a digest under a key, whether it was agreed on in the open or under seal', async () => {
    const statement = term.statement;
    const statementDigestOf = statementDigest(digest, { negotiationId, termId: 't1', statement });
    for (const by of ['ask', 'askBefore'] as const) {
      const { ask, last } = await told(by);
      expect(answer(await ask('ConcludeNegotiation', { outcome: 'agreed', reason: 'Both say so' }))).toBe('accepted');
      const { open, sealed } = await last('NegotiationConcluded');
      expect(open).toMatchObject({ terms: [{ termId: 't1', topic: 'price', statementDigest: statementDigestOf, price: cny(900) }] });
      expect(JSON.stringify(open)).not.toContain(statement);
      expect(sealed).toEqual([{ reason: 'Both say so', statements: [{ termId: 't1', statement }] }]);
    }
  });

  it('is not concluded where what was agreed cannot be read any more', async () => {
    const { askWithoutKeys } = await told();
    const refused = answer(await askWithoutKeys('ConcludeNegotiation', { outcome: 'failed', reason: 'x' }));
    expect(refused).toBe('TermsUnreadable');
  });

  it('stays readable as it was where it was open', async () => {
    const { last } = await told('askBefore');
    expect(await last('NegotiationRoundHeld')).toMatchObject({ open: { asks: round.asks, outcome: round.outcome }, sealed: [] });
    expect(await last('NegotiationStrategySet')).toMatchObject({ open: { objective: strategy.objective }, sealed: [{ floor: cny(800) }] });
  });
});
