import type { Bilingual } from '#rules';

/** What a line of the policy is: a principle, a goal, an activity, a role, a record, a tool, a KPI, an approval, a meeting, a system, a term. */
export type Kind = 'P' | 'G' | 'A' | 'R' | 'D' | 'T' | 'K' | 'AP' | 'M' | 'S' | 'DEF';

/** What of the program can be taken away, to see whether a test misses it. */
export type MechanismKind =
  /** An event that no decider writes any more. */
  | 'event'
  /** A refusal that lets its command pass without effect. */
  | 'refusal'
  /** A criterion that everything meets. */
  | 'criterion'
  /** A condition that nothing meets, so that what it asks for is never asked. */
  | 'condition'
  /** A deadline that is never set. */
  | 'deadline'
  /** A process manager that nothing makes act. */
  | 'process'
  /** A role without any authority. */
  | 'role'
  /** A part of what a process says of a stage: `SALES-PROC-003/S1/kpis`. */
  | 'content'
  /** A kind of document that is not known. */
  | 'documentKind'
  /** A definition that does not come with the program, or a member that it lacks: `policy/SALES-PROC-003/scope`. */
  | 'definition'
  /** A read model that no event changes. */
  | 'projection';

export interface Mechanism {
  readonly kind: MechanismKind;
  readonly name: string;
}

/** A mechanism, and the test that misses it. */
export interface Rule extends Mechanism {
  /** The test file, from the project's root. */
  readonly file: string;
  /** A part of the test's name, where only that one is to be run. */
  readonly test?: string;
}

/** What covers lines of the policy. */
export interface Row {
  readonly lines: readonly number[];
  readonly kind: Kind;
  /** What the lines ask for, in our own words. */
  readonly item: Bilingual;
  readonly by: readonly Rule[];
  /** In what way the rules do what the line asks for, where that does not speak for itself: always for principles and goals. */
  readonly argument?: string;
}

/** How a mechanism is named everywhere. */
export const keyOf = ({ kind, name }: Mechanism): string => `${kind}:${name}`;

/** Rules that one test file proves. */
export const provedIn = (file: string, test?: string) => {
  const rule = (kind: MechanismKind, name: string): Rule => ({ kind, name, file, ...(test !== undefined && { test }) });
  const rules =
    (kind: MechanismKind) =>
    (...names: readonly string[]): readonly Rule[] =>
      names.map((name) => rule(kind, name));
  return {
    events: rules('event'),
    refusals: rules('refusal'),
    criteria: rules('criterion'),
    conditions: rules('condition'),
    deadlines: rules('deadline'),
    processes: rules('process'),
    roles: rules('role'),
    contents: (stage: string, ...parts: readonly string[]): readonly Rule[] => parts.map((part) => rule('content', `${stage}/${part}`)),
    documentKinds: rules('documentKind'),
    definitions: rules('definition'),
    projections: rules('projection'),
  };
};

const row =
  (kind: Kind) =>
  (lines: number | readonly number[], zh: string, en: string, by: readonly (readonly Rule[])[], argument?: string): Row => ({
    lines: [lines].flat(),
    kind,
    item: { zh, en },
    by: by.flat(),
    ...(argument !== undefined && { argument }),
  });

export const [principle, goal, activity, role, record, tool, kpi, approval, meeting, system, term] = (
  ['P', 'G', 'A', 'R', 'D', 'T', 'K', 'AP', 'M', 'S', 'DEF'] as const
).map(row) as [Line, Line, Line, Line, Line, Line, Line, Line, Line, Line, Line];
type Line = ReturnType<typeof row>;
