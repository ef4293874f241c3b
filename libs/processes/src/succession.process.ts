import type { Command, LedgerEvent, LedgerReader, Reaction, RecordedEvent, SequencedEvent, StreamId } from '#eventsourcing';
import type { EventOf, LeadEvent, OpportunityEvent, users } from '#event-contracts';
import { assigneeOf, lead, type AssignLead, type Lead } from '#leads';
import { opportunity, ownerOf, type Opportunity, type ReassignOpportunity } from '#opportunities';
import type { Directory } from '#rules';

type UserLeft = EventOf<(typeof users)['UserLeft']>;
type Handing = AssignLead | ReassignOpportunity;

export interface SuccessionPorts {
  readonly ledger: Pick<LedgerReader, 'read'>;
  readonly decode: (event: SequencedEvent) => LedgerEvent;
  readonly directory: Pick<Directory, 'user' | 'managersOf'>;
}

/** Gives one command; resolves once it is answered. */
type Give = (cause: LedgerEvent, reaction: Reaction<Command>) => Promise<unknown>;

/** Events read at a time. */
const page = 5_000;

async function* casework({ ledger, decode }: SuccessionPorts): AsyncGenerator<LedgerEvent> {
  for (let from = 0; ;) {
    const events = await ledger.read(from, page);
    for (const event of events) if (/^(lead|opportunity)-/.test(event.stream)) yield decode(event);
    if (events.length < page) return;
    from += events.length;
  }
}

const isAnswer = ({ type }: LedgerEvent): boolean => type === 'CommandRefused' || type === 'CommandHadNoEffect';

/** Whether an event hands something to a user, or opens it for them. */
const gives = ({ data }: LedgerEvent, userId: string): boolean => {
  const { to, ownerId } = data as { readonly to?: unknown; readonly ownerId?: unknown };
  return to === userId || ownerId === userId;
};

interface Open {
  readonly leads: ReadonlyMap<StreamId, Lead>;
  readonly deals: ReadonlyMap<StreamId, Opportunity>;
}

/** What a user has had in hand, as it stands now. The ledger is read twice, so that only what was ever theirs is kept in memory. */
const inHand = async (ports: SuccessionPorts, userId: string): Promise<Open> => {
  const theirs = new Set<StreamId>();
  for await (const event of casework(ports)) if (gives(event, userId)) theirs.add(event.stream);
  const [leads, deals] = [new Map<StreamId, Lead>(), new Map<StreamId, Opportunity>()];
  for await (const event of casework(ports)) {
    const { stream } = event;
    if (!theirs.has(stream) || isAnswer(event)) continue;
    if (stream.startsWith('lead-'))
      leads.set(stream, lead.evolve(leads.get(stream) ?? lead.initialState, event as unknown as RecordedEvent<LeadEvent>));
    else
      deals.set(
        stream,
        opportunity.evolve(deals.get(stream) ?? opportunity.initialState, event as unknown as RecordedEvent<OpportunityEvent>),
      );
  }
  return { leads, deals };
};

const reason = 'The owner left the company';

const handedOver = ({ leads, deals }: Open, userId: string, to: string): readonly Reaction<Handing>[] => [
  ...[...leads].flatMap(([stream, state]) =>
    state.status === 'open' && assigneeOf(state) === userId
      ? [{ stream, command: { type: 'AssignLead', data: { leadId: stream.slice('lead-'.length), to } } } as const]
      : [],
  ),
  ...[...deals].flatMap(([stream, state]) =>
    state.status === 'open' && ownerOf(state) === userId
      ? [
          {
            stream,
            command: { type: 'ReassignOpportunity', data: { opportunityId: stream.slice('opportunity-'.length), to, reason } },
          } as const,
        ]
      : [],
  ),
];

/** The successor who was named, or the nearest active manager of the team that the user was in. */
const successorOf = async (
  directory: SuccessionPorts['directory'],
  { userId, successorId }: UserLeft['data'],
): Promise<string | undefined> => {
  const teamId = (await directory.user(userId))?.teamId;
  const managers = teamId == null ? [] : await directory.managersOf(teamId);
  for (const candidate of [...(successorId === undefined ? [] : [successorId]), ...managers])
    if (candidate !== userId && (await directory.user(candidate))?.active) return candidate;
  return undefined;
};

/**
 * Open leads and deals of who left go to the successor; where there is none, they stay theirs on record and wait for whoever may reassign them.
 * What was won or lost stays theirs, and the history of all of it. Each command has an id of its own out of the leaving, so that a run that was
 * cut short goes on where it ended, and what is no longer theirs by then is left alone.
 */
export const succession = (ports: SuccessionPorts) => ({
  name: 'succession',
  handles: ['UserLeft'] as const,
  perform: async (cause: LedgerEvent<UserLeft>, give: Give): Promise<void> => {
    const { userId } = cause.data;
    const to = await successorOf(ports.directory, cause.data);
    if (to === undefined) return;
    for (const reaction of handedOver(await inHand(ports, userId), userId, to)) await give(cause, reaction);
  },
});
