import { accept, type Command, type Instant, type RecordedEvent } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { isDealActivity, present, same, stageDueAt, stallsAt } from '#rules';
import type { Known } from './chapter.ts';
import type { Data, Deal, Outcome, Silence, Stay } from './opportunity.state.ts';

/** L203: given when a stage was to be left, by the program itself. */
export type NoteStageLimitExceeded = Command<'NoteStageLimitExceeded', Data<'StageLimitExceeded'>>;
/** L203: given when a deal may have stalled, by the program itself. */
export type NoteDealStalled = Command<'NoteDealStalled', Pick<Data<'DealStalled'>, 'opportunityId' | 'dueAt'>>;

export type TimeLimitCommand = NoteStageLimitExceeded | NoteDealStalled;

/** By when a stage that is entered is to be left. */
export const stageDueFrom = ({ definition, calendar, at }: Known, stage: string): { readonly stageDueAt?: Instant } =>
  present({ stageDueAt: stageDueAt(definition, calendar, stage, at) });

/** The times that run from when a deal begins, or begins again. */
export const timesFrom = (known: Known, stage: string): { readonly stageDueAt?: Instant; readonly stallsAt?: Instant } => ({
  ...stageDueFrom(known, stage),
  ...present({ stallsAt: stallsAt(known.definition, known.calendar, known.at) }),
});

/** L203. What happened in time settles it even when it was recorded later, and whatever else has become of the deal since. */
const exceeded = ({ opportunityId, ...stay }: NoteStageLimitExceeded['data'], { stays }: Deal): Outcome =>
  stays.some((each) => same(each, stay)) ? accept({ type: 'StageLimitExceeded', data: { opportunityId, ...stay } }) : accept();

/** L203. Where something has happened since, or the silence was told already, it is only said when to look again. */
const stalled = ({ opportunityId, dueAt }: NoteDealStalled['data'], deal: Deal, isOpen: boolean, known: Known): Outcome => {
  const { silence } = deal;
  if (silence?.dueAt !== dueAt) return accept();
  const { since, lastActivityAt, told } = silence;
  const isSilent = lastActivityAt === since;
  const nextDueAt = isOpen ? stallsAt(known.definition, known.calendar, isSilent ? dueAt : lastActivityAt) : undefined;
  if (isSilent && !told) return accept({ type: 'DealStalled', data: { opportunityId, lastActivityAt, dueAt, ...present({ nextDueAt }) } });
  return nextDueAt === undefined
    ? accept()
    : accept({ type: 'DealSilenceChecked', data: { opportunityId, lastActivityAt, dueAt, nextDueAt } });
};

const types: readonly string[] = ['NoteStageLimitExceeded', 'NoteDealStalled'] satisfies TimeLimitCommand['type'][];

export const isAboutTime = <C extends Command>(command: C): command is Extract<C, { type: TimeLimitCommand['type'] }> =>
  types.includes(command.type);

/** How long a deal may stay at a stage, and rest: what passed while it was open is noted whatever has become of it (L203). */
export const noteTime = (command: TimeLimitCommand & { readonly known: Known }, deal: Deal & { readonly status: string }): Outcome =>
  command.type === 'NoteStageLimitExceeded'
    ? exceeded(command.data, deal)
    : stalled(command.data, deal, deal.status === 'open', command.known);

type Event = RecordedEvent<OpportunityEvent>;

const ends: readonly OpportunityEvent['type'][] = ['OpportunityWon', 'OpportunityLost', 'OpportunityAbandoned'];
const leaves: readonly OpportunityEvent['type'][] = ['OpportunityAdvanced', 'OpportunityRegressed', 'ProcessMigrated', ...ends];

type Told<T extends OpportunityEvent['type']> = RecordedEvent<Extract<OpportunityEvent, { type: T }>>;
/** What some events mean; one that is not there means nothing. */
type Meaning<R extends readonly unknown[], V> = { readonly [T in OpportunityEvent['type']]?: (event: Told<T>, ...rest: R) => V };

const meaningOf = <R extends readonly unknown[], V>(meaning: Meaning<R, V>, { type }: Event) =>
  meaning[type] as ((event: Event, ...rest: R) => V) | undefined;

type Beginning = Told<'OpportunityOpened'> | Told<'OpportunityAdopted'> | Told<'OpportunityReopened'>;
type SilenceBeginning = Beginning | Told<'ProcessMigrated'>;

const stay = (stage: string, since: Instant, dueAt: Instant | undefined): readonly Stay[] =>
  dueAt === undefined ? [] : [{ stage, since, dueAt }];

const begunAt = ({ occurredAt, data }: Beginning) => stay(data.stage, occurredAt, data.stageDueAt);
const movedTo = ({ occurredAt, data }: Told<'OpportunityAdvanced'> | Told<'OpportunityRegressed'>) =>
  stay(data.to, occurredAt, data.stageDueAt);

const entered: Meaning<[], readonly Stay[]> = {
  OpportunityOpened: begunAt,
  OpportunityAdopted: begunAt,
  OpportunityReopened: begunAt,
  OpportunityAdvanced: movedTo,
  OpportunityRegressed: movedTo,
  ProcessMigrated: ({ occurredAt, data }) => stay(data.stageTo, occurredAt, data.stageDueAt),
};

/** A stage that was left in time is settled; one that was not waits to be noted. */
const staysAfter = (stays: readonly Stay[], event: Event): readonly Stay[] => {
  if (event.type === 'StageLimitExceeded') {
    const { opportunityId: _, ...noted } = event.data;
    return stays.filter((each) => !same(each, noted));
  }
  const left = leaves.includes(event.type) ? stays.filter(({ dueAt }) => event.occurredAt > dueAt) : stays;
  return [...left, ...(meaningOf(entered, event)?.(event) ?? [])];
};

/** What happened after the silence was due belongs to the next one. */
const disturbed = (silence: Silence, at: Instant): Silence => {
  if (at > silence.dueAt) return { ...silence, later: [...silence.later, at] };
  return at > silence.lastActivityAt ? { ...silence, lastActivityAt: at } : silence;
};

const begun = (dueAt: Instant | undefined, since: Instant, told: boolean, later: readonly Instant[] = []): Silence | undefined =>
  dueAt === undefined ? undefined : later.reduce(disturbed, { since, dueAt, lastActivityAt: since, told, later: [] });

const beginning = ({ occurredAt, data }: SilenceBeginning) => begun(data.stallsAt, occurredAt, false);

const silences: Meaning<[silence: Silence | undefined], Silence | undefined> = {
  OpportunityOpened: beginning,
  OpportunityAdopted: beginning,
  OpportunityReopened: beginning,
  ProcessMigrated: beginning,
  DealStalled: ({ data: { nextDueAt, lastActivityAt } }, silence) => begun(nextDueAt, lastActivityAt, true, silence?.later),
  DealSilenceChecked: ({ data: { nextDueAt, lastActivityAt } }, silence) =>
    begun(nextDueAt, lastActivityAt, lastActivityAt === silence?.since, silence?.later),
};

const silenceAfter = (silence: Silence | undefined, event: Event): Silence | undefined => {
  const begins = meaningOf(silences, event);
  if (begins) return begins(event, silence);
  if (!silence || !isDealActivity(event)) return silence;
  return ends.includes(event.type) && event.occurredAt <= silence.dueAt ? undefined : disturbed(silence, event.occurredAt);
};

/** What the times of a deal have become by an event. */
export const timed = <D extends Deal>(deal: D, event: Event): D => ({
  ...deal,
  stays: staysAfter(deal.stays, event),
  silence: silenceAfter(deal.silence, event),
});
