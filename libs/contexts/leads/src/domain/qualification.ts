import { accept, refuse, type Command } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { nameOfDefinition, present, same, statedOf, type Form, type Given, type QualificationLevel } from '#rules';
import { stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenLead, Outcome } from './lead.state.ts';
import { answersOnFile, handOverOpen, notAccepted, statedAnswers, type Answers } from './standing.ts';

export type BantAnswers = Data<'LeadQualified'>['bant'];

/** L113, L230, L234. May be answered anew, as more becomes known. */
export type AnswerLeadBant = Command<'AnswerLeadBant', Given<Omit<Data<'LeadBantAnswered'>, 'form' | 'asks'>>>;
/** L234. */
export type AssessPurchaseIntent = Command<'AssessPurchaseIntent', Given<Omit<Data<'PurchaseIntentAssessed'>, 'contactId'>>>;
/** L105, L107, L208, L234. What `bant` leaves out is taken from the answers on file. */
export type QualifyLead = Command<
  'QualifyLead',
  { readonly leadId: string; readonly as: QualificationLevel; readonly bant?: Given<BantAnswers> | undefined }
>;

export type QualificationCommand = AnswerLeadBant | AssessPurchaseIntent | QualifyLead;

const stateAnswer = stating('LeadBantAnswered', { among: ({ facts }) => facts.bantAnswers, id: 'question', revisable: true });

/** By the form in force, which says what may be asked (L113, L230). The same answer by a newer form is given anew: it takes the lead on to what that asks. */
const answer = (given: AnswerLeadBant['data'], lead: OpenLead, known: Known): Outcome => {
  const stated = statedOf(known.bantForm);
  return stated.asks.includes(given.question)
    ? stateAnswer({ ...given, ...stated }, lead, known)
    : refuse('QuestionUnknown', { question: given.question, ...stated }, ['name a question of the form']);
};

const assess = (given: AssessPurchaseIntent['data'], { facts }: OpenLead): Outcome => {
  const { decisionChain, ...open } = given;
  const assessed = { ...present(open), contactId: facts.contactId };
  if (decisionChain === undefined && same(facts.intents[given.leadId]?.data, assessed)) return accept();
  return accept({ type: 'PurchaseIntentAssessed', data: { ...assessed, ...present({ decisionChain }) } });
};

const ascending: readonly (QualificationLevel | null)[] = [null, 'MQL', 'SQL', 'prospect'];

/** From SQL on all questions of the form are answered (L113, L230), for a prospect all are met that it wants met (L208). */
const bantGap = (as: QualificationLevel, answers: Answers, { contents: { elements } }: Form): Outcome | undefined => {
  const unanswered = elements.flatMap(({ code }) => (answers[code] ? [] : [code]));
  if (as !== 'MQL' && unanswered.length > 0) return refuse('BantUnanswered', { as, unanswered }, ['answer what is not answered']);
  const unmet = elements.flatMap(({ code, mustBeMet }) => (mustBeMet && !answers[code]?.met ? [code] : []));
  return as === 'prospect' && unmet.length > 0 ? refuse('BantUnmet', { as, unmet }, ['have what is not met confirmed']) : undefined;
};

/** Whoever is qualified is nurtured no more (L104). */
const outOfNurture = (leadId: string, as: QualificationLevel, { facts: { nurture } }: OpenLead): readonly LeadEvent[] =>
  nurture ? [{ type: 'LeadNurtureExited', data: { leadId, because: as === 'MQL' ? 'mql' : 'ready' } }] : [];

const isQualifiedOn = (stated: ReturnType<typeof statedAnswers>, on: Data<'LeadQualified'> | null): boolean =>
  on !== null && same(stated, present({ bant: on.bant, more: on.more }));

/** Sales takes over what is more than marketing qualified, and answers first (L107). */
const notTakenOver = (as: QualificationLevel, lead: OpenLead, { definition, now }: Known): Outcome | undefined =>
  as === 'MQL' ? undefined : (handOverOpen(lead) ?? notAccepted(lead, definition, now));

/** From MQL to SQL to prospect (L105, L107, L208). */
const qualify = ({ leadId, as, bant = {} }: QualifyLead['data'], lead: OpenLead, known: Known): Outcome => {
  const { bantForm } = known;
  const { facts } = lead;
  const from = facts.level;
  const answers: Answers = { ...answersOnFile(facts), ...present(bant) };
  const stated = statedAnswers(answers);
  if (as === from && isQualifiedOn(stated, facts.qualification)) return accept();
  if (ascending.indexOf(as) <= ascending.indexOf(from)) {
    return refuse('QualificationNotAscending', { from, as }, ['qualify the lead at a higher level']);
  }
  const hindrance = notTakenOver(as, lead, known) ?? bantGap(as, answers, bantForm);
  if (hindrance) return hindrance;
  const form = as === 'MQL' ? {} : { form: nameOfDefinition(bantForm) };
  return accept<LeadEvent>({ type: 'LeadQualified', data: { leadId, from, as, ...stated, ...form } }, ...outOfNurture(leadId, as, lead));
};

/** How far a lead is qualified (L105, L107, L113, L208, L230, L234). */
export const qualifying: Chapter<QualificationCommand> = {
  AnswerLeadBant: answer,
  AssessPurchaseIntent: assess,
  QualifyLead: qualify,
};
