import type { Role } from '#event-contracts';
import { isEarlier, stageAt, type Milestone, type ProcessContents, type Stage } from '../process/process-definition.ts';
import { heldByNobody, repeatedCodes, type Fault, type FaultRule, type Surroundings, type Terms } from './fault.ts';
import { kpiCodes } from './kpi-codes.ts';
import { requirementFaults } from './requirement.faults.ts';

const when = (wrong: boolean, rule: FaultRule, at: string, ...names: readonly string[]): readonly Fault[] =>
  wrong ? [{ rule, at, ...(names.length > 0 && { names }) }] : [];

const isBeforeOpening = (process: ProcessContents, { code }: Stage): boolean => isEarlier(process, code, process.opensAt);

/** What stages a deal opens, is signed and ends at: they exist, in this order, and none comes after the end. */
const courseFaults = (process: ProcessContents): readonly Fault[] => {
  const { opensAt, signsAt, closesAt, stages } = process;
  const unknown = Object.entries({ opensAt, signsAt, closesAt }).flatMap(([at, code]) =>
    when(!stageAt(process, code), 'StageUnknown', at, code),
  );
  const after = stages.filter(({ code }) => isEarlier(process, closesAt, code)).map(({ code }) => code);
  return [
    ...repeatedCodes('stages', stages),
    ...unknown,
    ...when(isEarlier(process, signsAt, opensAt), 'StagesOutOfOrder', 'signsAt', opensAt, signsAt),
    ...when(isEarlier(process, closesAt, signsAt), 'StagesOutOfOrder', 'closesAt', signsAt, closesAt),
    ...when(after.length > 0, 'StageUnreachable', 'closesAt', ...after),
  ];
};

const orderOf = (milestone: Milestone): number => Number(milestone.slice(1));

/** Each milestone once, in order, so that processes with other stages can be compared. */
const milestoneFaults = ({ stages }: ProcessContents): readonly Fault[] => {
  const all = stages.flatMap(({ milestones }) => milestones);
  const astray = all.filter((milestone, at) => at > 0 && orderOf(milestone) <= orderOf(all[at - 1]!));
  return when(astray.length > 0, 'MilestonesOutOfOrder', 'stages', ...new Set(astray));
};

/** A variant is found by the id of its process and its segment, so it has to be named after them (L97). */
const variantFaults = ({ id, variant }: ProcessContents, { isProcess }: Surroundings): readonly Fault[] =>
  variant
    ? [
        ...when(!isProcess(variant.of), 'ProcessUnknown', 'variant.of', variant.of),
        ...when(id !== variantId(variant.of, variant.segment), 'VariantNotFound', 'id', variantId(variant.of, variant.segment)),
      ]
    : [];

/** The id of a process's variant for a segment: `SALES-PROC-003-STRATEGIC`. */
export const variantId = (id: string, segment: string): string => `${id}-${segment.toUpperCase()}`;

/** Before the opening there is no deal to pass it over, and after the end nothing to pass on to. */
const skipFaults = (process: ProcessContents, stage: Stage, terms: Terms, heldRoles: Surroundings['heldRoles']): readonly Fault[] => {
  const { skip, code } = stage;
  if (!skip) return [];
  const at = `stages.${code}.skip`;
  const nowhere = code === process.opensAt || code === process.closesAt || isBeforeOpening(process, stage);
  return [
    ...when(nowhere, 'SkipLeadsNowhere', at),
    ...when(skip.by.length === 0, 'NobodyNamed', `${at}.by`),
    ...requirementFaults(`${at}.when`, skip.when, terms, heldRoles),
    ...heldByNobody(`${at}.by`, skip.by, heldRoles),
  ];
};

const answeringRoles = ({ roles }: Stage): readonly Role[] => (roles ? [...roles.responsible, ...roles.accountable] : []);

const stageFaults = (process: ProcessContents, stage: Stage, { vocabularies, heldRoles }: Surroundings): readonly Fault[] => {
  const { code, exit, activities = [], kpis = [], policyLines } = stage;
  const at = `stages.${code}`;
  const terms = isBeforeOpening(process, stage) ? vocabularies.lead : vocabularies.deal;
  const unknownKpis = kpis.filter((kpi) => !kpiCodes.includes(kpi));
  return [
    ...repeatedCodes(`${at}.activities`, activities),
    ...when(policyLines[0] > policyLines[1], 'LinesOutOfOrder', `${at}.policyLines`),
    ...when(unknownKpis.length > 0, 'KpiUnknown', `${at}.kpis`, ...unknownKpis),
    ...(exit ? requirementFaults(`${at}.exit`, exit, terms, heldRoles) : []),
    ...skipFaults(process, stage, terms, heldRoles),
    ...heldByNobody(`${at}.roles`, answeringRoles(stage), heldRoles),
  ];
};

/** What is in the way of publishing a process: what it names that does not exist, cannot be reached, or that nobody could do (L91–L97). */
export const processFaults = (process: ProcessContents, around: Surroundings): readonly Fault[] => [
  ...courseFaults(process),
  ...milestoneFaults(process),
  ...variantFaults(process, around),
  ...process.stages.flatMap((stage) => stageFaults(process, stage, around)),
  ...heldByNobody('reopening.by', process.reopening?.by ?? [], around.heldRoles),
  ...heldByNobody('regressing.by', process.regressing?.by ?? [], around.heldRoles),
];
