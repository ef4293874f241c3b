import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import {
  commandIdOf,
  nameBasedUuid,
  type Actor,
  type CaseId,
  type Command,
  type CommandRequest,
  type CommandResult,
  type Instant,
  type StreamId,
} from '#eventsourcing';
import { canonicalBytes } from '#event-contracts';
import { observedCommands } from '#telemetry';
import { correlationIdOf, etagOf, idempotencyKeyOf, ifMatchOf, occurredAtOf } from '../conventions.ts';
import { encodePosition } from '../position-token.ts';
import { denied, notFound, problem, ProblemError } from '../problem.ts';
import { ATTEMPT_LOG, COMMAND_SETTINGS, type AttemptLog, type CommandSettings } from './ports.ts';
import type { Caller } from './request.ts';

/** A command on the bus: one class for each aggregate, so that its handler is found. */
export abstract class CommandMessage<C extends Command> implements ICommand {
  constructor(readonly request: CommandRequest<C>) {}
}

/** What a request asks of one stream. */
export interface Intent<C extends Command> {
  readonly command: C;
  readonly stream: StreamId;
  /** The case that a new stream joins. */
  readonly caseId: CaseId;
  readonly occurredAt?: Instant | undefined;
  /** What tells another body under the same key from a repetition; the command when absent. */
  readonly told?: Command | undefined;
  /** Where the new thing is found: its first command answers 201 with that in `Location`. */
  readonly creates?: string;
}

/** Who asks, and under which key. */
export interface Origin {
  readonly actor: Actor;
  readonly idempotencyKey: string;
  readonly correlationId: string;
  readonly expectedStateRevision?: number | undefined;
}

/** The answer's body: the same bytes for a repeated key. */
export interface AnswerBody {
  readonly outcome: 'accepted' | 'noEffect';
  /** Types of the events that were recorded. */
  readonly events: readonly string[];
  readonly stream: StreamId;
  /** The answer's last event in its stream. */
  readonly revision: number;
  readonly stateRevision: number;
  readonly caseId: CaseId;
  /** Opaque; hand it to a query in `Dealtrail-After`, and it answers with this effect visible. */
  readonly position: string;
}

type Answered = Extract<CommandResult, { kind: 'answered' }>;

/** The one way from a request to a decision: identity and headers become the envelope, the result becomes an answer or a problem. */
@Injectable()
export class CommandGateway {
  constructor(
    private readonly bus: CommandBus,
    @Inject(COMMAND_SETTINGS) private readonly settings: CommandSettings,
    @Inject(ATTEMPT_LOG) private readonly attempts: AttemptLog,
  ) {}

  /** An id for something new that the caller did not name: the same for the same key, so that a repetition finds the same thing. */
  newId({ actor, headers }: Caller, kind: string): string {
    return nameBasedUuid(JSON.stringify([actor.userId, kind, idempotencyKeyOf(headers['idempotency-key'])]), this.settings.ledgerId);
  }

  /** Throws the problem of a malformed header. */
  origin({ actor, correlationId, headers }: Caller): Origin {
    const expectedStateRevision = ifMatchOf(headers['if-match']);
    return {
      actor,
      correlationId: correlationIdOf(correlationId),
      idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
      expectedStateRevision,
    };
  }

  /** Decides and answers: status, headers and body; anything but an acceptance is thrown as its problem. */
  async send<C extends Command>(
    caller: Caller,
    Message: new (request: CommandRequest<C>) => CommandMessage<C>,
    intent: Intent<C>,
  ): Promise<AnswerBody> {
    const result = await this.decide(this.origin(caller), Message, intent);
    const answered = this.answerOf(result, intent);
    const body = this.bodyOf(answered);
    const { reply } = caller;
    const created = body.outcome === 'accepted' ? intent.creates : undefined;
    reply.status(created === undefined ? 200 : 201);
    if (created !== undefined) reply.header('location', created);
    reply.header('etag', etagOf(answered.stateRevision)).header('dealtrail-position', body.position);
    if (answered.repeated) reply.header('idempotency-replayed', 'true');
    return body;
  }

