import { refuse, type Decider, type RecordedEvent } from '#eventsourcing';
import type { DefinitionEvent } from '#event-contracts';
import { distinct, personsOf, type AnyContents } from '#rules';
import type { DefinitionCommand, InformedDefinitionCommand, Known } from './definition-command.ts';
import type { DefinitionRefusal, DefinitionState, Draft, KnownDefinition, Outcome, PublishedVersion } from './definition.state.ts';
import { approve, draft, reject, revise, submit } from './drafting.ts';
import { acknowledge, interpret } from './policy-in-use.ts';
import { markReviewDue, publish, review } from './publishing.ts';

type Recorded<T extends DefinitionEvent['type']> = RecordedEvent<Extract<DefinitionEvent, { type: T }>>;

type Deciding = {
  readonly [T in DefinitionCommand['type']]: (
    data: Extract<DefinitionCommand, { type: T }>['data'],
    state: KnownDefinition,
    known: Known,
  ) => Outcome;
};

/** Each command on a definition that has been drafted once. */
const work: Deciding = {
  DraftDefinition: draft,
  ReviseDefinition: revise,
  SubmitDefinition: (_, state) => submit(state),
  ApproveDefinition: approve,
  RejectDefinition: reject,
  PublishDefinition: publish,
  MarkReviewDue: markReviewDue,
  ReviewDefinition: review,
  InterpretPolicy: interpret,
  AcknowledgePolicy: acknowledge,
};

const decide = (command: InformedDefinitionCommand, state: DefinitionState): Outcome => {
  if (state.status === 'known') return work[command.type](command.data as never, state, command.known);
  return command.type === 'DraftDefinition'
    ? draft(command.data, state, command.known)
    : refuse('DefinitionUnknown', {}, ['DraftDefinition']);
};

const drafted = (state: DefinitionState, event: Recorded<'DefinitionDrafted'>): KnownDefinition => {
  const { kind, id, version, sha256, contents } = event.data;
  const known: KnownDefinition =
    state.status === 'known' ? state : { status: 'known', kind, id, draft: null, published: [], interpretations: {}, acknowledged: {} };
  return {
    ...known,
    draft: { version, sha256, contents: contents as unknown as AnyContents, status: 'draft', authors: [...personsOf(event.actor)] },
  };
};

const revised = (open: Draft, event: Recorded<'DefinitionRevised'>): Draft => ({
  version: open.version,
  sha256: event.data.sha256,
  contents: event.data.contents as unknown as AnyContents,
  status: 'draft',
  authors: distinct([...open.authors, ...personsOf(event.actor)]),
});

const published = (state: KnownDefinition, { data }: Recorded<'DefinitionPublished'>): KnownDefinition => {
  if (state.draft?.version !== data.version) return state;
  const { version, sha256, effectiveFrom, reviewDueAt } = data;
  const { contents } = state.draft;
  const appended = { version, sha256, contents, effectiveFrom, reviewDueAt, reviewCalled: false };
  return { ...state, draft: null, published: [...state.published, appended] };
};

const changed = (state: KnownDefinition, version: number, change: Partial<PublishedVersion>): KnownDefinition => ({
  ...state,
  published: state.published.map((each) => (each.version === version ? { ...each, ...change } : each)),
});

const moved = (state: KnownDefinition, status: Draft['status']): KnownDefinition =>
  state.draft ? { ...state, draft: { ...state.draft, status } } : state;

type Folding = { readonly [T in DefinitionEvent['type']]: (state: KnownDefinition, event: Recorded<T>) => KnownDefinition };

const fold: Folding = {
  DefinitionDrafted: drafted,
  DefinitionRevised: (state, event) => (state.draft ? { ...state, draft: revised(state.draft, event) } : state),
  DefinitionSubmitted: (state) => moved(state, 'submitted'),
  DefinitionApproved: (state) => moved(state, 'approved'),
  DefinitionRejected: (state) => moved(state, 'rejected'),
  DefinitionPublished: published,
  DefinitionSuperseded: (state) => state,
  DefinitionReviewDue: (state, { data: { version } }) => changed(state, version, { reviewCalled: true }),
  DefinitionReviewed: (state, { data: { version, reviewDueAt } }) => changed(state, version, { reviewDueAt, reviewCalled: false }),
  PolicyInterpreted: (state, { data: { interpretationId, question, answer } }) => ({
    ...state,
    interpretations: { ...state.interpretations, [interpretationId]: { question, answer } },
  }),
  PolicyAcknowledged: (state, { data: { userId, version } }) => ({
    ...state,
    acknowledged: { ...state.acknowledged, [userId]: version },
  }),
};

const evolve = (state: DefinitionState, event: RecordedEvent<DefinitionEvent>): DefinitionState => {
  if (state.status === 'known') return fold[event.type](state, event as never);
  return event.type === 'DefinitionDrafted' ? drafted(state, event) : state;
};

/** A definition from its first draft on: each version is drafted, submitted, approved by someone else, published, superseded, reviewed yearly. */
export const definition: Decider<DefinitionState, InformedDefinitionCommand, DefinitionEvent, DefinitionRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};
