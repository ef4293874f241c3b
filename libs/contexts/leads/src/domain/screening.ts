import { accept, refuse, type Command } from '#eventsourcing';
import { listed, present, same, type Given, type LeadFacts } from '#rules';
import type { Chapter } from './chapter.ts';
import type { Data, OpenLead, Outcome } from './lead.state.ts';

/** L103, L224: what a person judges; completeness, and with it the result, is found by the program. */
export type ScreenLead = Command<'ScreenLead', Pick<Data<'LeadScreened'>, 'leadId' | 'sourceValid' | 'industryMatch' | 'sizeMatch'>>;
/** L224. */
export type InvalidateLead = Command<'InvalidateLead', Given<Pick<Data<'LeadInvalidated'>, 'leadId' | 'reason' | 'note'>>>;

export type ScreeningCommand = ScreenLead | InvalidateLead;

/** L102: company, contact and need. */
const isComplete = ({ statedBy }: LeadFacts): boolean =>
  statedBy.company !== undefined && statedBy.contact !== undefined && statedBy.need !== undefined;

const resultOf = (fits: boolean, complete: boolean): Data<'LeadScreened'>['result'] => {
  if (!fits) return 'failed';
  return complete ? 'passed' : 'incomplete';
};

const screen = ({ leadId, sourceValid, industryMatch, sizeMatch }: ScreenLead['data'], { facts }: OpenLead): Outcome => {
  const complete = isComplete(facts);
  const result = resultOf(industryMatch && sizeMatch && sourceValid, complete);
  const screened = { leadId, industryMatch, sizeMatch, sourceValid, complete, result };
  return same(facts.screenings[leadId]?.data, screened) ? accept() : accept({ type: 'LeadScreened', data: screened });
};

/** L224: what its screening shows to be no lead is eliminated. */
const invalidate = ({ leadId, reason, note }: InvalidateLead['data'], { facts }: OpenLead): Outcome => {
  const last = listed(facts.screenings).at(-1);
  if (!last) return refuse('LeadNotScreened', {}, ['ScreenLead']);
  if (last.data.result === 'passed') return refuse('ScreeningPassed', {}, ['ScreenLead', 'DisqualifyLead']);
  return accept({ type: 'LeadInvalidated', data: { leadId, reason, contactId: facts.contactId, ...present({ note }) } });
};

/** Which leads are worth the work (L103, L224). */
export const screening: Chapter<ScreeningCommand> = { ScreenLead: screen, InvalidateLead: invalidate };
