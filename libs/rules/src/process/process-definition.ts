import type { Role } from '#event-contracts';
import type { Bilingual } from '../bilingual.ts';
import type { ForecastPeriod } from '../forecast/forecast-period.ts';
import type { Limit } from '../calendar/limit.ts';
import type { Requirement } from '../gates/requirement.ts';

/** Steps that every process has in common, so that processes with other stages can be compared. */
export type Milestone = 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6' | 'M7' | 'M8' | 'M9' | 'M10';

/** Whom a process is for (L97). */
export type Segment = 'standard' | 'strategic' | 'sme' | 'channel';

/** Something to be done at a stage. */
export interface Activity {
  readonly code: string;
  readonly name: Bilingual;
  /** The line of the policy that asks for it. */
  readonly policyLine: number;
}

/** Who does a stage's work, who answers for it, who is asked, who is told. */
export interface Raci {
  readonly responsible: readonly Role[];
  readonly accountable: readonly Role[];
  readonly consulted: readonly Role[];
  readonly informed: readonly Role[];
}

/** A document or record that a stage uses or hands on. */
export interface Paper {
  /** A code of the list of kinds of documents, or of a record of the program's own. */
  readonly kind: string;
  readonly name: Bilingual;
}

/** How a stage may be passed over: in which cases, and who may decide it. */
export interface Skip {
  readonly when: Requirement;
  readonly by: readonly Role[];
}

export interface Stage {
  /** Its identity in every event; names may change, codes do not. */
  readonly code: string;
  readonly name: Bilingual;
  readonly objective: Bilingual;
  readonly milestones: readonly Milestone[];
  /** Lines of the policy that describe it, first and last. */
  readonly policyLines: readonly [number, number];
  /** Percent that is expected until someone revises it by hand: a default, not policy. */
  readonly defaultProbability: number;
  /** Where the customer stands meanwhile (L15). */
  readonly buyerStage?: Bilingual;
  readonly activities?: readonly Activity[];
  readonly roles?: Raci;
  readonly tools?: readonly Paper[];
  readonly deliverables?: readonly Paper[];
  /** Codes of KPIs, `K01` to `K78`. */
  readonly kpis?: readonly string[];
  /** How long a deal may be at it before it counts as overdue. */
  readonly limit?: Limit;
  /** What has to be so before it is left for the next one; nothing when absent. Stages before `opensAt` are a lead's. */
  readonly exit?: Requirement;
  /** Never passed over when absent. */
  readonly skip?: Skip;
}

/** The contents of a process, as they are approved and hashed. */
export interface ProcessContents {
  /** The policy's number, or the name of a process of the company's own. */
  readonly id: string;
  /** From 1; contents that were once published under a version never change. */
  readonly version: number;
  readonly title: Bilingual;
  /** Of which process this is a variant, and for whom (L97); absent: the process itself, for everyone who has no variant. */
  readonly variant?: { readonly of: string; readonly segment: Segment };
  /** Where values come from that the policy does not state. */
  readonly notes: readonly string[];
  /** In order. */
  readonly stages: readonly Stage[];
  /** Where a deal begins (L109–L118); before it there is only the lead. */
  readonly opensAt: string;
  /** Where the contract is signed and the deal is won (L159–L165); not passed without both signatures. */
  readonly signsAt: string;
  /** The last stage, after the win (L171–L182). */
  readonly closesAt: string;
  /** Where both parties' signatures are: in the contract's own stream, or in the deal when absent (L160, L163). */
  readonly signing?: 'contract';
  /** How long the customer may take to sign what was sent to it; see {@link signatureLimitOf} when absent. */
  readonly signatureWithin?: Limit;
  /** What a won deal is called (L165, L276). */
  readonly wonLabel?: Bilingual;
  /** A deal at which nothing happens for so long is stalled. */
  readonly stalledAfter?: Limit;
  /** Who may reopen a lost deal, and within which time of the loss; whoever may command it, at any time, when absent. */
  readonly reopening?: { readonly within?: { readonly days: number }; readonly by?: readonly Role[] };
  /** How often what is expected of a deal is to be confirmed (L186); nothing is missed where it is not said. */
  readonly forecastEvery?: readonly ForecastPeriod[];
  /** Who may pass over what a gate asks for is named with each criterion; this is who may go back. */
  readonly regressing?: { readonly by?: readonly Role[] };
}

/** A process as deciders are given it. */
export interface ProcessDefinition extends ProcessContents {
  /** SHA-256 of the canonical JSON of its contents, hexadecimal. */
  readonly sha256: string;
  /** What an envelope states: `id@version#sha256`. */
  readonly processVersion: string;
}

/** Within how long the customer is to sign what was sent to it, where its process does not say: a default, not policy. */
const defaultSignatureLimit: Limit = { workdays: 10 };

/** How long the customer may take to sign what was sent to it (L162). */
export const signatureLimitOf = ({ signatureWithin = defaultSignatureLimit }: ProcessContents): Limit => signatureWithin;

export const stageAt = ({ stages }: ProcessContents, code: string): Stage | undefined => stages.find((stage) => stage.code === code);

const orderOf = ({ stages }: ProcessContents, code: string): number => stages.findIndex((stage) => stage.code === code);

/** The stage after this one; nothing after the last, and nothing after an unknown one. */
export const stageAfter = (process: ProcessContents, code: string): Stage | undefined => {
  const at = orderOf(process, code);
  return at < 0 ? undefined : process.stages[at + 1];
};

export const isForwardByOne = (process: ProcessContents, from: string, to: string): boolean => stageAfter(process, from)?.code === to;

/** Whether `one` comes before `other`; false when either is unknown. */
export const isEarlier = (process: ProcessContents, one: string, other: string): boolean => {
  const [first, second] = [orderOf(process, one), orderOf(process, other)];
  return first >= 0 && second >= 0 && first < second;
};

/** The codes strictly between two stages, in order. */
export const stagesBetween = (process: ProcessContents, from: string, to: string): readonly string[] =>
  process.stages.slice(orderOf(process, from) + 1, Math.max(orderOf(process, to), 0)).map(({ code }) => code);

/** The stages before a deal is opened: the lead’s. */
export const leadStages = (process: ProcessContents): readonly Stage[] =>
  process.stages.slice(0, Math.max(orderOf(process, process.opensAt), 0));
