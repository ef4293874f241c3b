import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import { companyKeyOf } from '#rules';
import type { Chapter, Known, Survivor } from './chapter.ts';
import type { Data, LeadRefusal, OpenLead, Outcome } from './lead.state.ts';

/** L224: the earlier of two leads of one customer goes on in place of both. */
export type MergeLead = Command<'MergeLead', { readonly leadId: string; readonly into: string }>;
/** Given to the lead that another was merged into, by the program itself. */
export type AbsorbLead = Command<'AbsorbLead', Data<'LeadsMerged'>>;

export type MergeCommand = MergeLead | AbsorbLead;

/**
 * Only into a lead that was captured earlier, the lower id where both were at once: so no two leads are ever merged into each other, in whatever order
 * commands arrive. That the earlier one survives is a default, not policy.
 */
const isEarlier = (survivor: Survivor, into: string, { facts: { capturedAt } }: OpenLead, leadId: string): boolean =>
  survivor.capturedAt === capturedAt ? into < leadId : survivor.capturedAt < capturedAt;

const hindrance = ({ leadId, into }: MergeLead['data'], lead: OpenLead, survivor?: Survivor): Refusal<LeadRefusal> | undefined => {
  if (into === leadId) return refuse('MergeIntoItself', { into }, ['name the lead that goes on']);
  if (!survivor) return refuse('SurvivorUnknown', { into }, ['name a lead that was captured']);
  if (survivor.status !== 'open' && survivor.status !== 'converted')
    return refuse('SurvivorNotOpen', { into, status: survivor.status }, ['ReopenLead', 'name the lead that goes on']);
  return isEarlier(survivor, into, lead, leadId) ? undefined : refuse('SurvivorLater', { into }, [`MergeLead ${into} into ${leadId}`]);
};

const inCommon = ({ facts }: OpenLead, { companyKey, contactKeys }: Survivor): Data<'LeadMergedInto'>['matchedBy'] => {
  const matched = [
    ...(companyKeyOf(facts.profile.company) === companyKey ? (['company'] as const) : []),
    ...(facts.contactKeys.some((key) => contactKeys.includes(key)) ? (['contact'] as const) : []),
  ];
  return matched.length > 0 ? matched : ['judgement'];
};

const merge = (data: MergeLead['data'], lead: OpenLead, { survivor }: Known): Outcome => {
  const refused = hindrance(data, lead, survivor);
  if (refused || !survivor) return refused ?? accept();
  const { leadId, into } = data;
  return accept({ type: 'LeadMergedInto', data: { leadId, into, matchedBy: inCommon(lead, survivor) } });
};

export const absorb = ({ leadId, merged }: AbsorbLead['data'], { facts }: Pick<OpenLead, 'facts'>): Outcome =>
  facts.absorbed[merged] ? accept() : accept({ type: 'LeadsMerged', data: { leadId, merged } });

/** Of several leads of one customer one goes on (L224). */
export const merging: Chapter<MergeCommand> = { MergeLead: merge, AbsorbLead: absorb };
