import { refuse, type Refusal } from '#eventsourcing';
import { frameworks, listed, type LeadFacts } from '#rules';
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
