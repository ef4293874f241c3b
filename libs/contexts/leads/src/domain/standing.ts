import { refuse, type Instant, type Refusal } from '#eventsourcing';
import { frameworks, gatesOfLead, listed, shortfall, type LeadFacts, type ProcessDefinition } from '#rules';
import type { Data, LeadRefusal, OpenLead } from './lead.state.ts';

/** Answers by question. */
export type Answers = Readonly<Record<string, { readonly met: boolean; readonly answer: string }>>;

/** The answers to BANT that were given one by one. */
export const answersOnFile = ({ bantAnswers }: LeadFacts): Answers =>
  Object.fromEntries(listed(bantAnswers).map(({ data: { question, met, answer } }) => [question, { met, answer }]));

const isOfBant = (question: string): boolean => (frameworks.BANT as readonly string[]).includes(question);

/** Answers as an event has them: the method's own by name, and what the company's form asks beside. */
export const statedAnswers = (answers: Answers): Pick<Data<'LeadQualified'>, 'bant' | 'more'> => {
  const more = Object.entries(answers).flatMap(([question, answer]) => (isOfBant(question) ? [] : [{ question, ...answer }]));
  return {
    bant: Object.fromEntries(Object.entries(answers).filter(([question]) => isOfBant(question))),
    ...(more.length > 0 && { more }),
  };
};

/** Refuses what waits for the one to whom the lead was handed (L107). */
export const handOverOpen = ({ facts: { handover, acceptance } }: OpenLead): Refusal<LeadRefusal> | undefined =>
  handover && !acceptance ? refuse('HandOverNotAccepted', { to: handover.data.to }, ['AcceptLead', 'RejectLead']) : undefined;

/** What brings a lead that nobody has accepted to where somebody can: handed over are leads that are marketing qualified. */
const towardsAcceptance = ({ level, handover, acceptance }: LeadFacts): readonly string[] => {
  if (level === null) return ['QualifyLead as MQL'];
  if (level === 'MQL' && !acceptance) return handover ? ['AcceptLead', 'RejectLead'] : ['HandOverLead'];
  return ['ReturnLead'];
};

/**
 * L107: an SQL is what sales accepted. Wherever the process has a lead accepted before it is a deal, it is no SQL, and no prospect, before that: not by
 * being called one. A process that does not ask for it leaves that to whoever has the lead (L236).
 */
export const notAccepted = ({ facts }: OpenLead, definition: ProcessDefinition, now: Instant): Refusal<LeadRefusal> | undefined => {
  const lacking = gatesOfLead(definition, facts, now).flatMap(({ gate }) => shortfall(gate));
  return lacking.some(({ criterion }) => criterion === 'salesAccepted/1')
    ? refuse('HandOverNotAccepted', { to: facts.handover?.data.to ?? null }, towardsAcceptance(facts))
    : undefined;
};
