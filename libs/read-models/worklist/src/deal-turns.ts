import type { Instant } from '#eventsourcing';

/** Since when a deal is as it is, where that may endanger it: business times of the events that made it so. */
export interface DealTurns {
  /** Open: opened, or reopened last. */
  readonly open: Instant;
  /** Expected to be signed on the day that is stated by now. */
  readonly signingDate: Instant;
  /** Less likely than it was thought to be before, at this stage; null while it is not. */
  readonly lessLikely: Instant | null;
  /** Without anyone known who decides, or holds the budget; null while someone is. */
  readonly withoutDecisionMaker: Instant | null;
  /** With one person known at the customer’s at most; null while there are more. */
  readonly withoutSecond: Instant | null;
  /** At each stage on the way to the one at which it is, counted from the first time that it came there; what it has gone back behind is none. */
  readonly stages: readonly { readonly stage: string; readonly since: Instant }[];
}

/** A deal after an event, as far as its turns depend on it. */
export interface AfterEvent {
  readonly occurredAt: Instant;
  readonly reopened: boolean;
  readonly signingDate: string;
  readonly signingDateBefore: string | undefined;
  readonly lessLikely: boolean;
  readonly decisionMakerKnown: boolean;
  readonly stakeholders: number;
  readonly stage: string;
  readonly stageSince: Instant;
}

const kept = (holds: boolean, before: Instant | null | undefined, occurredAt: Instant): Instant | null =>
  holds ? (before ?? occurredAt) : null;

const wayTo = (way: DealTurns['stages'], stage: string, since: Instant): DealTurns['stages'] => {
  const at = way.findIndex((each) => each.stage === stage);
  return at < 0 ? [...way, { stage, since }] : way.slice(0, at + 1);
};

/** What stays as it was keeps its time; what becomes so has that of the event. */
export const turnsAfter = (before: DealTurns | undefined, after: AfterEvent): DealTurns => {
  const { occurredAt, reopened, signingDate, signingDateBefore, stage, stageSince } = after;
  return {
    open: before && !reopened ? before.open : occurredAt,
    signingDate: before && signingDate === signingDateBefore ? before.signingDate : occurredAt,
    lessLikely: kept(after.lessLikely, before?.lessLikely, occurredAt),
    withoutDecisionMaker: kept(!after.decisionMakerKnown, before?.withoutDecisionMaker, occurredAt),
    withoutSecond: kept(after.stakeholders < 2, before?.withoutSecond, occurredAt),
    stages: wayTo(before?.stages ?? [], stage, stageSince),
  };
};
