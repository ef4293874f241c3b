import type { TObject } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { Instant } from '#eventsourcing';
import type { DefinitionKind } from '#event-contracts';
import { calendarFaults, calendarSchema, type CalendarContents } from '../calendar/calendar.ts';
import type { ProcessContents } from '../process/process-definition.ts';
import { approvalMatrixFaults, approvalMatrixSchema, type ApprovalMatrixContents } from './approval-matrix.ts';
import { assignmentRulesFaults, assignmentRulesSchema, type AssignmentRulesContents } from './assignment-rules.ts';
import { authorityFaults, authoritySchema, type AuthorityContents } from './authority-contents.ts';
import type { Fault, Surroundings } from './fault.ts';
import { kpiParametersFaults, kpiParametersSchema, type KpiParametersContents } from './kpi-parameters.ts';
import { leadRulesSchema, type LeadRulesContents } from './lead-rules.ts';
import { policyFaults, policySchema, type PolicyContents } from './policy.ts';
import { processMigrationFaults } from './process-migration.faults.ts';
import { processMigrationSchema, type ProcessMigrationContents } from './process-migration.ts';
import { processFaults } from './process.faults.ts';
import { processSchema } from './process.ts';
import { qualificationFormFaults, qualificationFormSchema, type QualificationFormContents } from './qualification-form.ts';
import { scoringModelFaults, scoringModelSchema, type ScoringModelContents } from './scoring-model.ts';

/** What each kind of definition consists of. */
export interface ContentsByKind {
  readonly process: ProcessContents;
  readonly policy: PolicyContents;
  readonly scoringModel: ScoringModelContents;
  readonly qualificationForm: QualificationFormContents;
  readonly calendar: CalendarContents;
  readonly kpiParameters: KpiParametersContents;
  readonly assignmentRules: AssignmentRulesContents;
  readonly leadRules: LeadRulesContents;
  readonly authority: AuthorityContents;
  readonly processMigration: ProcessMigrationContents;
  readonly approvalMatrix: ApprovalMatrixContents;
}
export type ContentsOf<K extends DefinitionKind> = ContentsByKind[K];
export type AnyContents = ContentsOf<DefinitionKind>;

/** Contents of one kind, with the kind. */
export type KindedContents<K extends DefinitionKind = DefinitionKind> = {
  readonly [T in K]: { readonly kind: T; readonly contents: ContentsOf<T> };
}[K];

/** A published version of a definition. */
export interface Definition<K extends DefinitionKind = DefinitionKind> {
  readonly kind: K;
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the canonical JSON of its contents, hexadecimal. */
  readonly sha256: string;
  readonly contents: ContentsOf<K>;
  readonly effectiveFrom: Instant;
}

type Rules<K extends DefinitionKind> = {
  /** It only ever grows, by members that may be absent: what was published stays readable. */
  readonly schema: TObject;
  readonly faults: (contents: ContentsOf<K>, around: Surroundings) => readonly Fault[];
};

const kinds: { readonly [K in DefinitionKind]: Rules<K> } = {
  process: { schema: processSchema, faults: processFaults },
  policy: { schema: policySchema, faults: policyFaults },
  scoringModel: { schema: scoringModelSchema, faults: scoringModelFaults },
  qualificationForm: { schema: qualificationFormSchema, faults: qualificationFormFaults },
  calendar: {
    schema: calendarSchema,
    faults: (calendar) => calendarFaults(calendar).map((fault) => ({ rule: 'CalendarUnworkable', at: 'calendar', names: [fault] })),
  },
  kpiParameters: { schema: kpiParametersSchema, faults: kpiParametersFaults },
  assignmentRules: { schema: assignmentRulesSchema, faults: assignmentRulesFaults },
  leadRules: { schema: leadRulesSchema, faults: () => [] },
  authority: { schema: authoritySchema, faults: authorityFaults },
  processMigration: { schema: processMigrationSchema, faults: processMigrationFaults },
  approvalMatrix: { schema: approvalMatrixSchema, faults: approvalMatrixFaults },
};

const checks = new Map(Object.entries(kinds).map(([kind, { schema }]) => [kind, TypeCompiler.Compile(schema)]));
const mostFaults = 20;

/** Where contents are not of the form that their kind has; none when they are {@link ContentsOf} it. */
export const malformations = (kind: DefinitionKind, contents: unknown): readonly Fault[] => {
  const faults = new Map<string, Fault>();
  for (const { path, message } of checks.get(kind)!.Errors(contents)) {
    if (faults.size === mostFaults) break;
    const at = path.slice(1).replaceAll('/', '.');
    if (!faults.has(at)) faults.set(at, { rule: 'Malformed', at, names: [message] });
  }
  return [...faults.values()];
};

/** What is in the way of publishing contents of a kind that are of its form. */
export const faultsOf = <K extends DefinitionKind>(kind: K, contents: ContentsOf<K>, around: Surroundings): readonly Fault[] =>
  kinds[kind].faults(contents, around);
