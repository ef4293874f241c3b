import type { Instant } from '#eventsourcing';
import { defineProcess, type Rulebook } from '#rules';
import type { KnownMigration } from '../domain/known-migration.ts';

/** The migration of that id that is in force now, with where it leads, if that version is in force too; nothing when none is. */
export const migrationInForce = async (rulebook: Rulebook, id: string, now: Instant): Promise<KnownMigration | undefined> => {
  const found = await rulebook.inForce('processMigration', id, now);
  if (!found) return undefined;
  const { version, sha256, contents } = found;
  const target = await rulebook.inForce('process', contents.to.id, now);
  return { id, version, sha256, contents, ...(target?.version === contents.to.version && { target: defineProcess(target.contents) }) };
};
