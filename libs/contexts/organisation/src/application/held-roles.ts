import type { AnswerEvent, Codec, LedgerReader } from '#eventsourcing';
import { codecOf, type AnyEvent, type Role, type UserEvent } from '#event-contracts';

interface Holder {
  readonly active: boolean;
  readonly roles: readonly Role[];
}

const blank: Holder = { active: true, roles: [] };

const held = (holder: Holder, event: UserEvent | AnswerEvent): Holder => {
  switch (event.type) {
    case 'UserDeactivated':
      return { ...holder, active: false };
    case 'UserReactivated':
      return { ...holder, active: true };
    case 'RoleGranted':
      return { ...holder, roles: [...holder.roles, event.data.role] };
    case 'RoleRevoked':
      return { ...holder, roles: holder.roles.filter((role) => role !== event.data.role) };
    case 'UserRegistered':
    case 'TeamJoined':
    case 'TeamLeft':
    case 'CommandRefused':
    case 'CommandHadNoEffect':
      return holder;
  }
};

/** Events read at a time. */
const page = 5_000;

/**
 * Which roles an active user holds, as far as the ledger is sequenced. Users are listed nowhere but there, so the first answer reads it from
 * its beginning, and each later one its news.
 */
export const heldRoles = (ledger: Pick<LedgerReader, 'read'>, codec: Codec<AnyEvent>): (() => Promise<ReadonlySet<Role>>) => {
  const userCodec = codecOf<UserEvent>(codec);
  const holders = new Map<string, Holder>();
  let next = 0;

  const readOn = async (): Promise<void> => {
    for (;;) {
      const events = await ledger.read(next, page);
      for (const sequenced of events) {
        if (!sequenced.stream.startsWith('user-')) continue;
        holders.set(sequenced.stream, held(holders.get(sequenced.stream) ?? blank, userCodec.decode(sequenced)));
      }
      next += events.length;
      if (events.length < page) return;
    }
  };

  let reading: Promise<void> = Promise.resolve();
  return async () => {
    reading = reading.catch(() => undefined).then(readOn);
    await reading;
    return new Set([...holders.values()].filter(({ active }) => active).flatMap(({ roles }) => roles));
  };
};
