import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import { keepSealed, type LeadEvent } from '#event-contracts';
import { leadListTable, type LeadRow, type QualificationLevel } from './lead-list.row.ts';

type Of<T extends LeadEvent['type']> = LedgerEvent<Extract<LeadEvent, { type: T }>>;

const captured = (_: LeadRow | undefined, { data, caseId, eventId, index, occurredAt, revision, sealed }: Of<'LeadCaptured'>): LeadRow => ({
  caseId,
  leadId: data.leadId,
  status: 'open',
  level: null,
  source: data.source,
  company: data.company,
  industry: data.industry ?? null,
  companySize: data.companySize ?? null,
  need: data.need ?? null,
  campaignId: data.campaignId ?? null,
  contactId: data.contactId,
  ownerId: null,
  contacts: 0,
  capturedAt: occurredAt,
  capturedIndex: index,
  assignedAt: null,
  firstContactedAt: null,
  lastContactedAt: null,
  mqlAt: null,
  sqlAt: null,
  prospectAt: null,
  convertedAt: null,
  disqualifiedAt: null,
  disqualificationReason: null,
  opportunityId: null,
  bant: null,
  sealed: keepSealed({ eventId, sealed }),
  revision,
  updatedAt: occurredAt,
  updatedIndex: index,
});

const touched = (row: LeadRow | undefined, { revision, occurredAt, index }: LedgerEvent<LeadEvent>, changes: Partial<LeadRow>) =>
  row && { ...row, ...changes, revision, updatedAt: occurredAt, updatedIndex: index };

const enriched = (row: LeadRow | undefined, event: Of<'LeadEnriched'>) =>
  touched(row, event, {
    ...Object.fromEntries(event.data.changes.map(({ field, to }) => [field, to])),
    contactId: event.data.contactId,
    sealed: [...(row?.sealed ?? []), ...keepSealed(event)],
  });

const contacted = (row: LeadRow | undefined, event: Of<'LeadContacted'>) =>
  touched(row, event, {
    contacts: (row?.contacts ?? 0) + 1,
    firstContactedAt: row?.firstContactedAt ?? event.occurredAt,
    lastContactedAt: event.occurredAt,
  });

const reachedAt: Record<QualificationLevel, 'mqlAt' | 'sqlAt' | 'prospectAt'> = { MQL: 'mqlAt', SQL: 'sqlAt', prospect: 'prospectAt' };

/** The first time at a level counts; a repetition keeps it. */
const qualified = (row: LeadRow | undefined, event: Of<'LeadQualified'>) => {
  const { as, bant } = event.data;
  return touched(row, event, { level: as, bant, [reachedAt[as]]: row?.[reachedAt[as]] ?? event.occurredAt });
};

/** Every lead as it stands now: the list, and the leads' part of the funnel. */
export const leadListProjection: ProjectionTable<LeadEvent, LeadRow> = {
  projection: {
    name: 'lead-list',
    version: 2,
    key: ({ caseId, data }) => [caseId, data.leadId],
    ...folding<LeadEvent, LeadRow>({
      LeadCaptured: captured,
      LeadEnriched: enriched,
      LeadAssigned: (row, event) => touched(row, event, { ownerId: event.data.to, assignedAt: event.occurredAt }),
      LeadContacted: contacted,
      FirstContactSlaBreached: (row, event) => touched(row, event, {}),
      LeadQualified: qualified,
      LeadDisqualified: (row, event) =>
        touched(row, event, {
          status: 'disqualified',
          disqualifiedAt: event.occurredAt,
          disqualificationReason: event.data.reason,
          sealed: [...(row?.sealed ?? []), ...keepSealed(event)],
        }),
      LeadConverted: (row, event) =>
        touched(row, event, {
          status: 'converted',
          convertedAt: event.occurredAt,
          opportunityId: event.data.opportunityId,
        }),
    }),
  },
  table: leadListTable,
};
