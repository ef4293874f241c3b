import fc from 'fast-check';
import type { LedgerEvent, ProcessManager, Reaction } from '#eventsourcing';
import { InMemoryProcessCheckpoints } from '#in-memory';
import {
  counterFacts,
  decodeCounters,
  eventually,
  inMemoryLedger,
  sequence,
  type CounterEvent,
  type CounterFact,
} from '#projections/testing';
import { processRunner, type ProcessNotice, type ProcessRunnerOptions } from './index.ts';

/** Two commands for each number added, none for a zero. */
const echo: ProcessManager<CounterEvent> = {
  name: 'echo',
  handles: ['CounterAdded'],
  react: ({ type, stream, data }) => {
    if (type !== 'CounterAdded') throw new Error(`${type} is not handled`);
    const { amount } = data as { readonly amount: number };
    return amount === 0 ? [] : [1, 2].map((part): Reaction => ({ stream, command: { type: 'Echo', data: { amount, part } } }));
  },
};

const add = (caseId: string, amount: number): CounterFact => ({ caseId, event: { type: 'CounterAdded', data: { amount, note: null } } });

const nameOf = (reaction: Reaction, { index }: LedgerEvent): string => `${index}/${(reaction.command.data as { part: number }).part}`;

const underway = (some: Partial<ProcessRunnerOptions> = {}) => {
  const ledger = inMemoryLedger();
  const checkpoints = new InMemoryProcessCheckpoints();
  const notices: ProcessNotice[] = [];
  const answered: string[] = [];
  const options: ProcessRunnerOptions = {
    ledger,
    checkpoints,
    decode: decodeCounters,
    managers: [echo],
    dispatch: async (reaction, cause) => void answered.push(nameOf(reaction, cause)),
    notify: (notice) => void notices.push(notice),
    pollMs: 5,
    ...some,
  };
  const position = async (): Promise<number> => (await checkpoints.read('echo', (await ledger.head()).ledgerId)).position;
  const caughtUp = () => eventually('it has caught up', async () => (await position()) === ledger.events.length);
  return { ledger, checkpoints, notices, answered, options, position, caughtUp };
};

/** The commands that follow from events, in the order within each case. */
const expected = (facts: readonly CounterFact[]): ReadonlyMap<string, readonly string[]> => {
  const commands = new Map<string, string[]>();
  for (const [index, { caseId, event }] of facts.entries())
    if (event.type === 'CounterAdded' && event.data.amount !== 0)
      commands.set(caseId, [...(commands.get(caseId) ?? []), `${index}/1`, `${index}/2`]);
  return commands;
};

