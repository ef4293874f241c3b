import { eventCodec, catalogue, type AnyEvent } from '#event-contracts';
import type { StreamId } from '#eventsourcing';
import { InMemoryEventStore } from '#in-memory';
import {
  builtInDefinitions,
  definitionVocabularies,
  hashOf,
  salesProc003v1,
  salesProcess,
  type KindedContents,
  type ProcessContents,
} from '#rules';
import { acting, byProgram, givingCommands, keysInMemory } from '../../../../../test/support/commands.ts';
import { definitionCommands, definitionsRulebook, definitionStream, foundDefinitions, standardCommands, standardStream } from '../index.ts';

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f11';
const kind = 'process';
const olga = acting('olga', ['SALES_OPS']);
const max = acting('max', ['MANAGEMENT']);

/** Definitions on a clock that tests set. */
const desk = (store = new InMemoryEventStore()) => {
  const time = { now: '2026-06-01T08:00:00.000Z' };
  const codec = eventCodec<AnyEvent>(catalogue, keysInMemory());
  const rulebook = definitionsRulebook(store, codec, { trustedFor: 3_600_000 });
  const heldRoles = () => Promise.resolve(new Set(['SALES_OPS']));
  const handle = definitionCommands({
    store,
    codec,
    rulebook,
    directory: byProgram,
    vocabularies: definitionVocabularies,
    heldRoles,
    clock: () => time.now,
  });
  const give = givingCommands(handle);

  const publish = async (contents: ProcessContents, effectiveFrom?: string) => {
    const { id } = contents;
    const stream = definitionStream(kind, id);
    const on = { kind, id } as const;
    const results = [
      await give(olga, stream, { type: 'DraftDefinition', data: { ...on, contents: contents as unknown as Record<string, unknown> } }),
      await give(olga, stream, { type: 'SubmitDefinition', data: on }),
      await give(max, stream, { type: 'ApproveDefinition', data: { ...on, sha256: hashOf(contents) } }),
      await give(olga, stream, { type: 'PublishDefinition', data: { ...on, effectiveFrom } }),
    ];
    return results.map((result) =>
      result.kind === 'answered' ? (result.answer.kind === 'refused' ? result.answer : result.answer.kind) : result,
    );
  };
  return { store, codec, time, rulebook, handle, give, publish };
};

const done = ['accepted', 'accepted', 'accepted', 'accepted'];
const second: ProcessContents = { ...salesProc003v1, version: 2, stalledAfter: { days: 14 } };
const third: ProcessContents = { ...second, version: 3, stalledAfter: { days: 7 } };
const sme: ProcessContents = { ...salesProc003v1, id: 'SALES-PROC-003-SME', variant: { of: 'SALES-PROC-003', segment: 'sme' } };

