import type { LedgerEvent, LedgerReader, RecordedEvent, SequencedEvent, StreamId } from '#eventsourcing';
import type { LeadEvent, OpportunityEvent } from '#event-contracts';
import { assigneeOf, lead, type Lead } from '#leads';
import { opportunity, ownerOf, type Opportunity } from '#opportunities';

export interface WorkPorts {
  readonly ledger: Pick<LedgerReader, 'read' | 'readCase'>;
  readonly decode: (event: SequencedEvent) => LedgerEvent;
}

/** A lead or a deal as far as it was followed. */
type Work = { readonly kind: 'lead'; readonly state: Lead } | { readonly kind: 'deal'; readonly state: Opportunity };

/** Events read at a time. */
const page = 5_000;

const isWork = (stream: StreamId): boolean => /^(lead|opportunity)-/.test(stream);

const isAnswer = ({ type }: LedgerEvent): boolean => type === 'CommandRefused' || type === 'CommandHadNoEffect';

const unknown = (stream: StreamId): Work =>
  stream.startsWith('lead-') ? { kind: 'lead', state: lead.initialState } : { kind: 'deal', state: opportunity.initialState };

const followed = (work: Work, event: LedgerEvent): Work =>
  work.kind === 'lead'
    ? { kind: 'lead', state: lead.evolve(work.state, event as unknown as RecordedEvent<LeadEvent>) }
    : { kind: 'deal', state: opportunity.evolve(work.state, event as unknown as RecordedEvent<OpportunityEvent>) };

/** Whose it is while it is open; nobody's otherwise. */
const holderOf = ({ kind, state }: Work): string | null => {
  if (state.status !== 'open') return null;
  return kind === 'lead' ? assigneeOf(state) : ownerOf(state);
};

async function* casework({ ledger, decode }: WorkPorts): AsyncGenerator<LedgerEvent> {
  for (let from = 0; ;) {
    const events = await ledger.read(from, page);
    for (const event of events) if (isWork(event.stream)) yield decode(event);
    if (events.length < page) return;
    from += events.length;
  }
}

/** Whom an event hands something to, or opens it for. */
const givenTo = ({ data }: LedgerEvent): string | undefined => {
  const { to, ownerId } = data as { readonly to?: unknown; readonly ownerId?: unknown };
  const named = ownerId ?? to;
  return typeof named === 'string' ? named : undefined;
};

/**
 * The streams of what a user has in hand, as far as the ledger is sequenced. It is read twice, so that only what was ever theirs is kept in memory: what
 * comes to be theirs between the two readings is told by an event of its own.
 */
export const inHandOf = async (ports: WorkPorts, userId: string): Promise<readonly StreamId[]> => {
  const theirs = new Map<StreamId, Work>();
  for await (const event of casework(ports)) if (givenTo(event) === userId) theirs.set(event.stream, unknown(event.stream));
  for await (const event of casework(ports)) {
    const work = theirs.get(event.stream);
    if (work && !isAnswer(event)) theirs.set(event.stream, followed(work, event));
  }
  return [...theirs].filter(([, work]) => holderOf(work) === userId).map(([stream]) => stream);
};

/** Whose open work it is right after an event: told by the event itself, or by what happened in its stream before. */
export const holderAfter = async ({ ledger, decode }: WorkPorts, event: LedgerEvent): Promise<string | null> => {
  const told = givenTo(event);
  if (told !== undefined) return told;
  let work = unknown(event.stream);
  for (let from = 0; from <= event.index;) {
    const events = await ledger.readCase(event.caseId, from, event.index + 1, page);
    for (const each of events.filter(({ stream }) => stream === event.stream).map(decode)) if (!isAnswer(each)) work = followed(work, each);
    from = events.length < page ? event.index + 1 : events.at(-1)!.index + 1;
  }
  return holderOf(work);
};
