import type { Instant } from '#eventsourcing';
import type { ProcessDefinition, Segment } from './process/process-definition.ts';

/** The rules in force: versioned, approved data. What is looked up by its whole name never changes. */
export interface Rulebook {
  /** The process that an envelope's `processVersion` names, hash included; nothing when these contents were never published. */
  process(processVersion: string): Promise<ProcessDefinition | undefined>;
  /**
   * The process that a new case is pinned to at that time: the one of that id, or the company's standard one; its variant for the segment where
   * there is one (L97). Nothing when none of that id is in force then.
   */
  processInForce(
    asked: { readonly id?: string | undefined; readonly segment?: Segment | undefined },
    at: Instant,
  ): Promise<ProcessDefinition | undefined>;
}
