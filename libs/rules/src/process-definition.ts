/** A name in both languages of the company. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Steps that every process has in common, so that processes with other stages can be compared. */
export type Milestone = 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6' | 'M7' | 'M8' | 'M9' | 'M10';

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
}

/** The contents of a process, as they are approved and hashed. */
export interface ProcessContents {
  /** The policy's number. */
  readonly id: string;
  /** From 1; contents that were once published under a version never change. */
  readonly version: number;
  readonly title: Bilingual;
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
}

/** A process as deciders are given it. */
export interface ProcessDefinition extends ProcessContents {
  /** SHA-256 of the canonical JSON of its contents, hexadecimal. */
  readonly sha256: string;
  /** What an envelope states: `id@version#sha256`. */
  readonly processVersion: string;
}

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