describe('driving a process manager', () => {
  it('issues every command in its case’s order, however often it fails and is started anew', () =>
    fc.assert(
      fc.asyncProperty(counterFacts(40), fc.integer({ min: 1, max: 7 }), fc.array(fc.boolean()), async (facts, batch, fails) => {
        let tries = 0;
        const first: string[] = [];
        const world = underway({
          batch,
          dispatch: async (reaction, cause) => {
            await new Promise(setImmediate);
            tries += 1;
            if (fails[tries]) throw new Error('no answer');
            const name = nameOf(reaction, cause);
            if (!first.includes(name)) first.push(name);
          },
        });
        for (const at of facts.keys()) {
          if (at % 10 !== 0) continue;
          const runner = processRunner(world.options);
          world.ledger.append(sequence(facts.slice(at, at + 10), world.ledger.events));
          await runner.start();
          if (at % 20 === 0) await world.caughtUp();
          await runner.stop();
        }
        const last = processRunner(world.options);
        await last.start();
        await world.caughtUp();
        await last.stop();
        for (const [caseId, commands] of expected(facts))
          expect(first.filter((name) => facts[Number.parseInt(name, 10)]!.caseId === caseId)).toEqual(commands);
        expect(first).toHaveLength([...expected(facts).values()].flat().length);
      }),
      { numRuns: 15 },
    ));

  it('passes no event whose commands are unanswered, and goes on when they are', async () => {
    let down = true;
    const dispatched: string[] = [];
    const { options, ledger, notices, position, caughtUp } = underway({
      batch: 2,
      dispatch: async (reaction, cause) => {
        if (down && cause.index === 2) throw new Error('no answer');
        dispatched.push(nameOf(reaction, cause));
      },
    });
    ledger.append(sequence([add('c1', 1), add('c1', 0), add('c1', 2), add('c2', 3)]));
    const runner = processRunner(options);
    await runner.start();
    await eventually('it has failed twice', () => notices.length >= 2);
    expect([await position(), runner.passed()]).toEqual([2, 2]);
    expect(await runner.status(Date.UTC(2026, 0, 1, 0, 1))).toEqual([
      { name: 'echo', state: 'retrying', reason: 'Error: no answer', position: 2, lagEvents: 2, lagSeconds: 58 },
    ]);
    down = false;
    await caughtUp();
    expect(dispatched.filter((name) => name.startsWith('2/'))).toEqual(['2/1', '2/2']);
    expect(await runner.status(0)).toMatchObject([{ state: 'running', lagEvents: 0, lagSeconds: 0 }]);
    await eventually('it tells that it has passed them all', () => runner.passed() === 4);
    await runner.stop();
  });

  it('does not read again only to move its checkpoint', async () => {
    const { options, ledger, caughtUp } = underway({ pollMs: 60_000 });
    let read = 0;
    const counting: typeof ledger.read = (from, limit) => {
      if (limit > 1) read += 1;
      return ledger.read(from, limit);
    };
    const runner = processRunner({ ...options, ledger: { ...ledger, read: counting } });
    await runner.start();
    ledger.append(sequence([{ caseId: 'c1', event: { type: 'NeverHeardOf', data: {} } }]));
    await caughtUp();
    const upToThen = read;
    ledger.append(sequence([{ caseId: 'c1', event: { type: 'NeverHeardOf', data: {} } }], ledger.events));
    await caughtUp();
    expect(read).toBe(upToThen + 1);
    await runner.stop();
  });

  it('does not read what it does not handle', async () => {
    const { options, ledger, caughtUp, answered } = underway();
    ledger.append(sequence([{ caseId: 'c1', event: { type: 'NeverHeardOf', data: {} } }, add('c1', 1)]));
    const runner = processRunner(options);
    await runner.start();
    await caughtUp();
    await runner.stop();
    expect(answered).toEqual(['1/1', '1/2']);
  });

  it.each([0, 1, 2])('halts before an event that is gone, at index %d (I3)', async (gone) => {
    const ledger = inMemoryLedger(sequence([add('c1', 1), add('c2', 2), add('c1', 3)]));
    const read: typeof ledger.read = async (from, limit) => (await ledger.read(from, limit)).filter(({ index }) => index !== gone);
    const { options, answered, notices } = underway({ ledger: { ...ledger, read } });
    const runner = processRunner(options);
    await runner.start();
    await eventually('it halts', () => notices.some(({ kind }) => kind === 'halted'));
    await runner.stop();
    expect(await runner.status(0)).toMatchObject([{ state: 'halted', position: gone, reason: expect.stringContaining(`index ${gone}`) }]);
    expect(answered).toHaveLength(2 * gone);
  });

  it('halts when the ledger is another one', async () => {
    const { options, ledger, caughtUp, notices } = underway();
    ledger.append(sequence([add('c1', 1), add('c1', 2)]));
    const runner = processRunner(options);
    await runner.start();
    await caughtUp();
    await runner.stop();
    ledger.replace(sequence([add('c1', 1), add('c2', 2), add('c1', 3)]));
    const second = processRunner(options);
    await second.start();
    await eventually('it halts', () => notices.some(({ kind }) => kind === 'halted'));
    expect(await second.status(0)).toMatchObject([{ state: 'halted', position: 2 }]);
    await second.stop();
  });
});
