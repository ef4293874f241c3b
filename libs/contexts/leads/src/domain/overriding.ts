import { accept, refuse, type Command } from '#eventsourcing';
import { isParty, criteriaOf, distinct, gateBefore, shortfall, stageAt, type ProcessDefinition, type StageGate } from '#rules';
import { assigneeIn } from './assignment.ts';
import type { Chapter, Known } from './chapter.ts';
import type { OpenLead, Outcome } from './lead.state.ts';

/** At the gate before which the lead stands. */
export type OverrideLeadCriterion = Command<
  'OverrideLeadCriterion',
  { readonly leadId: string; readonly criterion: string; readonly reason: string }
>;

const askedAt = (definition: ProcessDefinition, stage: string): readonly string[] => {
  const exit = stageAt(definition, stage)?.exit;
  return exit ? distinct(criteriaOf(exit).map(({ criterion }) => criterion)) : [];
};

const notOpen = (criterion: string, standing: StageGate | undefined, definition: ProcessDefinition): Outcome => {
  if (!standing) return refuse('CriterionNotOpen', { criterion }, ['ConvertLead']);
  const { stage } = standing;
  const asked = askedAt(definition, stage);
  return asked.includes(criterion)
    ? refuse('CriterionNotOpen', { stage, criterion }, ['ConvertLead'])
    : refuse('CriterionNotAsked', { stage, asked }, []);
};

/** Who may, lets a lead of someone else pass a gate without one criterion (never one that is absolute). */
const override = ({ leadId, criterion, reason }: OverrideLeadCriterion['data'], lead: OpenLead, known: Known): Outcome => {
  const { definition, now, roles } = known;
  const { facts } = lead;
  const standing = gateBefore(definition, facts, now);
  const lack = standing && shortfall(standing.gate).find((result) => result.criterion === criterion);
  if (!lack) {
    const earlier = facts.overrides.some(({ data }) => data.criterion === criterion && data.reason === reason);
    return earlier ? accept() : notOpen(criterion, standing, definition);
  }
  const role = lack.overridableBy.find((may) => roles.includes(may));
  if (role === undefined) return refuse('OverrideNotAllowed', { criterion, by: [...lack.overridableBy] }, [...lack.suppliedBy]);
  const ownerId = assigneeIn(lead);
  if (isParty(known, ownerId)) return refuse('OwnLead', { ownerId }, ['have someone else decide it']);
  return accept({ type: 'LeadCriterionOverridden', data: { leadId, stage: standing.stage, criterion, reason, role } });
};

/** What a lead may pass a gate without; the policy has no rule for it, so that only a process says what and by whom: a default, not policy. */
export const overriding: Chapter<OverrideLeadCriterion> = { OverrideLeadCriterion: override };
