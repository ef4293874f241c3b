import { accept, type Command } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { nameOfDefinition, same, scoreOf } from '#rules';
import type { Chapter, Known } from './chapter.ts';
import type { Data, OpenLead, Outcome } from './lead.state.ts';
import { answersOnFile, statedAnswers } from './standing.ts';

/** L105. Carries no score: that is reckoned from what is on file. */
export type ScoreLead = Command<'ScoreLead', { readonly leadId: string }>;

/** A lead that reaches the threshold is an MQL, and leaves the nurture pool (L104, L105). */
const becomesMql = (leadId: string, { facts }: OpenLead): readonly LeadEvent[] => [
  { type: 'LeadQualified', data: { leadId, from: null, as: 'MQL', ...statedAnswers(answersOnFile(facts)) } },
  ...(facts.nurture ? [{ type: 'LeadNurtureExited', data: { leadId, because: 'mql' } } as const] : []),
];

const score = ({ leadId }: ScoreLead['data'], lead: OpenLead, { scoringModel, at }: Known): Outcome => {
  const { facts } = lead;
  const scored: Data<'LeadScored'> = { leadId, model: nameOfDefinition(scoringModel), ...scoreOf(scoringModel.contents, facts, at) };
  const follows = scored.reachedMql && facts.level === null ? becomesMql(leadId, lead) : [];
  if (same(facts.scores[leadId]?.data, scored) && follows.length === 0) return accept();
  return accept<LeadEvent>({ type: 'LeadScored', data: scored }, ...follows);
};

/** How promising a lead is (L25, L105). */
export const scoring: Chapter<ScoreLead> = { ScoreLead: score };
