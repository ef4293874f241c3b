import { accept, refuse, type Command } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { present, same, type Given, type QualificationLevel } from '#rules';
import { stating, type Chapter } from './chapter.ts';
import type { Data, OpenLead, Outcome } from './lead.state.ts';
import { answersOnFile, handOverOpen } from './standing.ts';

export type BantAnswers = Data<'LeadQualified'>['bant'];

/** L113, L230, L234. May be answered anew, as more becomes known. */
export type AnswerLeadBant = Command<'AnswerLeadBant', Given<Data<'LeadBantAnswered'>>>;
/** L234. */
export type AssessPurchaseIntent = Command<'AssessPurchaseIntent', Given<Omit<Data<'PurchaseIntentAssessed'>, 'contactId'>>>;
/** L105, L107, L208, L234. What `bant` leaves out is taken from the answers on file. */
export type QualifyLead = Command<
  'QualifyLead',
  { readonly leadId: string; readonly as: QualificationLevel; readonly bant?: Given<BantAnswers> | undefined }
>;

export type QualificationCommand = AnswerLeadBant | AssessPurchaseIntent | QualifyLead;

const questions = ['budget', 'authority', 'need', 'timeline'] as const;

const assess = (given: AssessPurchaseIntent['data'], { facts }: OpenLead): Outcome => {
  const { decisionChain, ...open } = given;
  const assessed = { ...present(open), contactId: facts.contactId };
  if (decisionChain === undefined && same(facts.intents[given.leadId]?.data, assessed)) return accept();
  return accept({ type: 'PurchaseIntentAssessed', data: { ...assessed, ...present({ decisionChain }) } });
};

const ascending: readonly (QualificationLevel | null)[] = [null, 'MQL', 'SQL', 'prospect'];

/** From SQL on all four questions are answered (L113, L230), for a prospect all are met (L208). */
const bantGap = (as: QualificationLevel, bant: BantAnswers): Outcome | undefined => {
  const unanswered = questions.filter((question) => !bant[question]);
  if (as !== 'MQL' && unanswered.length > 0) return refuse('BantUnanswered', { as, unanswered }, ['answer what is not answered']);
  const unmet = questions.filter((question) => !bant[question]?.met);
  return as === 'prospect' && unmet.length > 0 ? refuse('BantUnmet', { as, unmet }, ['have what is not met confirmed']) : undefined;
};

/** Whoever is qualified is nurtured no more (L104). */
const outOfNurture = (leadId: string, as: QualificationLevel, { facts: { nurture } }: OpenLead): readonly LeadEvent[] =>
  nurture ? [{ type: 'LeadNurtureExited', data: { leadId, because: as === 'MQL' ? 'mql' : 'ready' } }] : [];

/** From MQL to SQL to prospect (L105, L107, L208). */
const qualify = ({ leadId, as, bant = {} }: QualifyLead['data'], lead: OpenLead): Outcome => {
  const { facts } = lead;
  const from = facts.level;
  const answers = { ...answersOnFile(facts), ...present(bant) };
  if (as === from && facts.qualification && same(answers, facts.qualification.bant)) return accept();
  if (ascending.indexOf(as) <= ascending.indexOf(from)) {
    return refuse('QualificationNotAscending', { from, as }, ['qualify the lead at a higher level']);
  }
  const hindrance = (as === 'MQL' ? undefined : handOverOpen(lead)) ?? bantGap(as, answers);
  if (hindrance) return hindrance;
  return accept<LeadEvent>({ type: 'LeadQualified', data: { leadId, from, as, bant: answers } }, ...outOfNurture(leadId, as, lead));
};

/** How far a lead is qualified (L105, L107, L113, L208, L230, L234). */
export const qualifying: Chapter<QualificationCommand> = {
  AnswerLeadBant: stating('LeadBantAnswered', { among: ({ facts }) => facts.bantAnswers, id: 'question', revisable: true }),
  AssessPurchaseIntent: assess,
  QualifyLead: qualify,
};
