import type { qualificationFrameworks } from '#event-contracts';

export type QualificationFramework = (typeof qualificationFrameworks)[number];

/** One question of a sales method. */
export interface QualificationElement {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly question: string;
}

/** The questions of a sales method; a version that was once used never changes. */
export interface QualificationForm {
  readonly framework: QualificationFramework;
  readonly version: number;
  readonly elements: readonly QualificationElement[];
}

const element = (code: string, zh: string, en: string, question: string): QualificationElement => ({ code, zh, en, question });

const meddic = [
  element('metrics', '量化收益', 'Metrics', 'What is it worth to the customer, in figures that it accepts?'),
  element('economicBuyer', '经济决策人', 'Economic buyer', 'Who can release the money, and have we talked?'),
  element('decisionCriteria', '决策标准', 'Decision criteria', 'By what does the customer compare its choices?'),
  element('decisionProcess', '决策流程', 'Decision process', 'Which steps lead to the decision, by when?'),
  element('identifyPain', '痛点', 'Identified pain', 'What hurts, and what if nothing is done?'),
  element('champion', '内部支持者', 'Champion', 'Who wants us to win, and has a say?'),
];

/** The questions that each method is known for; how they are put is ours (L30, L113, L230). */
export const qualificationForms: Readonly<Record<QualificationFramework, QualificationForm>> = {
  BANT: {
    framework: 'BANT',
    version: 1,
    elements: [
      element('budget', '预算', 'Budget', 'Is there money for it, how much, and from where?'),
      element('authority', '权限', 'Authority', 'Who decides, and do we talk with them?'),
      element('need', '需求', 'Need', 'What does the customer need it for?'),
      element('timeline', '时间', 'Timeline', 'By when is it to be decided, and to be in use?'),
    ],
  },
  MEDDIC: { framework: 'MEDDIC', version: 1, elements: meddic },
  MEDDPICC: {
    framework: 'MEDDPICC',
    version: 1,
    elements: [
      ...meddic,
      element('paperProcess', '合同流程', 'Paper process', 'Which way does the contract go until it is signed?'),
      element('competition', '竞争', 'Competition', 'Against whom, and against which other use of the money, do we compete?'),
    ],
  },
  SPIN: {
    framework: 'SPIN',
    version: 1,
    elements: [
      element('situation', '现状', 'Situation', 'How does the customer do it today?'),
      element('problem', '问题', 'Problem', 'What goes wrong, and how often?'),
      element('implication', '影响', 'Implication', 'What follows from it, and for whom?'),
      element('needPayoff', '需求收益', 'Need and payoff', 'What would it be worth to be rid of it?'),
    ],
  },
};

/** `framework@version`, as events name a form. */
export const formVersion = ({ framework, version }: QualificationForm): string => `${framework}@${version}`;

/** What tells one question of a deal from another. */
export const questionOf = (framework: QualificationFramework, code: string): string => `${framework}.${code}`;
