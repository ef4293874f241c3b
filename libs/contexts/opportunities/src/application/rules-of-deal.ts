import type { CommandRequest, Instant } from '#eventsourcing';
import { publishedProcess, type Rulebook, type Segment } from '#rules';
import { migrationInForce } from './migration-in-force.ts';
import type { Known } from '../domain/chapter.ts';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';
import type { Opportunity } from '../domain/opportunity.state.ts';

type Rules = Pick<Known, 'definition' | 'from' | 'inForce' | 'migration'>;

interface Chosen {
  readonly id?: string | undefined;
  readonly segment?: Segment | undefined;
}

/** A deal that comes from a lead stays under what the lead is under, or goes to its variant for the deal's segment (L97). */
const rulesOfConversion = async (rulebook: Rulebook, name: string, { segment }: Chosen, now: Instant): Promise<Rules> => {
  const pinned = await publishedProcess(rulebook, name);
  const variant = segment && (await rulebook.processInForce({ id: pinned.variant?.of ?? pinned.id, segment }, now));
  return { definition: variant ?? pinned, from: pinned.processVersion };
};

/** A deal that begins its case is pinned to the process it asks for, or the standard one, as in force now; or to its variant for the deal's segment (L97). */
const rulesOfBeginning = async (rulebook: Rulebook, name: string, { id, segment }: Chosen, now: Instant): Promise<Rules> => {
  const base = await rulebook.processInForce({ id }, now);
  const definition = segment ? await rulebook.processInForce({ id, segment }, now) : base;
  return base && definition
    ? { definition, from: base.processVersion }
    : { definition: await publishedProcess(rulebook, name), inForce: false };
};

/** The process that the deal is pinned to, or will be. */
export const rulesOfDeal = async (
  rulebook: Rulebook,
  { command: { type, data }, processVersion }: CommandRequest<OpportunityCommand>,
  state: Opportunity,
  now: Instant,
): Promise<Rules> => {
  if ('facts' in state) {
    const definition = await publishedProcess(rulebook, state.facts.processVersion);
    if (type !== 'MigrateOpportunity') return { definition };
    return { definition, migration: await migrationInForce(rulebook, data.migrationId, now) };
  }
  if (type === 'OpenOpportunity' && data.leadId !== undefined) return rulesOfConversion(rulebook, processVersion, data, now);
  if (type === 'OpenOpportunity') return rulesOfBeginning(rulebook, processVersion, { id: data.process, segment: data.segment }, now);
  if (type === 'AdoptImportedOpportunity')
    return rulesOfBeginning(rulebook, processVersion, { id: data.process, segment: data.segment }, now);
  return { definition: await publishedProcess(rulebook, processVersion) };
};
