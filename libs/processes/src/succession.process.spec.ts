import { catalogue, eventCodec, ledgerDecoder, type AnyEvent } from '#event-contracts';
import { documentOnFile, type Actor, type Command, type CommandHandler, type LedgerEvent } from '#eventsourcing';
import { inMemoryDocumentStore } from '#documents';
import { InMemoryEventStore, InMemoryProcessCheckpoints } from '#in-memory';
import { assigneeOf, caseOfLead, lead, leadCommands, leadStream, type LeadCommand } from '#leads';
import { caseOfOpportunity, opportunity, opportunityCommands, opportunityStream, ownerOf, type OpportunityCommand } from '#opportunities';
import { directory, foundOrganisation, teamCommands, userCommands, userStream, type OrgSeed, type UserCommand } from '#organisation';
import { processRunner, type AnyProcessManager } from '#projections';
import { eventually, inMemoryLedger } from '#projections/testing';
import { acting, givingCommands, keysInMemory, leadPorts } from '../../../test/support/commands.ts';
import { rulebookWithoutGates } from '../../../test/support/rulebook-without-gates.ts';
import { dispatcher, succession } from './index.ts';

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f11';
const seed: OrgSeed = {
  users: [
    { userId: 'dana', roles: ['SALES_MANAGER'], teamId: 'sales' },
    { userId: 'nora', roles: ['SALES_MANAGER'], teamId: 'north' },
    { userId: 'lea', roles: ['SALES_REP'], teamId: 'north' },
    { userId: 'max', roles: ['SALES_REP'], teamId: 'north' },
    { userId: 'solo', roles: ['SALES_REP'] },
  ],
  teams: [
    { teamId: 'sales', name: 'Sales', managerId: 'dana' },
    { teamId: 'north', name: 'North', parentTeamId: 'sales', managerId: 'nora' },
  ],
};

const ada = acting('ada', ['ADMIN']);
const sdr = acting('sam', ['SDR']);
const dana = acting('dana', ['SALES_MANAGER']);
const decode = ledgerDecoder(catalogue);

type Give = ReturnType<ReturnType<typeof dispatcher<Command>>>;
/** What stands between the process and whoever decides: it may cut the process short. */
type Between = (give: () => Give) => Give;

const company = async () => {
  const store = new InMemoryEventStore();
  const codec = eventCodec<AnyEvent>(catalogue, keysInMemory());
  const documents = documentOnFile(inMemoryDocumentStore());
  const who = directory(store, codec);
  const users = userCommands({ store, codec, directory: who });
  await foundOrganisation(seed, ledgerId, { users, teams: teamCommands({ store, codec, directory: who }) });

  /** One of several processes that decide on the same store. */
  const process = (known = directory(store, codec)) => {
    const leads = leadCommands({ ...leadPorts, store, codec, directory: known });
    const deals = opportunityCommands({ store, codec, directory: known, rulebook: rulebookWithoutGates, documents });
    const decides = ((request) =>
      request.stream.startsWith('lead-') ? leads(request as never) : deals(request as never)) as CommandHandler<Command>;
    const [onLead, onDeal] = [givingCommands(leads), givingCommands(deals)];
    return {
      decides,
      lead: (actor: Actor, id: string, command: LeadCommand) =>
        onLead(actor, leadStream(id), command, { caseId: caseOfLead(id), key: command.type }),
      deal: (actor: Actor, id: string, command: OpportunityCommand) =>
        onDeal(actor, opportunityStream(id), command, { caseId: caseOfOpportunity(id), key: command.type }),
    };
  };

  const ledger = inMemoryLedger([], ledgerId);
  const source = store.source();
  /** Sequences what was committed, as far as it is not held back. */
  const sequence = async (isHeldBack: (stream: string) => boolean = () => false): Promise<void> => {
    const known = new Set(ledger.events.map(({ stream, revision }) => `${stream}@${revision}`));
    const committed = await source.readAfter(undefined, 10_000);
    const next = committed.filter(({ stream, revision }) => !known.has(`${stream}@${revision}`) && !isHeldBack(stream));
    ledger.append(next.map((event, at) => ({ ...event, index: ledger.events.length + at })));
  };

  const checkpoints = new InMemoryProcessCheckpoints();
  /** The process of succession, from where it stopped. */
  const succeeding = (between: Between = (give) => give(), known = who) => {
    const { perform, name, handles } = succession({ ledger, decode, directory: known });
    const react = ({ stream }: LedgerEvent) => [{ stream, command: { type: 'HandOverWork', data: {} } }];
    const give = dispatcher<Command>(process().decides);
    const dispatch = (_: unknown, cause: LedgerEvent) => perform(cause, (event, reaction) => between(() => give(event, reaction)));
    const manager: AnyProcessManager = { name, handles, react };
    return processRunner({ ledger, checkpoints, decode: decode, managers: [manager], dispatch, pollMs: 5 });
  };
  /** Until everything sequenced is handled. */
  const settled = async (...given: Parameters<typeof succeeding>): Promise<void> => {
    const runner = succeeding(...given);
    await runner.start();
    await eventually('it has caught up', async () => runner.passed() === ledger.events.length);
    await runner.stop();
  };

  const userCommand = (command: UserCommand) =>
    givingCommands(users)(ada, userStream(command.data.userId), command, { key: JSON.stringify(command) });
  const read = async (stream: string) => (await store.read(stream)).map((stored) => codec.decode(stored) as LedgerEvent<AnyEvent>);
  const fold = async <S>(stream: string, { initialState, evolve }: { initialState: S; evolve: (state: S, event: never) => S }) =>
    (await read(stream))
      .filter(({ type }) => !/^Command(Refused|HadNoEffect)$/.test(type))
      .reduce((state, event) => evolve(state, event as never), initialState);
  return {
    ...{ process, ledger, sequence, succeeding, settled, read },
    directory: (trustedFor: number) => directory(store, codec, { trustedFor }),
    leaves: (userId: string, successorId?: string) =>
      userCommand({ type: 'RecordLeaving', data: { userId, on: '2026-01-31', ...(successorId !== undefined && { successorId }) } }),
    comesBack: (userId: string) => userCommand({ type: 'ReactivateUser', data: { userId } }),
    deactivates: (userId: string) => userCommand({ type: 'DeactivateUser', data: { userId } }),
    leadOf: async (id: string) => assigneeOf(await fold(leadStream(id), lead)),
    dealOf: async (id: string) => ownerOf(await fold(opportunityStream(id), opportunity)),
  };
};
type Company = Awaited<ReturnType<typeof company>>;

