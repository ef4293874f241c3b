import { nameOfDefinition } from '../definitions/name.ts';
import type { DealFacts } from '../facts/deal-facts.ts';
import { provenBy } from '../facts/evidence.ts';
import { questionOf, type Form } from './form-in-force.ts';

type Answer = DealFacts['qualificationAnswers'][string]['data'];
type Assessment = Omit<DealFacts['qualificationAssessments'][string]['data'], 'opportunityId'>;
type Element = Form['contents']['elements'][number];

const weightOf = (elements: readonly Element[]): number => elements.reduce((sum, { weight }) => sum + weight, 0);

/** Percent of what the form's questions weigh; of how many they are, where none weighs anything. */
const scoreOf = (all: readonly Element[], proven: readonly Element[]): number => {
  const whole = weightOf(all);
  return Math.round(whole > 0 ? (100 * weightOf(proven)) / whole : (100 * proven.length) / all.length);
};

/** How far the answers qualify a deal, by the form in force; only what is met on evidence counts (L113). */
export const assessmentOf = (form: Form, facts: DealFacts, answers: Readonly<Record<string, Answer>>): Assessment => {
  const { framework, elements } = form.contents;
  const answerTo = ({ code }: Element): Answer | undefined => answers[questionOf(framework, code)];
  const answered = elements.filter((element) => answerTo(element) !== undefined);
  const proven = answered.filter((element) => answerTo(element)?.met && provenBy(facts, answerTo(element)?.evidence).length > 0);
  return {
    framework,
    form: nameOfDefinition(form),
    questions: elements.length,
    answered: answered.length,
    proven: proven.length,
    score: scoreOf(elements, proven),
  };
};
