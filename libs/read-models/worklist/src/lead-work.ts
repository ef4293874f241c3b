import type { Instant } from '#eventsourcing';
import {
  gateBefore,
  leadCriteria,
  knownLeadFacts,
  stageAt,
  stallsAt,
  type Bilingual,
  type CalendarContents,
  type ProcessContents,
} from '#rules';
import { criterionViews, needsOf, type CriterionView } from './gate-view.ts';
import type { LeadWorkRow } from './lead-worklist.row.ts';
import type { RiskSince } from './risk.ts';
import type { Crew } from './who-may.ts';

export const leadDueKinds = ['firstContact', 'acceptance', 'nurtureWake'] as const;
export const leadRiskCodes = ['unassigned', 'stalled'] as const;

/** Something that has to be done about a lead in time. */
export interface LeadDue {
  readonly what: (typeof leadDueKinds)[number];
  readonly dueAt: Instant;
}
export type LeadRisk = (typeof leadRiskCodes)[number];
export type LeadLine = Omit<LeadWorkRow, 'facts'>;

/** A lead that someone has to work on: what is due, what endangers it, what it still needs before it is a deal. */
export interface LeadWork extends Omit<LeadLine, 'unassignedSince'> {
  /** The earliest of what is due. */
  readonly dueAt: Instant | null;
  readonly due: readonly LeadDue[];
  readonly overdue: readonly LeadDue['what'][];
  readonly atRisk: readonly RiskSince<LeadRisk>[];
  /** The first stage whose gate would not let it pass; null when all of them would, or where its process is not known here. */
  readonly stage: string | null;
  readonly stageName: Bilingual | null;
  /** False while one of its gates would not let it pass; null where its process is not known here. */
  readonly gatePassed: boolean | null;
  /** What the gate of that stage asks for and does not find. */
  readonly needs: readonly CriterionView[];
}

/** What a lead is looked at with. */
export interface LookingAtLead {
  readonly process: ProcessContents | undefined;
  readonly calendar: CalendarContents;
  readonly now: Instant;
}

/** What has to be done in time, the earliest first: the assignee is to be in touch (L232); what was handed over is to be accepted or rejected (L107, L236); what waits in the nurture pool is to be looked at again (L104). */
export const duesOfLead = ({ contactDueAt, acceptDueAt, wakeAt }: LeadLine): readonly LeadDue[] =>
  [
    ...(contactDueAt === null ? [] : [{ what: 'firstContact' as const, dueAt: contactDueAt }]),
    ...(acceptDueAt === null ? [] : [{ what: 'acceptance' as const, dueAt: acceptDueAt }]),
    ...(wakeAt === null ? [] : [{ what: 'nurtureWake' as const, dueAt: wakeAt }]),
  ].toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : Number(one.dueAt > other.dueAt)));

/** What makes a lead a risk that does not wait in the nurture pool: nobody is answerable for it (L24), or nothing has happened for as long as its process lets a deal rest. A default, not policy. */
export const risksOfLead = (line: LeadLine, { process, calendar, now }: LookingAtLead): readonly RiskSince<LeadRisk>[] => {
  const { inNurture, unassignedSince, lastActivityAt } = line;
  if (inNurture) return [];
  const stalled = process && stallsAt(process, calendar, lastActivityAt);
  return [
    ...(unassignedSince === null ? [] : [{ risk: 'unassigned' as const, since: unassignedSince }]),
    ...(stalled !== undefined && stalled < now ? [{ risk: 'stalled' as const, since: stalled }] : []),
  ];
};

const gateOfLead = ({ facts }: LeadWorkRow, crew: Crew, { process, now }: LookingAtLead) => {
  if (!process) return { stage: null, stageName: null, gatePassed: null, needs: [] };
  const blocking = gateBefore(process, knownLeadFacts(facts), now);
  if (!blocking) return { stage: null, stageName: null, gatePassed: true, needs: [] };
  const { stage, gate } = blocking;
  const needs = needsOf(gate).map(criterionViews(leadCriteria, crew, 'OverrideLeadCriterion'));
  return { stage, stageName: stageAt(process, stage)?.name ?? null, gatePassed: false, needs };
};

export const leadWorkOf = (row: LeadWorkRow, crew: Crew, looking: LookingAtLead): LeadWork => {
  const { facts, ...line } = row;
  const { unassignedSince, ...shown } = line;
  const due = duesOfLead(line);
  return {
    ...shown,
    dueAt: due[0]?.dueAt ?? null,
    due,
    overdue: due.filter(({ dueAt: at }) => at < looking.now).map(({ what }) => what),
    atRisk: risksOfLead(line, looking),
    ...gateOfLead(row, crew, looking),
  };
};
