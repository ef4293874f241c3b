import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import { keepSealed, type LeadEvent } from '#event-contracts';
import { companyKeyOf } from '#rules';
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
  method: data.method ?? null,
  partnerId: data.partnerId ?? null,
  segment: data.segment ?? null,
  territory: data.territory ?? null,
  screening: null,
  score: null,
  scoreThreshold: null,
  scoredAt: null,
  nurturedSince: null,
  wakeAt: null,
  contactDueAt: null,
  contactMissedAt: null,
  handedOverTo: null,
  salesAcceptedAt: null,
  mergedInto: null,
  companyKey: companyKeyOf(data.company),
  contactKeys: data.contactKeys ?? [],
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

/** Another person's keys take the place of the former one's. */
const keysOf = (row: LeadRow | undefined, { contactId, contactKeys = [] }: Of<'LeadEnriched'>['data']): readonly string[] => [
  ...new Set([...(row?.contactId === contactId ? row.contactKeys : []), ...contactKeys]),
];

const enriched = (row: LeadRow | undefined, event: Of<'LeadEnriched'>) => {
  const changed = Object.fromEntries(event.data.changes.map(({ field, to }) => [field, to])) as Partial<LeadRow>;
  return touched(row, event, {
    ...changed,
    ...(changed.company !== undefined && { companyKey: companyKeyOf(changed.company) }),
    contactKeys: keysOf(row, event.data),
    contactId: event.data.contactId,
    sealed: [...(row?.sealed ?? []), ...keepSealed(event)],
  });
};

const assigned = (row: LeadRow | undefined, event: Of<'LeadAssigned'> | Of<'LeadReassigned'>) => {
  const { to, contactDueAt = null } = event.data;
  const own = row?.handedOverTo === to;
  return touched(row, event, {
    ownerId: to,
    assignedAt: event.occurredAt,
    contactDueAt,
    contactMissedAt: null,
    ...(!own && { handedOverTo: null, salesAcceptedAt: null }),
  });
};

const nobodys = { ownerId: null, assignedAt: null, contactDueAt: null, contactMissedAt: null, handedOverTo: null, salesAcceptedAt: null };

const classified = (row: LeadRow | undefined, event: Of<'LeadClassified'>) => {
  const { segment, territory } = event.data;
  return touched(row, event, { ...(segment !== undefined && { segment }), ...(territory !== undefined && { territory }) });
};

const missed = (row: LeadRow | undefined, event: Of<'FirstContactSlaBreached'>) => {
  const { assigneeId, dueAt } = event.data;
  const still = row?.ownerId === assigneeId && row.contactDueAt === dueAt;
  return touched(row, event, still ? { contactDueAt: null, contactMissedAt: dueAt } : {});
};

const ended = (status: 'disqualified' | 'invalid') => (row: LeadRow | undefined, event: Of<'LeadDisqualified'> | Of<'LeadInvalidated'>) =>
  touched(row, event, {
    ...{ status, disqualifiedAt: event.occurredAt, disqualificationReason: event.data.reason, ...notWaiting },
    sealed: [...(row?.sealed ?? []), ...keepSealed(event)],
  });

/** Nothing is awaited of a lead that came to its end. */
const notWaiting = { contactDueAt: null, contactMissedAt: null, nurturedSince: null, wakeAt: null };

const onlyTouched = (row: LeadRow | undefined, event: LedgerEvent<LeadEvent>) => touched(row, event, {});

const contacted = (row: LeadRow | undefined, event: Of<'LeadContacted'>) =>
  touched(row, event, {
    contacts: (row?.contacts ?? 0) + 1,
    firstContactedAt: row?.firstContactedAt ?? event.occurredAt,
    lastContactedAt: event.occurredAt,
    contactDueAt: null,
    contactMissedAt: null,
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
    version: 4,
    key: ({ caseId, data }) => [caseId, data.leadId],
    perStream: true,
    ...folding<LeadEvent, LeadRow>({
      LeadCaptured: captured,
      LeadEnriched: enriched,
      LeadClassified: classified,
      LeadScreened: (row, event) => touched(row, event, { screening: event.data.result }),
      LeadInvalidated: ended('invalid'),
      LeadMergedInto: (row, event) => touched(row, event, { status: 'merged', mergedInto: event.data.into, ...notWaiting }),
      LeadsMerged: onlyTouched,
      LeadNurtureEntered: (row, event) => touched(row, event, { nurturedSince: event.occurredAt, wakeAt: event.data.wakeAt ?? null }),
      LeadNurtureTouched: onlyTouched,
      LeadNurtureExited: (row, event) => touched(row, event, { nurturedSince: null, wakeAt: null }),
      LeadBehaviourRecorded: onlyTouched,
      LeadScored: (row, event) =>
        touched(row, event, { score: event.data.total, scoreThreshold: event.data.threshold, scoredAt: event.occurredAt }),
      InsightShared: onlyTouched,
      LeadPainPointRecorded: onlyTouched,
      LeadAssigned: assigned,
      LeadReassigned: assigned,
      LeadReclaimed: (row, event) => touched(row, event, nobodys),
      LeadContacted: contacted,
      FirstContactSlaBreached: missed,
      LeadAcceptanceOverdue: onlyTouched,
      LeadHandedOver: (row, event) => touched(row, event, { handedOverTo: event.data.to, salesAcceptedAt: null }),
      LeadSalesAccepted: (row, event) => touched(row, event, { salesAcceptedAt: event.occurredAt }),
      LeadSalesRejected: (row, event) => touched(row, event, { ...nobodys, sealed: [...(row?.sealed ?? []), ...keepSealed(event)] }),
      LeadReturnedToMarketing: (row, event) =>
        touched(row, event, { ...nobodys, level: event.data.levelTo, sealed: [...(row?.sealed ?? []), ...keepSealed(event)] }),
      LeadBantAnswered: onlyTouched,
      LeadCriterionOverridden: onlyTouched,
      PurchaseIntentAssessed: (row, event) => touched(row, event, { sealed: [...(row?.sealed ?? []), ...keepSealed(event)] }),
      LeadQualified: qualified,
      LeadDisqualified: ended('disqualified'),
      LeadArchived: (row, event) => touched(row, event, { status: 'archived' }),
      LeadReopened: (row, event) =>
        touched(row, event, { status: 'open', ...nobodys, level: null, disqualifiedAt: null, disqualificationReason: null }),
      LeadConverted: (row, event) =>
        touched(row, event, {
          ...{ status: 'converted', convertedAt: event.occurredAt, ...notWaiting },
          opportunityId: event.data.opportunityId,
        }),
    }),
  },
  table: leadListTable,
};
