import type { LedgerEvent, ProjectionTable } from '#eventsourcing';
import { leads, type LeadEvent } from '#event-contracts';
import { isLeadActivity, knownLeadFacts, leadFacts, type LeadFacts } from '#rules';
import { leadWorklistTable, type LeadWorkRow } from './lead-worklist.row.ts';

type Event = LedgerEvent<LeadEvent>;

const statusAfter: Readonly<Partial<Record<LeadEvent['type'], LeadWorkRow['status']>>> = {
  LeadInvalidated: 'closed',
  LeadDisqualified: 'closed',
  LeadArchived: 'closed',
  LeadMergedInto: 'closed',
  LeadConverted: 'closed',
  LeadReopened: 'open',
};

const later = (one: string, other: string): string => (one > other ? one : other);

type Waiting = Pick<LeadWorkRow, 'contactDueAt' | 'acceptDueAt' | 'wakeAt' | 'inNurture'>;

const waiting = ({ assignment, firstContact, handover, acceptance, nurture }: LeadFacts): Waiting => ({
  contactDueAt: firstContact ? null : (assignment?.data.contactDueAt ?? null),
  acceptDueAt: acceptance ? null : (handover?.data.acceptDueAt ?? null),
  wakeAt: nurture?.data.wakeAt ?? null,
  inNurture: nurture !== null,
});

const lastActivityAt = (row: LeadWorkRow | undefined, type: LeadEvent['type'], occurredAt: string): string => {
  if (!row) return occurredAt;
  // What was entered late happened earlier.
  return isLeadActivity({ type }) ? later(row.lastActivityAt, occurredAt) : row.lastActivityAt;
};

const unassignedSince = (row: LeadWorkRow | undefined, { type, occurredAt }: Event, { assignment, nurture }: LeadFacts): string | null => {
  if (assignment || nurture) return null;
  return (type === 'LeadReopened' ? undefined : row?.unassignedSince) ?? occurredAt;
};

const rowOf = (row: LeadWorkRow | undefined, event: Event, facts: LeadFacts): LeadWorkRow => ({
  caseId: event.caseId,
  leadId: facts.captured.leadId,
  company: facts.profile.company,
  source: facts.captured.source,
  status: statusAfter[event.type] ?? row?.status ?? 'open',
  level: facts.level,
  ownerId: facts.assignment?.data.to ?? null,
  ...waiting(facts),
  unassignedSince: unassignedSince(row, event, facts),
  processVersion: facts.processVersion,
  lastActivityAt: lastActivityAt(row, event.type, event.occurredAt),
  capturedIndex: row?.capturedIndex ?? event.index,
  revision: event.revision,
  facts,
});

/**
 * Every lead, with the facts that its gates are judged by. A change of how facts are folded raises the version; a new kind of fact builds the rows
 * anew by itself.
 */
export const leadWorklistProjection: ProjectionTable<LeadEvent, LeadWorkRow> = {
  projection: {
    name: 'lead-worklist',
    version: 4,
    handles: Object.keys(leads) as (keyof typeof leads)[],
    key: ({ caseId, data }) => [caseId, data.leadId],
    perStream: true,
    evolve: (row, event) => {
      const facts = leadFacts(row && knownLeadFacts(row.facts), event);
      return facts ? rowOf(row, event, facts) : row;
    },
  },
  table: leadWorklistTable,
};