const capture = (leadId: string): LeadCommand => ({
  type: 'CaptureLead',
  data: { leadId, source: 'web', company: 'Acme', contactId: 'p1' },
});
const assign = (leadId: string, to: string): LeadCommand => ({ type: 'AssignLead', data: { leadId, to } });
const open = (opportunityId: string, ownerId: string): OpportunityCommand => ({
  type: 'OpenOpportunity',
  data: {
    ...{ opportunityId, name: 'n', company: 'c', ownerId },
    ...{ expectedAmount: { minor: 100, currency: 'EUR' }, expectedSigningDate: '2027-06-30' },
  },
});
const lose = (opportunityId: string): OpportunityCommand => ({ type: 'LoseOpportunity', data: { opportunityId, reason: 'price' } });

/** Two leads and two deals that are open, and a deal that was lost; the process has passed all that. */
const atWork = async (of: Company, userId = 'lea') => {
  const { lead: onLead, deal: onDeal } = of.process();
  for (const id of ['l1', 'l2']) {
    await onLead(sdr, id, capture(id));
    await onLead(sdr, id, assign(id, userId));
  }
  const owner = acting(userId, ['SALES_REP']);
  for (const id of ['o1', 'o2', 'lost']) await onDeal(owner, id, open(id, userId));
  await onDeal(owner, 'lost', lose('lost'));
  await of.sequence();
  await of.settled();
};

const holders = ({ leadOf, dealOf }: Company) => Promise.all([leadOf('l1'), leadOf('l2'), dealOf('o1'), dealOf('o2'), dealOf('lost')]);
const streams = [leadStream('l1'), leadStream('l2'), opportunityStream('o1'), opportunityStream('o2')];
/** How often each was given to somebody else. */
const handedOver = async ({ read }: Company) =>
  (await Promise.all(streams.map(read))).map(
    (events) =>
      events.filter(({ type, actor }) => actor.channel === 'process' && /^(LeadAssigned|OpportunityReassigned)$/.test(type)).length,
  );

describe('the work of who left', () => {
  it('goes to the successor as far as it is open, leads and deals', async () => {
    const acme = await company();
    await atWork(acme);
    await acme.leaves('lea', 'max');
    await acme.sequence();
    await acme.settled();
    expect(await holders(acme)).toEqual(['max', 'max', 'max', 'max', 'lea']);
  });

  it('goes to the manager of the team where no successor is named, or to the next one above who may act', async () => {
    const [acme, other] = [await company(), await company()];
    for (const each of [acme, other]) await atWork(each);
    await other.deactivates('nora');
    for (const each of [acme, other]) {
      await each.leaves('lea');
      await each.sequence();
      await each.settled();
    }
    expect(await holders(acme)).toEqual(['nora', 'nora', 'nora', 'nora', 'lea']);
    expect(await holders(other)).toEqual(['dana', 'dana', 'dana', 'dana', 'lea']);
  });

  it('goes to the manager where the successor may not act any more', async () => {
    const acme = await company();
    await atWork(acme);
    await acme.leaves('lea', 'max');
    await acme.deactivates('max');
    await acme.sequence();
    await acme.settled();
    expect(await holders(acme)).toEqual(['nora', 'nora', 'nora', 'nora', 'lea']);
  });

  it('goes to the manager where the successor is refused, since that was not known yet', async () => {
    const acme = await company();
    await atWork(acme);
    const late = acme.directory(3_600_000);
    await late.user('max');
    await acme.leaves('lea', 'max');
    await acme.deactivates('max');
    await acme.sequence();
    await acme.settled(undefined, late);
    expect(await holders(acme)).toEqual(['nora', 'nora', 'nora', 'nora', 'lea']);
  });

  it('stays theirs on record where nobody is there to get it', async () => {
    const acme = await company();
    await atWork(acme, 'solo');
    await acme.leaves('solo');
    await acme.sequence();
    await acme.settled();
    expect(await holders(acme)).toEqual(['solo', 'solo', 'solo', 'solo', 'solo']);
  });

  it('is left alone where somebody gave it away before, however late the ledger tells', async () => {
    const acme = await company();
    await atWork(acme);
    await acme.leaves('lea', 'max');
    await acme.sequence();
    await acme.process().deal(dana, 'o1', { type: 'ReassignOpportunity', data: { opportunityId: 'o1', to: 'dana' } });
    await acme.process().deal(dana, 'o2', lose('o2'));
    await acme.settled();
    expect(await holders(acme)).toEqual(['max', 'max', 'dana', 'lea', 'lea']);
  });
});

