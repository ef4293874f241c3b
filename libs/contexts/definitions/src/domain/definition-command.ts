import type { Command, Instant } from '#eventsourcing';
import type { DefinitionKind } from '#event-contracts';
import type { KnownOfAsking, Surroundings } from '#rules';

type On<D> = D & { readonly kind: DefinitionKind; readonly id: string };
type Contents = Readonly<Record<string, unknown>>;

/** A new version; it states its own number, which is the next one. */
export type DraftDefinition = Command<'DraftDefinition', On<{ readonly contents: Contents }>>;
export type ReviseDefinition = Command<'ReviseDefinition', On<{ readonly contents: Contents }>>;
export type SubmitDefinition = Command<'SubmitDefinition', On<unknown>>;
/** Approves contents of this hash and no others. */
export type ApproveDefinition = Command<'ApproveDefinition', On<{ readonly sha256: string }>>;
export type RejectDefinition = Command<'RejectDefinition', On<{ readonly reason: string }>>;
/** At once when no time is named (L85, L192, L322); the review is due in a year unless it is to be sooner. */
export type PublishDefinition = Command<
  'PublishDefinition',
  On<{ readonly effectiveFrom?: Instant | undefined; readonly reviewDueAt?: Instant | undefined }>
>;
/** Given by the clock. */
export type MarkReviewDue = Command<'MarkReviewDue', On<{ readonly version: number; readonly dueAt: Instant }>>;
export type ReviewDefinition = Command<'ReviewDefinition', On<{ readonly outcome: 'keep' | 'revise'; readonly note?: string | undefined }>>;
export type InterpretPolicy = Command<
  'InterpretPolicy',
  On<{ readonly interpretationId: string; readonly question: string; readonly answer: string }>
>;
export type AcknowledgePolicy = Command<'AcknowledgePolicy', On<unknown>>;

export type DefinitionCommand =
  | DraftDefinition
  | ReviseDefinition
  | SubmitDefinition
  | ApproveDefinition
  | RejectDefinition
  | PublishDefinition
  | MarkReviewDue
  | ReviewDefinition
  | InterpretPolicy
  | AcknowledgePolicy;

/** What the application looks up for every command on a definition. */
export interface Known extends Omit<KnownOfAsking, 'definition' | 'named'> {
  /** Whether it is the program that publishes what comes with it. */
  readonly founding: boolean;
  /** The last version that was in force before definitions were kept in streams; 0 when there was none. */
  readonly lastBefore: number;
  /** What is to be published is held against it. */
  readonly around: Surroundings;
}

export type InformedDefinitionCommand = DefinitionCommand & { readonly known: Known };
