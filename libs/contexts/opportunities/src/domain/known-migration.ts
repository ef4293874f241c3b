import type { Definition, ProcessDefinition } from '#rules';

/** A migration in force, with the process that it leads to; without it while that version is not in force. */
export interface KnownMigration extends Pick<Definition<'processMigration'>, 'id' | 'version' | 'sha256' | 'contents'> {
  readonly target?: ProcessDefinition;
}