describe('a succession that is cut short', () => {
  /** Lets so many commands through; then the process ends, before the next one is given or before its answer arrives. */
  const stoppedAfter = async (acme: Company, given: number, when: 'before' | 'after') => {
    let count = 0;
    let stopped: Promise<void> | undefined;
    const runner = acme.succeeding(async (give) => {
      if (count === given) {
        if (when === 'after') await give();
        stopped ??= runner.stop();
        throw new Error('the process has ended');
      }
      count += 1;
      return give();
    });
    await runner.start();
    await eventually('it was stopped', async () => stopped !== undefined);
    await stopped;
  };

  it.each([
    [0, 'before'],
    [0, 'after'],
    [1, 'before'],
    [2, 'after'],
    [3, 'before'],
    [3, 'after'],
  ] as const)('after %i commands, %s the next one, goes on where it ended, and gives each once', async (given, when) => {
    const acme = await company();
    await atWork(acme);
    await acme.leaves('lea', 'max');
    await acme.sequence();
    await stoppedAfter(acme, given, when);
    expect((await handedOver(acme)).filter((times) => times === 1)).toHaveLength(given + (when === 'after' ? 1 : 0));
    await acme.settled();
    expect(await holders(acme)).toEqual(['max', 'max', 'max', 'max', 'lea']);
    expect(await handedOver(acme)).toEqual([1, 1, 1, 1]);
  });

  it('gives the rest to the manager when the successor may not act by then, and leaves to them what they have', async () => {
    const acme = await company();
    await atWork(acme);
    await acme.leaves('lea', 'max');
    await acme.sequence();
    await stoppedAfter(acme, 1, 'after');
    await acme.deactivates('max');
    // What was given before the end is not even sequenced.
    await acme.settled();
    expect(await handedOver(acme)).toEqual([1, 1, 1, 1]);
    expect((await holders(acme)).toSorted()).toEqual(['lea', 'max', 'max', 'nora', 'nora']);
  });
});

describe('what comes to who has left afterwards', () => {
  it('goes on to the successor: decided where their leaving was not known yet, and sequenced after it', async () => {
    const acme = await company();
    const known = acme.directory(3_600_000);
    await known.standing('lea');
    const late = acme.process(known);
    for (const id of ['l1', 'l2']) await late.lead(sdr, id, capture(id));
    await acme.leaves('lea', 'max');
    for (const id of ['l1', 'l2']) await late.lead(sdr, id, assign(id, 'lea'));
    for (const id of ['o1', 'o2']) await late.deal(dana, id, open(id, 'lea'));
    await acme.sequence((stream) => /^(lead|opportunity)-/.test(stream));
    await acme.settled();
    expect((await holders(acme)).slice(0, 4)).toEqual(['lea', 'lea', 'lea', 'lea']);
    await acme.sequence();
    await acme.settled();
    expect((await holders(acme)).slice(0, 4)).toEqual(['max', 'max', 'max', 'max']);
    await acme.sequence();
    await acme.settled();
    expect(await handedOver(acme)).toEqual([1, 1, 1, 1]);
  });

  it('goes on to the successor where a deal of theirs is taken up again', async () => {
    const acme = await company();
    await atWork(acme);
    await acme.leaves('lea');
    await acme.sequence();
    await acme.settled();
    await acme.process().deal(dana, 'lost', { type: 'ReopenOpportunity', data: { opportunityId: 'lost', reason: 'They called again' } });
    await acme.sequence();
    await acme.settled();
    expect(await acme.dealOf('lost')).toBe('nora');
  });

  it('stays theirs who is only deactivated, or has come back', async () => {
    const acme = await company();
    await atWork(acme);
    await acme.deactivates('lea');
    await acme.sequence();
    await acme.settled();
    expect(await holders(acme)).toEqual(['lea', 'lea', 'lea', 'lea', 'lea']);
    await acme.leaves('lea', 'max');
    await acme.sequence();
    await acme.settled();
    await acme.comesBack('lea');
    await acme.process().deal(dana, 'o3', open('o3', 'lea'));
    await acme.sequence();
    await acme.settled();
    expect([await acme.dealOf('o2'), await acme.dealOf('o3')]).toEqual(['max', 'lea']);
  });
});
