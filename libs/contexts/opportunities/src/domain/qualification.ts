import { accept, refuse, type Command } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { assessmentOf, formVersion, present, qualificationForms, questionOf, same, type Given } from '#rules';
import type { Chapter } from './chapter.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { knownEvidence } from './references.ts';

/** L30, L113, L230. An answer may be given anew. */
export type AnswerQualification = Command<'AnswerQualification', Given<Omit<Data<'QualificationAnswered'>, 'question' | 'form'>>>;

/** Each answer is kept, and what all of them amount to is counted here, never given (L113). One without evidence is kept too, and meets no gate. */
const answer = (given: AnswerQualification['data'], { facts }: OpenDeal): Outcome => {
  const { opportunityId, framework, element, evidence } = given;
  const form = qualificationForms[framework];
  const codes = form.elements.map(({ code }) => code);
  if (!codes.includes(element)) return refuse('QuestionUnknown', { framework, element, elements: codes }, ['name a question of the form']);
  const answered: Data<'QualificationAnswered'> = present({ ...given, question: questionOf(framework, element), form: formVersion(form) });
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
