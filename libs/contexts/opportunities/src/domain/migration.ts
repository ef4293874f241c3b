import { accept, refuse, type Command } from '#eventsourcing';
import { courseOf, isEarlier, isParty, type ProcessDefinition } from '#rules';
import type { Chapter, Known } from './chapter.ts';
import { signatureMissing } from './contract.ts';
import { forecastDueFrom } from './forecast.ts';
import type { KnownMigration } from './known-migration.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { probabilityAt } from './stages.ts';
import { timesFrom } from './time-limits.ts';

/** L95. By the version of the migration that is in force; how far each goes is approved with it, and not asked here. */
export type MigrateOpportunity = Command<'MigrateOpportunity', { readonly opportunityId: string; readonly migrationId: string }>;

const leadsFrom = ({ contents: { from } }: KnownMigration, { id, version, sha256 }: ProcessDefinition): boolean =>
  id === from.id && version === from.version && (from.sha256 ?? sha256) === sha256;

/** What is in the way of moving this deal there. */
const hindrance = (target: ProcessDefinition, { facts }: OpenDeal, known: Known): Outcome | undefined => {
  const { ownerId, segment } = facts;
  if (isParty(known, ownerId)) return refuse('OwnDeal', { ownerId }, ['have someone else move it']);
  const of = target.variant?.segment;
  return of === undefined || of === segment
    ? undefined
    : refuse('ForAnotherSegment', { segment, of }, ['move it to the process of its segment']);
};

/** Rhythms that were asked for before go on as they were; those that were not begin now. */
const newRhythms = (before: ProcessDefinition, target: ProcessDefinition, { at }: Known): ReturnType<typeof forecastDueFrom> =>
  forecastDueFrom({ ...target, forecastEvery: (target.forecastEvery ?? []).filter((each) => !before.forecastEvery?.includes(each)) }, at);

const moved = ({ id, version, sha256, contents }: KnownMigration, target: ProcessDefinition, deal: OpenDeal, known: Known): Outcome => {
  const { opportunityId } = deal.facts.opened;
  const { stage, processVersion, forecast, overrides } = deal.facts;
  const course = courseOf(contents, stage);
  if (!course) return refuse('StageUnknown', { stage, stages: contents.stages.map(({ from }) => from) }, ['ReviseDefinition']);
  const unsigned = isEarlier(target, target.signsAt, course.stage) ? signatureMissing(deal, target) : undefined;
  if (unsigned) return unsigned;
  const ended = Object.keys(overrides);
  const data: Data<'ProcessMigrated'> = {
    ...{ opportunityId, from: processVersion, to: target.processVersion, migration: { id, version, sha256 } },
    ...{ stageFrom: stage, stageTo: course.stage, gates: course.gates },
    ...(ended.length > 0 && { overridesEnded: ended }),
    ...{ probabilityFrom: forecast.probability, probabilityTo: probabilityAt(target, course.stage, deal) },
    ...newRhythms(known.definition, target, known),
    ...timesFrom({ ...known, definition: target }, course.stage),
  };
  return accept({ type: 'ProcessMigrated', data });
};

/**
 * A running deal goes to another version of its process, as an approved migration says (L95). Its facts stay; its stage, the time spent there and its
 * probability follow the new version, the latter unless it was stated by hand; what was overridden belonged to a gate that is gone, and ends. Sales
 * operations and the sales management department decide when (default, not policy), and never on a deal of their own.
 */
const migrate = ({ migrationId }: MigrateOpportunity['data'], deal: OpenDeal, known: Known): Outcome => {
  const { migration, definition } = known;
  const { processVersion, migratedBy } = deal.facts;
  const leads = migration !== undefined && leadsFrom(migration, definition);
  if (!leads && migratedBy?.id === migrationId) return accept();
  if (!migration) return refuse('MigrationNotInForce', { migrationId }, ['PublishDefinition']);
  const { from, to } = migration.contents;
  if (!leads) return refuse('PinnedToAnotherProcess', { process: processVersion, from: `${from.id}@${from.version}` });
  if (!migration.target) return refuse('ProcessNotInForce', { process: `${to.id}@${to.version}` }, ['wait until it is in force']);
  return hindrance(migration.target, deal, known) ?? moved(migration, migration.target, deal, known);
};

/** From one version of the process to another. */
export const migration: Chapter<MigrateOpportunity> = { MigrateOpportunity: migrate };
