import { accept, refuse, type Instant } from '#eventsourcing';
import type { DefinitionEvent } from '#event-contracts';
import { faultsOf, present } from '#rules';
import type { Known, MarkReviewDue, PublishDefinition, ReviewDefinition } from './definition-command.ts';
import { kinded, type Draft, type KnownDefinition, type Outcome } from './definition.state.ts';

const yearMs = 365 * 86_400_000;

/** At least yearly (L191, L321): 365 days at most. */
const yearAfter = (instant: Instant): Instant => new Date(Date.parse(instant) + yearMs).toISOString();

/** Rules bind from their publication on, never before (L85, L192, L322), and in the order of their versions. */
const untimely = (effectiveFrom: Instant, reviewDueAt: Instant, { published }: KnownDefinition, { now }: Known): Outcome | undefined => {
  const last = published.at(-1);
  if (effectiveFrom < now) return refuse('EffectiveInThePast', { effectiveFrom, now }, ['name a time to come, or none']);
  if (last && effectiveFrom < last.effectiveFrom)
    return refuse('EffectiveBeforeEarlierVersion', { version: last.version, effectiveFrom: last.effectiveFrom }, ['name a later time']);
  const latest = yearAfter(effectiveFrom);
  return reviewDueAt > latest || reviewDueAt <= effectiveFrom
    ? refuse('ReviewNotWithinAYear', { reviewDueAt, latest }, ['name a time within a year of being in force'])
    : undefined;
};

const invalid = ({ kind }: KnownDefinition, { contents }: Draft, { around }: Known): Outcome | undefined => {
  const said = kinded(kind, contents);
  const faults = faultsOf(said.kind, said.contents, around);
  return faults.length > 0 ? refuse('DefinitionInvalid', { faults }, ['ReviseDefinition']) : undefined;
};

/** In force from then on, in the place of the version before; only as it was approved, and only when it can be worked with (L91, L191–L192, L322). */
export const publish = (data: PublishDefinition['data'], state: KnownDefinition, known: Known): Outcome => {
  const { draft, published } = state;
  const { kind, id } = data;
  if (!draft) return refuse('NoDraft', {}, ['DraftDefinition']);
  if (draft.status !== 'approved') return refuse('NotApproved', { status: draft.status }, ['SubmitDefinition', 'ApproveDefinition']);
  const effectiveFrom = data.effectiveFrom ?? known.now;
  const reviewDueAt = data.reviewDueAt ?? yearAfter(effectiveFrom);
  const hindrance = untimely(effectiveFrom, reviewDueAt, state, known) ?? invalid(state, draft, known);
  if (hindrance) return hindrance;
  const { version, sha256 } = draft;
  const last = published.at(-1);
  const superseded: readonly DefinitionEvent[] = last
    ? [{ type: 'DefinitionSuperseded', data: { kind, id, version: last.version, by: version, from: effectiveFrom } }]
    : [];
  return accept<DefinitionEvent>(
    { type: 'DefinitionPublished', data: { kind, id, version, sha256, effectiveFrom, reviewDueAt } },
    ...superseded,
  );
};

/** The year is over (L191, L321). A version that was reviewed or superseded meanwhile is not called for any more. */
export const markReviewDue = ({ kind, id, version, dueAt }: MarkReviewDue['data'], { published }: KnownDefinition): Outcome => {
  const last = published.at(-1);
  const awaited = last?.version === version && last.reviewDueAt === dueAt && !last.reviewCalled;
  return awaited ? accept({ type: 'DefinitionReviewDue', data: { kind, id, version, dueAt } }) : accept();
};

/** The last version that was published stays as it is, or is to be revised; either way it is looked at again within a year. */
export const review = ({ kind, id, outcome, note }: ReviewDefinition['data'], { published }: KnownDefinition, { at }: Known): Outcome => {
  const last = published.at(-1);
  if (!last) return refuse('NotPublished', {}, ['PublishDefinition']);
  return accept({
    type: 'DefinitionReviewed',
    data: { kind, id, version: last.version, outcome, ...present({ note }), reviewDueAt: yearAfter(at) },
  });
};