describe('the rulebook', () => {
  it('answers with what came before streams until something is published', async () => {
    const { rulebook, time } = desk();
    expect(await rulebook.processInForce({}, time.now)).toEqual(salesProcess);
    expect(await rulebook.process(salesProcess.processVersion)).toEqual(salesProcess);
    expect(await rulebook.inForce('leadRules', 'standard', time.now)).toBeUndefined();
  });

  it('sees at once what this process published, and finds it by its whole name for ever', async () => {
    const { rulebook, time, publish } = desk();
    await rulebook.processInForce({}, time.now);
    expect(await publish(second)).toEqual(done);
    const inForce = await rulebook.processInForce({}, time.now);
    expect(inForce).toMatchObject({ version: 2, stalledAfter: { days: 14 }, sha256: hashOf(second) });
    expect(await rulebook.process(inForce!.processVersion)).toEqual(inForce);
    expect(await rulebook.process(salesProcess.processVersion)).toEqual(salesProcess);
    expect(await rulebook.process(`SALES-PROC-003@2#${'0'.repeat(64)}`)).toBeUndefined();
    expect(await rulebook.process('not a name')).toBeUndefined();
  });

  it('changes over when a version is to be in force, and says of earlier times what it said then', async () => {
    const { rulebook, time, publish } = desk();
    const before = '2026-05-01T00:00:00.000Z';
    expect(await publish(second)).toEqual(done);
    time.now = '2026-06-10T00:00:00.000Z';
    expect(await publish(third, '2026-07-01T00:00:00.000Z')).toEqual(done);
    const at = async (instant: string) => (await rulebook.processInForce({}, instant))?.version;
    expect([await at(before), await at('2026-06-01T08:00:00.000Z'), await at('2026-06-30T23:59:59.999Z')]).toEqual([1, 2, 2]);
    expect(await at('2026-07-01T00:00:00.000Z')).toBe(3);
    expect(await rulebook.version(kind, 'SALES-PROC-003', 3)).toMatchObject({ effectiveFrom: '2026-07-01T00:00:00.000Z' });
  });

  it('chooses a segment’s variant where there is one in force (L97)', async () => {
    const { rulebook, time, publish } = desk();
    expect(await publish(sme)).toEqual(done);
    expect(await rulebook.processInForce({ segment: 'sme' }, time.now)).toMatchObject({ id: 'SALES-PROC-003-SME' });
    expect(await rulebook.processInForce({ segment: 'strategic' }, time.now)).toMatchObject({ id: 'SALES-PROC-003' });
    expect(await rulebook.processInForce({ id: 'OTHER', segment: 'sme' }, time.now)).toBeUndefined();
  });

  it('takes the process that management chose for deals that ask for no other', async () => {
    const { rulebook, time, publish, store, codec } = desk();
    const own: ProcessContents = { ...salesProc003v1, id: 'OUR-PROCESS' };
    const choose = givingCommands(standardCommands({ store, codec, rulebook, directory: byProgram, clock: () => time.now }));
    const chosen = (processId: string, by = max) => choose(by, standardStream, { type: 'ChooseStandardProcess', data: { processId } });
    expect(await chosen('OUR-PROCESS')).toMatchObject({ answer: { reason: 'ProcessNotInForce' } });
    expect([await publish(own), await publish(sme)]).toEqual([done, done]);
    expect(await chosen('SALES-PROC-003-SME')).toMatchObject({ answer: { reason: 'ProcessIsAVariant' } });
    expect(await chosen('OUR-PROCESS', olga)).toMatchObject({ kind: 'denied' });
    const before = time.now;
    time.now = '2026-06-02T08:00:00.000Z';
    expect(await chosen('OUR-PROCESS')).toMatchObject({ answer: { kind: 'accepted' } });
    expect(await rulebook.processInForce({}, time.now)).toMatchObject({ id: 'OUR-PROCESS' });
    expect(await rulebook.processInForce({ segment: 'sme' }, time.now)).toMatchObject({ id: 'OUR-PROCESS' });
    expect(await rulebook.processInForce({}, before)).toMatchObject({ id: 'SALES-PROC-003' });
    expect(await rulebook.processInForce({ id: 'SALES-PROC-003', segment: 'sme' }, time.now)).toMatchObject({ id: 'SALES-PROC-003-SME' });
  });

  it('finds by name what another process published a moment ago', async () => {
    const one = desk();
    const other = desk(one.store);
    await other.rulebook.processInForce({}, one.time.now);
    expect(await one.publish(second)).toEqual(done);
    expect(await other.rulebook.process(`SALES-PROC-003@2#${hashOf(second)}`)).toMatchObject({ version: 2 });
  });

  it('refuses a variant of a process that nobody published, with the reason', async () => {
    const { publish } = desk();
    const orphan: ProcessContents = { ...sme, id: 'OTHER-SME', variant: { of: 'OTHER', segment: 'sme' } };
    const [, , , last] = await publish(orphan);
    expect(last).toMatchObject({
      reason: 'DefinitionInvalid',
      detail: { faults: [{ rule: 'ProcessUnknown', at: 'variant.of', names: ['OTHER'] }] },
    });
  });

  it('lets nobody approve what they drafted, whatever roles they hold (L191)', async () => {
    const { give } = desk();
    const both = acting('olga', ['SALES_OPS', 'MANAGEMENT']);
    const on = { kind, id: 'SALES-PROC-003' } as const;
    const stream = definitionStream(kind, on.id);
    await give(both, stream, { type: 'DraftDefinition', data: { ...on, contents: second as unknown as Record<string, unknown> } });
    await give(both, stream, { type: 'SubmitDefinition', data: on });
    expect(await give(both, stream, { type: 'ApproveDefinition', data: { ...on, sha256: hashOf(second) } })).toMatchObject({
      answer: { kind: 'refused', reason: 'OwnDraft' },
    });
    expect(await give(olga, stream, { type: 'ApproveDefinition', data: { ...on, sha256: hashOf(second) } })).toMatchObject({
      kind: 'denied',
    });
  });
});

