import type { Instant } from '#eventsourcing';
import { wonLabelOf } from '#querying';
import {
  dealCriteria,
  gateOf,
  knownDealFacts,
  stageAfter,
  stageAt,
  type Bilingual,
  type CalendarContents,
  type ProcessContents,
} from '#rules';
import type { DealWorkRow } from './deal-worklist.row.ts';
import { duesOf, isPast, stageDueAt, type DealLine, type Due } from './due.ts';
import { criterionViews, needsOf, type CriterionView } from './gate-view.ts';
import { risksOf, type RiskSince } from './risk.ts';
import type { Crew } from './who-may.ts';

/** A stage of a process by its code and name. */
export interface NamedStage {
  readonly code: string;
  readonly name: Bilingual;
}

export interface DealStanding extends Omit<DealLine, 'datedFacts' | 'stageDueAt' | 'probabilityPeak' | 'turns' | 'forecast'> {
  readonly stageName: Bilingual | null;
  readonly stageDueAt: Instant | null;
  /** What its process calls a deal that is won (L165, L276); null while it is not. */
  readonly wonLabel: Bilingual | null;
}

/** A deal that someone has to work on: what is due, what endangers it, what its gate still needs. */
export interface DealWork extends DealStanding {
  readonly amountMinor: number;
  readonly currency: string;
  readonly signingDate: string;
  readonly probability: number;
  readonly category: DealWorkRow['forecast']['category'];
  /** The earliest of what is due. */
  readonly dueAt: Instant | null;
  readonly due: readonly Due[];
  readonly overdue: readonly Due['what'][];
  readonly atRisk: readonly RiskSince[];
  /** False while its gate would not let it pass; null where its process is not known here. */
  readonly gatePassed: boolean | null;
  /** What the gate asks for and does not find. */
  readonly needs: readonly CriterionView[];
}

/** The gate of a deal, with all that it asks for. */
export interface DealGate extends DealStanding {
  /** When it was judged. */
  readonly judgedAt: Instant;
  /** Where the gate leads to; null at the last stage. */
  readonly next: NamedStage | null;
  readonly passed: boolean;
  readonly criteria: readonly CriterionView[];
}

/** What a deal is looked at with. */
export interface Looking {
  readonly process: ProcessContents | undefined;
  readonly calendar: CalendarContents;
  readonly crew: Crew;
  readonly now: Instant;
}

/** Whether a deal is anyone's work: it is open, or won and not yet at the last stage of its process. */
export const isWork = ({ status, stage }: DealLine, process: ProcessContents | undefined): boolean =>
  status === 'open' || (status === 'won' && process !== undefined && stageAfter(process, stage) !== undefined);

const standingOf = (line: DealLine, { process, calendar }: Pick<Looking, 'process' | 'calendar'>): DealStanding => {
  const { caseId, opportunityId, name, company, ownerId, memberIds, status, stage, stageSince, processVersion, segment } = line;
  const { lastActivityAt, openedIndex, revision } = line;
  return {
    ...{ caseId, opportunityId, name, company, ownerId, memberIds, status, stage, stageSince, processVersion, segment },
    ...{ lastActivityAt, openedIndex, revision },
    stageName: (process && stageAt(process, stage)?.name) ?? null,
    stageDueAt: stageDueAt(line, process, calendar),
    wonLabel: wonLabelOf(status, process),
  };
};

export const dealWorkOf = (row: DealWorkRow, looking: Looking): DealWork => {
  const { process, calendar, crew, now } = looking;
  const { amount, signingDate, probability, category } = row.forecast;
  const due = duesOf(row, process, calendar);
  const gate = process && gateOf(process, knownDealFacts(row.facts), now);
  return {
    ...standingOf(row, looking),
    ...{ amountMinor: amount.minor, currency: amount.currency, signingDate, probability, category, due },
    dueAt: due[0]?.dueAt ?? null,
    overdue: due.filter((each) => isPast(now, each)).map(({ what }) => what),
    atRisk: risksOf({ line: row, process, calendar, now }),
    gatePassed: gate?.passed ?? null,
    needs: gate ? needsOf(gate).map(criterionViews(dealCriteria, crew, 'OverrideCriterion')) : [],
  };
};

export const dealGateOf = (row: DealWorkRow, looking: Looking & { readonly process: ProcessContents }): DealGate => {
  const { process, crew, now } = looking;
  const { passed, results } = gateOf(process, knownDealFacts(row.facts), now);
  const next = stageAfter(process, row.stage);
  return {
    ...standingOf(row, looking),
    judgedAt: now,
    next: next ? { code: next.code, name: next.name } : null,
    passed,
    criteria: results.map(criterionViews(dealCriteria, crew, 'OverrideCriterion')),
  };
};
