import type { AnswerEvent, Codec, LedgerReader, StreamId } from '#eventsourcing';
import { codecOf, type AnyEvent, type UserEvent } from '#event-contracts';
import { user } from '../domain/user.decider.ts';
import type { KnownUser, User } from '../domain/user.state.ts';

/** All users, as far as the ledger is sequenced. */
export type Everybody = () => Promise<readonly KnownUser[]>;

/** Events read at a time. */
const page = 5_000;

const isAnswer = (event: UserEvent | AnswerEvent): event is AnswerEvent =>
  event.type === 'CommandRefused' || event.type === 'CommandHadNoEffect';

/** Users are listed nowhere but in the ledger, so the first answer reads it from its beginning, and each later one its news. */
export const everybody = (ledger: Pick<LedgerReader, 'read'>, codec: Codec<AnyEvent>): Everybody => {
  const userCodec = codecOf<UserEvent>(codec);
  const users = new Map<StreamId, User>();
  let next = 0;

  const readOn = async (): Promise<void> => {
    for (;;) {
      const events = await ledger.read(next, page);
      for (const sequenced of events) {
        if (!sequenced.stream.startsWith('user-')) continue;
        const event = userCodec.decode(sequenced);
        if (!isAnswer(event)) users.set(sequenced.stream, user.evolve(users.get(sequenced.stream) ?? user.initialState, event));
      }
      next += events.length;
      if (events.length < page) return;
    }
  };

  let reading: Promise<void> = Promise.resolve();
  return async () => {
    reading = reading.catch(() => undefined).then(readOn);
    await reading;
    return [...users.values()].filter((each) => each.status !== 'unknown');
  };
};
