import type { DealFacts } from '../facts/deal-facts.ts';
import { provenBy } from '../facts/evidence.ts';
import { formVersion, questionOf, type QualificationForm } from './forms.ts';

type Answer = DealFacts['qualificationAnswers'][string]['data'];
type Assessment = Omit<DealFacts['qualificationAssessments'][string]['data'], 'opportunityId'>;

/** How far the answers qualify a deal; only what is met on evidence counts (L113). */
export const assessmentOf = (form: QualificationForm, facts: DealFacts, answers: Readonly<Record<string, Answer>>): Assessment => {
  const { framework, elements } = form;
  const given = elements.flatMap(({ code }) => answers[questionOf(framework, code)] ?? []);
  const proven = given.filter(({ met, evidence }) => met && provenBy(facts, evidence).length > 0).length;
  return {
    framework,
    form: formVersion(form),
    questions: elements.length,
    answered: given.length,
    proven,
    score: Math.round((100 * proven) / elements.length),
  };
};
