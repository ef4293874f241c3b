import { accept, refuse, type Command } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { assessmentOf, present, questionOf, same, statedOf, type Given } from '#rules';
import type { Chapter, Known } from './chapter.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { knownEvidence } from './references.ts';

/** L30, L113, L230. An answer may be given anew. */
export type AnswerQualification = Command<'AnswerQualification', Given<Omit<Data<'QualificationAnswered'>, 'question' | 'form' | 'asks'>>>;

/** Each answer is kept, with the form in force that asks for it, and what all of them amount to is counted here, never given (L113). One without evidence is kept too, and meets no gate. */
const answer = (given: AnswerQualification['data'], { facts }: OpenDeal, { form }: Known): Outcome => {
  const { opportunityId, framework, element, evidence } = given;
  if (!form) return refuse('FormNotInForce', { framework }, ['PublishDefinition']);
  const stated = statedOf(form);
  if (!stated.asks.includes(element)) return refuse('QuestionUnknown', { framework, element, ...stated }, ['name a question of the form']);
  const answered: Data<'QualificationAnswered'> = present({ ...given, question: questionOf(framework, element), ...stated });
  const earlier = facts.qualificationAnswers[answered.question]?.data;
  if (earlier && same(earlier, answered)) return accept();
  const unknown = knownEvidence(facts, evidence);
  if (unknown) return unknown;
  const others = Object.fromEntries(Object.entries(facts.qualificationAnswers).map(([question, { data }]) => [question, data]));
  const assessed = { opportunityId, ...assessmentOf(form, facts, { ...others, [answered.question]: answered }) };
  const event: OpportunityEvent = { type: 'QualificationAnswered', data: answered };
  const unchanged = same(facts.qualificationAssessments[framework]?.data, assessed);
  return unchanged ? accept(event) : accept<OpportunityEvent>(event, { type: 'QualificationAssessed', data: assessed });
};

/** How far a deal is qualified, by the questions of a sales method. */
export const qualification: Chapter<AnswerQualification> = { AnswerQualification: answer };
