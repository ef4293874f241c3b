import * as discovery from './discovery.ts';
import * as proposal from './proposal.ts';
import type { Evidence } from './scene.ts';
import * as solution from './solution.ts';

const { firstMeeting, qualification, painsAndObjectives, currentSolution, competition, counterStrategy, fit, commitment } = discovery;
const { decisionChain, referenceCase } = discovery;
const { team, research, needs, technicalNeeds, needsReport, direction, design, feasibility, simpleProject, review, draft } = solution;
const { demo, feedback, value, roi } = solution;
const { quote, proposal: submission, executiveMeeting, objection, confirmation, probability } = proposal;

/** How the deals of one process, or of one of its variants, come to their end. */
export interface Course {
  /** As it is asked for at the capture of a lead. */
  readonly process: string;
  /** As it is asked for at the conversion, for a variant. */
  readonly segment?: 'sme' | 'strategic';
  /** From where a deal is opened to where it is signed, with what the gate of each stage asks for, in the order in which it is supplied. */
  readonly stages: readonly (readonly [code: string, evidence: readonly Evidence[]])[];
  /** Where it goes when it is won. */
  readonly afterwards: string;
  /** Who of the customer's is met, and whether a solution is designed. */
  readonly designed: boolean;
  /** A criterion at the first gate that a manager may let a deal pass without, and what would supply it. */
  readonly waivable?: { readonly criterion: string; readonly evidence: Evidence };
}

const confirming = [roi, quote, submission, executiveMeeting, objection, confirmation];

const signing = [
  ['S5', []],
  ['S6', []],
] as const;

export const standard: Course = {
  process: 'SALES-PROC-003',
  stages: [
    ['S2', [firstMeeting(1), qualification('BANT'), painsAndObjectives, currentSolution, competition, fit, commitment]],
    ['S3', [team, research(1), needs, needsReport, design, feasibility, simpleProject, draft, demo('decider'), feedback, value]],
    ['S4', [...confirming, probability(65)]],
    ...signing,
  ],
  ...{ afterwards: 'S7', designed: true },
  waivable: { criterion: 'currentSolutionKnown/1', evidence: currentSolution },
};

export const smallCustomers: Course = {
  ...{ ...standard, segment: 'sme' },
  stages: [
    ['S2', [firstMeeting(1), qualification('BANT'), painsAndObjectives, competition, fit, commitment]],
    ['S3', [team, needs, design, feasibility, draft, demo('decider'), feedback, value]],
    ['S4', [quote, submission, objection, confirmation, probability(65)]],
    ...signing,
  ],
  waivable: { criterion: 'competitionKnown/1', evidence: competition },
};

/** Nothing may be waived where the customer matters most. */
const { waivable: _waivable, ...unwaivable } = standard;

export const strategicCustomers: Course = {
  ...{ ...unwaivable, segment: 'strategic' },
  stages: [
    ['S2', [firstMeeting(3), qualification('MEDDPICC'), painsAndObjectives, currentSolution, competition, fit, decisionChain, commitment]],
    ['S3', [team, research(2), needs, needsReport, design, feasibility, review, draft, demo('decider', 'expert', 'user'), feedback, value]],
    ['S4', [counterStrategy, ...confirming, probability(65)]],
    ...signing,
  ],
};

export const customerJourney: Course = {
  process: 'CUSTOMER-JOURNEY',
  stages: [
    [
      'J2',
      [
        ...[firstMeeting(1), qualification('MEDDIC'), painsAndObjectives, referenceCase],
        ...[team, needs, technicalNeeds, demo('decider'), direction],
      ],
    ],
    ['J3', [competition, counterStrategy, ...confirming]],
  ],
  ...{ afterwards: 'J4', designed: false },
  waivable: { criterion: 'referenceCaseShared/1', evidence: referenceCase },
};

export const classicSales: Course = {
  process: 'CLASSIC-SALES',
  stages: [
    ['C3', [firstMeeting(3), team, research(1), painsAndObjectives, currentSolution, decisionChain, needsReport]],
    ['C4', [needs, design, simpleProject, quote, submission, demo('decider'), objection, confirmation]],
    ['C5', []],
  ],
  ...{ afterwards: 'C6', designed: true },
  waivable: { criterion: 'currentSolutionKnown/1', evidence: currentSolution },
};
