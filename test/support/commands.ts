import { createHash, randomBytes } from 'node:crypto';
import { v5 } from 'uuid';
import { KeyErased, type Actor, type Channel, type Command, type CommandHandler, type CommandRequest, type KeyVault } from '#eventsourcing';
import { builtInAuthority, policyVersion, processVersion, type Directory } from '#rules';
import { rulebookWithoutGates } from './rulebook-without-gates.ts';

/** Keys in this process' memory, for tests that seal and erase. */
export const keysInMemory = (): KeyVault => {
  const keys = new Map<string, Buffer | 'erased'>();
  return {
    obtain: async (id) => {
      const key = keys.get(id) ?? randomBytes(32);
      if (key === 'erased') throw new KeyErased(id);
      keys.set(id, key);
      return key;
    },
    find: async (id) => {
      const key = keys.get(id);
      if (key === undefined) return { kind: 'unknown' };
      return key === 'erased' ? { kind: 'erased' } : { kind: 'found', key };
    },
    erase: async (id) => {
      const known = keys.get(id);
      keys.set(id, 'erased');
      return known !== undefined && known !== 'erased';
    },
  };
};

/** What commands on leads need beside a store, where a test does not say otherwise: nobody has any work. */
export const leadPorts = {
  rulebook: rulebookWithoutGates,
  workload: { membersOf: () => Promise.resolve([]), workOf: () => Promise.resolve([]) },
  digest: (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex'),
};

/** Everyone may what the program's own table says, and nobody manages anybody. */
export const byProgram: Omit<Directory, 'standing' | 'teamExists'> = {
  delegationsOf: async () => [],
  delegationsTo: async () => [],
  absenceOf: async () => undefined,
  departureOf: async () => undefined,
  territoriesOf: async () => [],
  covering: async () => [],
  authority: async () => builtInAuthority,
  user: async () => undefined,
  managersOf: async () => [],
};

/** Someone with these roles, through this channel. */
export const acting = (userId: string, roles: readonly string[], channel: Channel = 'api'): Actor => ({
  userId,
  rolesAtThatTime: roles,
  userRevision: 0,
  channel,
});

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** Gives commands to a handler as someone would: each one new, unless it is given a key. */
export const givingCommands = <C extends Command>(handle: CommandHandler<C>) => {
  let given = 0;
  return (actor: Actor, stream: string, command: C, more: Partial<CommandRequest<C>> & { readonly key?: string } = {}) => {
    const { key = `${(given += 1)}`, ...envelope } = more;
    const commandId = v5(`${actor.userId} ${stream} ${key}`, namespace);
    return handle({
      stream,
      caseId: stream,
      command,
      commandId,
      bodyDigest: JSON.stringify(command),
      actor,
      correlationId: commandId,
      causationId: commandId,
      policyVersion,
      processVersion,
      ...envelope,
    });
  };
};
