import { Readable } from 'node:stream';
import { inMemoryDocumentStore } from '#documents';
import { keyedDigest } from '#keys';
import { approvalCommands } from '#approvals';
import { contractCommands } from '#contracts';
import { catalogue, eventCodec, ledgerDecoder, type AnyEvent } from '#event-contracts';
import { documentOnFile, type Command, type CommandHandler, type LedgerEvent, type ProcessManager, type StoredEvent } from '#eventsourcing';
import { InMemoryEventStore } from '#in-memory';
import { negotiationCommands } from '#negotiations';
import { caseOfOpportunity, opportunityCommands } from '#opportunities';
import { directory, foundOrganisation, teamCommands, userCommands, type OrgSeed } from '#organisation';
import {
  approvalCourse,
  approvalNotes,
  contractCourse,
  contractNotes,
  dispatcher,
  negotiationHandOver,
  negotiationNoting,
  negotiationOpening,
} from '#processes';
import { builtInDefinitions, rulebookOf } from '#rules';
import { acting, givingCommands, keysInMemory } from './commands.ts';
import { contractProcess } from './signed-in-contract.ts';

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f12';
const seed: OrgSeed = {
  users: [
    { userId: 'rita', roles: ['SALES_REP'], teamId: 'north' },
    { userId: 'mona', roles: ['SALES_MANAGER'], teamId: 'north' },
    { userId: 'dora', roles: ['SALES_DIRECTOR'] },
    { userId: 'lena', roles: ['LEGAL'] },
    { userId: 'fred', roles: ['FINANCE'] },
    { userId: 'carla', roles: ['CONTRACT_ADMIN'] },
  ],
  teams: [{ teamId: 'north', name: 'North', managerId: 'mona' }],
};

export type RacingPerson = 'rita' | 'mona' | 'dora' | 'lena' | 'fred' | 'carla';

const roles: Readonly<Record<RacingPerson, string>> = {
  ...{ rita: 'SALES_REP', mona: 'SALES_MANAGER', dora: 'SALES_DIRECTOR' },
  ...{ lena: 'LEGAL', fred: 'FINANCE', carla: 'CONTRACT_ADMIN' },
};

const managers = [
  ...[approvalCourse, approvalNotes, contractCourse, contractNotes],
  ...[negotiationOpening, negotiationHandOver, negotiationNoting],
] as unknown as readonly ProcessManager[];

/** What is the same in every race: who is who, the rules, the bytes that were received. */
export const racingGround = async () => {
  const vault = keysInMemory();
  const codec = eventCodec<AnyEvent>(catalogue, vault);
  const store = new InMemoryEventStore();
  const who = directory(store, codec, { trustedFor: 3_600_000 });
  await foundOrganisation(seed, ledgerId, {
    users: userCommands({ store, codec, directory: who }),
    teams: teamCommands({ store, codec, directory: who }),
  });
  const received = inMemoryDocumentStore();
  const { sha256: bytes } = await received.receive(Readable.from([Buffer.from('of a document')]), { limit: 1_000 });
  const rulebook = rulebookOf([...builtInDefinitions, { kind: 'process', contents: contractProcess }]);
  const digest = await keyedDigest(vault);
  return { vault, digest, codec, who, rulebook, documents: documentOnFile(received), bytes };
};
export type RacingGround = Awaited<ReturnType<typeof racingGround>>;

/** One deal in a store of its own, whose process managers go on only when they are told to; `before` is what has happened in it already. */
export const racingCompany = async (
  { vault, digest, codec, who, rulebook, documents, bytes }: RacingGround,
  before: readonly LedgerEvent[] = [],
  stored: readonly StoredEvent[] = [],
) => {
  const store = new InMemoryEventStore();
  for (const event of stored) await store.append([event]);
  const ports = { store, codec, directory: who, rulebook, documents, digest };
  const handlers: Readonly<Record<string, unknown>> = {
    opportunity: opportunityCommands(ports),
    approval: approvalCommands(ports),
    contract: contractCommands(ports),
    negotiation: negotiationCommands({ ...ports, vault }),
  };
  const decides: CommandHandler<Command> = (request) =>
    (handlers[request.stream.split('-', 1)[0] ?? ''] as CommandHandler<Command>)(request);
  const give = givingCommands(decides);
  const decode = ledgerDecoder(catalogue);
  const log: LedgerEvent[] = [...before];
  const source = store.source();

  /** Everything that was committed, in the order in which it was; several may ask at the same time. */
  const ledger = async (): Promise<readonly LedgerEvent[]> => {
    const cursor = log.length === 0 ? undefined : String(log.length - 1);
    for (const event of await source.readAfter(cursor, 10_000))
      if (event.cursor === String(log.length)) log.push(decode({ ...event, index: log.length, leaf: Buffer.alloc(32) }));
    return log;
  };

  let asked = 0;
  const dispatch = dispatcher<Command>(decides);
  const courses = managers.map((manager) => {
    let next = before.length;
    const waiting = async (): Promise<boolean> => {
      const events = await ledger();
      while (next < events.length && !manager.handles.includes(events[next]?.type ?? '')) next += 1;
      return next < events.length;
    };
    return {
      name: manager.name,
      waiting,
      /** Goes one event on; `crashes` before it has noted that, so that the same event comes again. */
      goOn: async ({ crashes }: { readonly crashes: boolean }): Promise<void> => {
        if (!(await waiting())) return;
        const at = next;
        const event = (await ledger())[at] as LedgerEvent<AnyEvent>;
        for (const reaction of manager.react(event)) await dispatch(event, reaction);
        if (!crashes) next = Math.max(next, at + 1);
      },
    };
  });

  return {
    store,
    ledger,
    courses,
    bytes,
    /** What somebody asks for, in the case of the deal; anew each time, also where something was asked before. */
    asks: (person: RacingPerson, stream: string, command: Command) => {
      asked += 1;
      return give(acting(person, [roles[person]]), stream, command, { caseId: caseOfOpportunity('o1'), key: `${before.length}.${asked}` });
    },
    /** Everything that waits is carried over. */
    settle: async (): Promise<void> => {
      for (let busy = true; busy;) {
        busy = false;
        for (const course of courses)
          while (await course.waiting()) {
            busy = true;
            await course.goOn({ crashes: false });
          }
      }
    },
  };
};
export type RacingCompany = Awaited<ReturnType<typeof racingCompany>>;