  async decide<C extends Command>(
    origin: Origin,
    Message: new (request: CommandRequest<C>) => CommandMessage<C>,
    intent: Intent<C>,
  ): Promise<CommandResult> {
    const request = this.requestOf(origin, intent);
    const { observer } = this.settings;
    const handle = (asked: CommandRequest<C>) => this.bus.execute<CommandMessage<C>, CommandResult>(new Message(asked));
    const result = await (observer ? observedCommands(handle, observer) : handle)(request);
    if (result.kind === 'denied' || result.kind === 'notFound') this.attempted(request, result);
    return result;
  }

  private requestOf<C extends Command>(origin: Origin, { command, stream, caseId, occurredAt, told }: Intent<C>): CommandRequest<C> {
    const { actor, correlationId, idempotencyKey, expectedStateRevision } = origin;
    const { ledgerId, digest, policyVersion, processVersion, clock } = this.settings;
    const happened = occurredAt === undefined ? undefined : occurredAtOf(occurredAt, clock());
    const commandId = commandIdOf(ledgerId, actor.userId, stream, idempotencyKey);
    return {
      stream,
      caseId,
      command,
      commandId,
      bodyDigest: digest(canonicalBytes({ ...(told ?? command), occurredAt, onBehalfOf: actor.onBehalfOf })),
      actor,
      correlationId,
      causationId: commandId,
      policyVersion,
      processVersion,
      ...(happened === undefined ? {} : { occurredAt: happened }),
      ...(expectedStateRevision === undefined ? {} : { expectedStateRevision }),
    };
  }

  private attempted({ actor, command, stream, correlationId }: CommandRequest<Command>, result: CommandResult): void {
    if (result.kind === 'denied')
      this.attempts({ actor, command: command.type, stream, correlationId, outcome: 'denied', reason: result.reason });
    else this.attempts({ actor, command: command.type, stream, correlationId, outcome: 'notFound', reason: 'no such thing' });
  }

  /** The answer when it is one; its problem is thrown otherwise. */
  answerOf(result: CommandResult, { stream }: Pick<Intent<Command>, 'stream'>): Answered {
    switch (result.kind) {
      case 'answered':
        return result;
      case 'denied':
        throw denied(result.reason);
      case 'notFound':
        throw notFound(`There is no ${stream}.`);
      case 'preconditionFailed':
        throw new ProblemError(
          problem('preconditionFailed', `${stream} has changed: its state revision is ${result.stateRevision}.`, {
            members: { stateRevision: result.stateRevision },
            headers: result.stateRevision < 0 ? {} : { etag: etagOf(result.stateRevision) },
          }),
        );
      case 'keyReused':
        throw new ProblemError(problem('keyReused', 'This Idempotency-Key came with another body before; the answer to that one stands.'));
    }
  }

  /** The body of an acceptance; a refusal is thrown as its problem, and is the same for ever too. */
  bodyOf({ answer, stream, revision, stateRevision, caseId, repeated }: Answered): AnswerBody {
    const position = encodePosition({ ledgerId: this.settings.ledgerId, stream, revision });
    if (answer.kind === 'refused') {
      const { reason, detail, liftedBy } = answer;
      throw new ProblemError(
        problem('refused', explained(reason, liftedBy), {
          members: { reason, facts: detail, liftedBy, stream, revision, stateRevision, caseId, position },
          headers: { 'dealtrail-position': position, etag: etagOf(stateRevision), ...(repeated && { 'idempotency-replayed': 'true' }) },
        }),
      );
    }
    const events = answer.kind === 'accepted' ? answer.events : [];
    return { outcome: answer.kind, events, stream, revision, stateRevision, caseId, position };
  }
}

const explained = (reason: string, liftedBy: readonly string[]): string =>
  liftedBy.length === 0 ? `${reason}.` : `${reason}. What would lift it: ${liftedBy.join('; ')}.`;
