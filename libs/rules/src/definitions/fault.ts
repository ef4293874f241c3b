import type { Role } from '#event-contracts';
import type { Criterion } from '../gates/criterion.ts';
import type { CriterionId } from '../gates/requirement.ts';
import type { ProcessContents } from '../process/process-definition.ts';
import { distinct } from '../values.ts';

/** What can be wrong with a definition: the fact that is in the way of publishing it. */
export type FaultRule =
  /** Not of the form that the kind has. */
  | 'Malformed'
  | 'CodeRepeated'
  | 'RoleHeldByNobody'
  | 'NobodyNamed'
  | 'ForNobody'
  | 'CriterionUnknown'
  | 'ParameterUnknown'
  | 'ParameterMissing'
  | 'ParameterOfAnotherForm'
  | 'CriterionAbsolute'
  | 'NothingAsked'
  | 'StageUnknown'
  | 'StageUnreachable'
  | 'StagesOutOfOrder'
  | 'MilestonesOutOfOrder'
  | 'LinesOutOfOrder'
  | 'SkipLeadsNowhere'
  | 'ProcessUnknown'
  | 'VariantNotFound'
  | 'KpiUnknown'
  | 'ThresholdOutOfReach'
  | 'ElementUnknown'
  | 'FrameworkIncomplete'
  | 'FormOfAnotherMethod'
  | 'CalendarUnworkable'
  | 'NeverReached'
  | 'ActionUnknown'
  | 'OnlookerActs'
  | 'NobodyLeft'
  | 'ContentsDiffer'
  | 'LeadsNowhere'
  | 'StageNotMapped'
  | 'GateNotDecided'
  | 'SignaturePassedOver'
  /** Something may be asked for that no way is given. */
  | 'NotEveryCaseCovered'
  /** The policy names a role that is not asked, or that the step can do without. */
  | 'PolicyRoleNotAsked';

export interface Fault {
  readonly rule: FaultRule;
  /** Where in the contents, for example `stages.S2.exit`. */
  readonly at: string;
  /** What it is about, by name. */
  readonly names?: readonly string[];
}

/** What a vocabulary tells of a criterion to those who only ask for it. */
export type Terms = ReadonlyMap<CriterionId, Pick<Criterion<never>, 'parameters' | 'absolute'>>;

/** A version of a process with the hash of what was approved. */
export interface PublishedProcess {
  readonly sha256: string;
  readonly contents: ProcessContents;
}

/** What a definition is held against. */
export interface Surroundings {
  /** Criteria that may be asked of a lead, and of a deal. */
  readonly vocabularies: { readonly lead: Terms; readonly deal: Terms };
  /** Roles that an active user holds; not asked for when absent, as at the founding, when nobody is registered yet. */
  readonly heldRoles?: ReadonlySet<string>;
  /** Whether a process of that id was published. */
  readonly isProcess: (id: string) => boolean;
  /** A version of a process that was published. */
  readonly publishedProcess: (id: string, version: number) => PublishedProcess | undefined;
}

export const repeatedCodes = (at: string, items: readonly { readonly code: string }[]): readonly Fault[] => {
  const codes = items.map(({ code }) => code);
  const names = distinct(codes.filter((code, place) => codes.indexOf(code) !== place));
  return names.length === 0 ? [] : [{ rule: 'CodeRepeated', at, names }];
};

/** Roles without which nobody could do or decide what the definition leaves to them. */
export const heldByNobody = (at: string, asked: readonly Role[], held: ReadonlySet<string> | undefined): readonly Fault[] => {
  const names = held ? distinct(asked.filter((role) => !held.has(role))) : [];
  return names.length === 0 ? [] : [{ rule: 'RoleHeldByNobody', at, names }];
};
