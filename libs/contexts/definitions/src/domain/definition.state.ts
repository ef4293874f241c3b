import type { Decision, Instant } from '#eventsourcing';
import type { DefinitionEvent, DefinitionKind } from '#event-contracts';
import type { AnyContents, KindedContents } from '#rules';

/** A version on its way to be published. */
export interface Draft {
  readonly version: number;
  readonly sha256: string;
  readonly contents: AnyContents;
  readonly status: 'draft' | 'submitted' | 'approved' | 'rejected';
  /** Whoever wrote any of it. */
  readonly authors: readonly string[];
}

export interface PublishedVersion {
  readonly version: number;
  readonly sha256: string;
  readonly contents: AnyContents;
  readonly effectiveFrom: Instant;
  readonly reviewDueAt: Instant;
  /** Whether the review that is due then was called for. */
  readonly reviewCalled: boolean;
}

export interface KnownDefinition {
  readonly status: 'known';
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly draft: Draft | null;
  /** In the order of their versions, and of the times from which they are in force. */
  readonly published: readonly PublishedVersion[];
  readonly interpretations: Readonly<Record<string, { readonly question: string; readonly answer: string }>>;
  /** By user, the last version that they acknowledged. */
  readonly acknowledged: Readonly<Record<string, number>>;
}
export type DefinitionState = { readonly status: 'unknown' } | KnownDefinition;

export type DefinitionRefusal =
  | 'DefinitionUnknown'
  | 'Malformed'
  | 'AnotherDefinition'
  | 'VersionNotNext'
  | 'DraftOpen'
  | 'NoDraft'
  | 'RevisionAwaited'
  | 'NotSubmitted'
  | 'NotApproved'
  | 'ContentsChanged'
  | 'OwnDraft'
  | 'EffectiveInThePast'
  | 'EffectiveBeforeEarlierVersion'
  | 'ReviewNotWithinAYear'
  | 'DefinitionInvalid'
  | 'NotPublished'
  | 'NotAPolicy'
  | 'NotThePolicysOwner'
  | 'NotInScope'
  | 'StatedOtherwise';

export type Outcome = Decision<DefinitionEvent, DefinitionRefusal>;

/** The version in force at a time: the last one that is effective by then. What it says of the past never changes: nothing is effective before it is published. */
export const inForceAt = (published: readonly PublishedVersion[], at: Instant): PublishedVersion | undefined =>
  published.findLast(({ effectiveFrom }) => effectiveFrom <= at);

/** Contents by the kind that their stream is of: what was drafted was held against the kind's form. */
export const kinded = (kind: DefinitionKind, contents: AnyContents): KindedContents => ({ kind, contents }) as KindedContents;