describe('founding the rules', () => {
  const streams: readonly StreamId[] = builtInDefinitions.map(({ kind: of, contents }) => definitionStream(of, contents.id));
  const written = async ({ store }: ReturnType<typeof desk>) =>
    (await Promise.all(streams.map((stream) => store.read(stream)))).flat().length;
  const found = (at: ReturnType<typeof desk>, definitions: readonly KindedContents[] = builtInDefinitions) =>
    foundDefinitions(definitions, ledgerId, at).then((all) => all.map(({ outcome }) => outcome));

  it('publishes all that comes with the program, as approved by the founding', async () => {
    const at = desk();
    expect(await found(at)).toEqual(builtInDefinitions.map(() => 'published'));
    const rules = await at.rulebook.inForce('leadRules', 'standard', at.time.now);
    expect(rules).toMatchObject({ version: 1, contents: { firstContactWithin: { hours: 24 } } });
    const [, , approval] = (await at.store.read(definitionStream('leadRules', 'standard'))).map((event) => at.codec.decode(event));
    expect(approval).toMatchObject({ type: 'DefinitionApproved', data: { role: 'BOOTSTRAP' }, actor: { channel: 'bootstrap' } });
  });

  it('changes nothing the second time', async () => {
    const at = desk();
    await found(at);
    const before = await written(at);
    expect(await found(at)).toEqual(builtInDefinitions.map(() => 'there'));
    expect(await found(desk(at.store))).toEqual(builtInDefinitions.map(() => 'there'));
    expect(await written(at)).toBe(before);
  });

  it('goes on where it was cut short', async () => {
    const at = desk();
    let left = 3;
    const cut: typeof at.handle = (request) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('killed')) : at.handle(request);
    };
    await expect(foundDefinitions(builtInDefinitions, ledgerId, { ...at, handle: cut })).rejects.toThrow('killed');
    expect(await found(at)).toEqual(builtInDefinitions.map(() => 'published'));
  });

  it('publishes no newer version over what the company has', async () => {
    const at = desk();
    expect(await at.publish(second)).toEqual(done);
    expect(await found(at, [{ kind, contents: { ...second, stalledAfter: { days: 3 } } }])).toEqual(['left']);
    expect(await found(at, [{ kind, contents: third }])).toEqual(['left']);
    expect(await at.rulebook.processInForce({}, at.time.now)).toMatchObject({ version: 2, stalledAfter: { days: 14 } });
  });

  it('publishes the versions of one definition in their order', async () => {
    const at = desk();
    expect(
      await found(
        at,
        [second, third].map((contents) => ({ kind, contents })),
      ),
    ).toEqual(['published', 'published']);
  });

  it('tells what it could not publish', async () => {
    const at = desk();
    const [outcome] = await foundDefinitions([{ kind, contents: { ...second, closesAt: 'S9' } }], ledgerId, at);
    expect(outcome).toMatchObject({ outcome: 'failed', result: { answer: { reason: 'DefinitionInvalid' } } });
  });
});
