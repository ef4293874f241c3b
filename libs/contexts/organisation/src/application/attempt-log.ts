import { nameBasedUuid, type Actor, type CommandHandler, type StreamId } from '#eventsourcing';
import { canonicalBytes, sha256Hex } from '#event-contracts';
import { policyVersion, processVersion } from '#rules';
import type { AttemptCommand, RecordDeniedAttempt } from '../domain/organisation-command.ts';
import { attemptsStream } from './streams.ts';

/** What a user tried and could not even have decided. */
export interface TriedInVain extends Pick<RecordDeniedAttempt['data'], 'command' | 'stream' | 'outcome' | 'reason'> {
  readonly actor: Actor;
  readonly correlationId: string;
}

export interface AttemptLogOptions {
  readonly handle: CommandHandler<AttemptCommand>;
  readonly ledgerId: string;
  /** Whether this user may leave one more trace now: nobody fills the log by knocking. */
  readonly allows: (userId: string) => boolean;
  /** A new id for each attempt. */
  readonly newId: () => string;
  /** Told what could not be recorded; the attempt itself was answered all the same. */
  readonly onError: (error: unknown, attempt: TriedInVain) => void;
}

/** Records attempts behind the answer's back: never waited for, never failing it. `settled` waits for those under way. */
export const attemptLog = ({ handle, ledgerId, allows, newId, onError }: AttemptLogOptions) => {
  const underway = new Set<Promise<unknown>>();

  const record = async ({ actor, correlationId, command, stream, outcome, reason }: TriedInVain): Promise<void> => {
    const own: StreamId = attemptsStream(actor.userId);
    const commandId = nameBasedUuid(newId(), ledgerId);
    const data = { command, stream, outcome, reason: reason.slice(0, 300) };
    await handle({
      stream: own,
      caseId: own,
      command: { type: 'RecordDeniedAttempt', data },
      commandId,
      bodyDigest: sha256Hex(canonicalBytes(data)),
      actor,
      correlationId,
      causationId: commandId,
      policyVersion,
      processVersion,
    });
  };

  return {
    tried: (attempt: TriedInVain): void => {
      if (!allows(attempt.actor.userId)) return;
      const recording = record(attempt).catch((error: unknown) => onError(error, attempt));
      underway.add(recording);
      void recording.finally(() => underway.delete(recording));
    },
    settled: async (): Promise<void> => void (await Promise.all(underway)),
  };
};
