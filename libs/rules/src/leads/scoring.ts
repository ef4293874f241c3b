import type { Instant } from '#eventsourcing';
import type { behaviourKinds } from '#event-contracts';
import type { ScoringModelContents } from '../definitions/scoring-model.ts';
import { listed } from '../facts/gathering.ts';
import type { LeadFacts } from '../facts/lead-facts.ts';

const dayMs = 86_400_000;

/** Which signal of a scoring model each behaviour is; an invitation is none, since the lead did nothing. */
const signalOf: Readonly<Record<(typeof behaviourKinds)[number], string | undefined>> = {
  download: 'download',
  siteVisited: 'visit',
  mailOpened: 'touch',
  mailClicked: 'touch',
  eventInvited: undefined,
  eventRegistered: 'touch',
  eventAttended: 'attendance',
  webinarAttended: 'attendance',
};

interface Signal {
  readonly signal: string | undefined;
  readonly at: Instant;
}

/** A lead that got in touch itself replied; one that was reached was touched. */
const signalsOf = ({ behaviours, contacts }: LeadFacts): readonly Signal[] => [
  ...listed(behaviours).map(({ data: { kind }, at }) => ({ signal: signalOf[kind], at })),
  ...contacts
    .filter(({ data }) => data.effective)
    .map(({ data: { direction }, at }) => ({ signal: direction === 'inbound' ? 'reply' : 'touch', at })),
];

const fading = (halfLifeDays: number | undefined, from: Instant, to: Instant): number =>
  halfLifeDays === undefined ? 1 : 0.5 ** ((Date.parse(to) - Date.parse(from)) / dayMs / halfLifeDays);

const knows = ({ profile, contactDetails }: LeadFacts, field: string): boolean =>
  field in profile || contactDetails.some((detail) => detail === field);

const sum = (points: readonly number[]): number => points.reduce((total, each) => total + each, 0);

/** Points are whole numbers in events: rounded once, over all behaviour. */
const behaviourPoints = ({ behaviour }: ScoringModelContents, facts: LeadFacts, at: Instant): number => {
  const seen = signalsOf(facts).filter((each) => each.at <= at);
  const byRule = behaviour.map(({ signal, points, atMost = Number.POSITIVE_INFINITY, halfLifeDays }) =>
    Math.min(sum(seen.filter((each) => each.signal === signal).map((each) => points * fading(halfLifeDays, each.at, at))), atMost),
  );
  return Math.round(sum(byRule));
};

export interface Score {
  readonly behaviour: number;
  readonly completeness: number;
  readonly total: number;
  readonly threshold: number;
  readonly reachedMql: boolean;
}

/** What a lead scores at that time, by what it did and what is known of it (L105). The same facts give the same score for ever. */
export const scoreOf = (model: ScoringModelContents, facts: LeadFacts, at: Instant): Score => {
  const behaviour = behaviourPoints(model, facts, at);
  const completeness = sum(model.completeness.filter(({ field }) => knows(facts, field)).map(({ points }) => points));
  const total = Math.min(Math.max(behaviour + completeness, 0), model.scale);
  return { behaviour, completeness, total, threshold: model.mqlThreshold, reachedMql: total >= model.mqlThreshold };
};
