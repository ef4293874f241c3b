import type { Command, CommandResult, LedgerEvent, Reaction, StreamId } from '#eventsourcing';
import type { AssignLead } from '#leads';
import type { ReassignOpportunity } from '#opportunities';
import { distinct, type DepartureFacts, type Directory } from '#rules';
import { holderAfter, inHandOf, type WorkPorts } from './in-hand.ts';

type Handing = AssignLead | ReassignOpportunity;

export interface SuccessionPorts extends WorkPorts {
  readonly directory: Pick<Directory, 'user' | 'managersOf' | 'departureOf'>;
}

/** Gives one command; resolves once it is answered. */
type Give = (cause: LedgerEvent, reaction: Reaction<Command>) => Promise<Extract<CommandResult, { kind: 'answered' }>>;

const reason = 'The owner left the company';

/** Told apart by who is to get it: should that one be refused, or have left by the next run, another one is asked. */
const handing = (stream: StreamId, from: string, to: string): Reaction<Handing> => {
  const [category, id] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
  const command: Handing =
    category === 'lead'
      ? { type: 'AssignLead', data: { leadId: id, to, from } }
      : { type: 'ReassignOpportunity', data: { opportunityId: id, to, from, reason } };
  return { stream, command, key: to };
};

/** Who may get it, in this order: the successor who was named, then the managers of the team that the user was in, nearest first. */
const successorsOf = async (
  directory: SuccessionPorts['directory'],
  { userId, successorId }: DepartureFacts,
): Promise<readonly string[]> => {
  const teamId = (await directory.user(userId))?.teamId;
  const managers = teamId == null ? [] : await directory.managersOf(teamId);
  const others = distinct([...(successorId === null ? [] : [successorId]), ...managers]).filter((candidate) => candidate !== userId);
  const active = await Promise.all(others.map(async (candidate) => (await directory.user(candidate))?.active === true));
  return others.filter((_, at) => active[at]);
};

/** To the first who is not refused as somebody who may not act by then. */
const handOver = async (cause: LedgerEvent, stream: StreamId, from: string, successors: readonly string[], give: Give): Promise<void> => {
  for (const to of successors) {
    const { answer } = await give(cause, handing(stream, from, to));
    if (answer.kind !== 'refused' || answer.reason !== 'AssigneeNotActive') return;
  }
};

/** What leaves a lead or a deal open in somebody's hands. */
const giving = [
  ...(['LeadAssigned', 'LeadReassigned', 'LeadReopened'] as const),
  ...(['OpportunityOpened', 'OpportunityAdopted', 'OpportunityReassigned', 'OpportunityReopened'] as const),
] as const;

const userIdOf = ({ data }: LedgerEvent): string => (data as { readonly userId: string }).userId;

/**
 * Open leads and deals of who left go to the successor; where there is none, they stay theirs on record and wait for whoever may reassign them.
 * What was won or lost stays theirs, and the history of all of it.
 *
 * What they had in hand is found when their leaving comes by in the ledger, which then has all that was recorded before. What was decided by then
 * and recorded after it (by another process that did not know yet, or as a deal of a lead converted before) comes by later by itself, and so does what is
 * taken up again: each such event asks whether its holder has left. Each command holds only while it is theirs, and has an id of its own out of
 * its cause, so that a run that was cut short goes on where it ended.
 */
export const succession = (ports: SuccessionPorts) => ({
  name: 'succession',
  handles: ['UserLeft', ...giving] as const,
  perform: async (cause: LedgerEvent, give: Give): Promise<void> => {
    const holder = cause.type === 'UserLeft' ? userIdOf(cause) : await holderAfter(ports, cause);
    const departure = holder === null ? undefined : await ports.directory.departureOf(holder);
    if (!departure) return;
    const successors = await successorsOf(ports.directory, departure);
    if (successors.length === 0) return;
    const streams = cause.type === 'UserLeft' ? await inHandOf(ports, departure.userId) : [cause.stream];
    for (const stream of streams) await handOver(cause, stream, departure.userId, successors, give);
  },
});
