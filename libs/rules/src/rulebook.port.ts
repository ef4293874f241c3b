import type { Awaitable, Instant } from '#eventsourcing';
import type { DefinitionKind } from '#event-contracts';
import type { Definition } from './definitions/definition.ts';
import type { ProcessDefinition, Segment } from './process/process-definition.ts';

/** The rules in force: versioned, approved data. What is looked up by its whole name never changes. */
export interface Rulebook {
  /** The process that an envelope's `processVersion` names, hash included; nothing when these contents were never published. */
  process(processVersion: string): Awaitable<ProcessDefinition | undefined>;
  /**
   * The process that a new case is pinned to at that time: the one of that id, or the company's standard one; its variant for the segment where
   * there is one (L97). Nothing when none of that id is in force then.
   */
  processInForce(
    asked: { readonly id?: string | undefined; readonly segment?: Segment | undefined },
    at: Instant,
  ): Promise<ProcessDefinition | undefined>;
  /** The version of a definition that is in force at that time; nothing when none is. */
  inForce<K extends DefinitionKind>(kind: K, id: string, at: Instant): Awaitable<Definition<K> | undefined>;
  /** A published version of a definition, whether or not it is in force yet, or still. */
  version<K extends DefinitionKind>(kind: K, id: string, version: number): Promise<Definition<K> | undefined>;
}
