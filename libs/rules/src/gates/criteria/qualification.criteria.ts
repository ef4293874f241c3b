import type { DealFacts } from '../../facts/deal-facts.ts';
import type { Framework } from '../../definitions/qualification-form.ts';
import { provenBy } from '../../facts/evidence.ts';
import { listed } from '../../facts/gathering.ts';
import { questionOf } from '../../qualification/form-in-force.ts';
import { met, missing, unmet, type Criterion, type Verdict } from '../criterion.ts';
import type { Parameters } from '../requirement.ts';

interface Asked {
  readonly code: string;
  readonly met: boolean | undefined;
  /** The answer, and what it rests on. */
  readonly evidence: readonly string[];
  readonly proven: boolean;
}

/** What the form asks by which the deal was last answered; nothing before it was. */
const askedByForm = ({ qualificationAnswers }: DealFacts, method: Framework): readonly string[] =>
  listed(qualificationAnswers).findLast(({ data }) => data.framework === method)?.data.asks ?? [];

/** The questions that are asked for: those that are named, or all of the form. */
const askedOf = (facts: DealFacts, { framework, elements }: Parameters): readonly Asked[] => {
  const method = framework as Framework;
  const codes = (elements as readonly string[] | undefined) ?? askedByForm(facts, method);
  return codes.map((code) => {
    const answer = facts.qualificationAnswers[questionOf(method, code)];
    const proof = provenBy(facts, answer?.data.evidence);
    return { code, met: answer?.data.met, evidence: answer ? [answer.eventId, ...proof] : [], proven: proof.length > 0 };
  });
};

type Shortcoming = readonly [because: string, holds: (asked: Asked) => boolean];

const unanswered: Shortcoming = ['unanswered', (asked) => asked.met === undefined];
const unproven: Shortcoming = ['noEvidence', (asked) => !asked.proven];
const negative: Shortcoming = ['notMet', (asked) => asked.met === false];

const judging =
  (...shortcomings: readonly Shortcoming[]) =>
  (facts: DealFacts, parameters: Parameters): Verdict => {
    const asked = askedOf(facts, parameters);
    const evidence = asked.flatMap((each) => each.evidence);
    if (evidence.length === 0) return missing();
    for (const [because, holds] of shortcomings) {
      const elements = asked.filter(holds).map(({ code }) => code);
      if (elements.length > 0) return unmet(because, evidence, { elements });
    }
    return met(evidence);
  };

const suppliedBy = ['AnswerQualification', 'LogActivity', 'AttachDocument'];
const parameters = { framework: 'text', elements: 'many?' } as const;

/** L30, L113, L230: each question is answered, on an activity or a document. */
const qualificationAnswered: Criterion<DealFacts> = {
  name: 'qualificationAnswered',
  version: 1,
  title: { zh: '资质问题均有依据地回答', en: 'The questions of qualification are answered on evidence' },
  policyLines: [30, 113, 230],
  parameters,
  suppliedBy,
  judge: judging(unanswered, unproven),
};

/** L113, L209, L230: each is answered so that the deal qualifies. */
const qualificationMet: Criterion<DealFacts> = {
  name: 'qualificationMet',
  version: 1,
  title: { zh: '资质条件均已满足', en: 'The conditions of qualification are met' },
  policyLines: [113, 209, 230],
  parameters,
  suppliedBy,
  judge: judging(unanswered, negative, unproven),
};

export const qualificationCriteria: readonly Criterion<DealFacts>[] = [qualificationAnswered, qualificationMet];
