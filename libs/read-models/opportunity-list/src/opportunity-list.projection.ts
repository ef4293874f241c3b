import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import { imports, keepSealed, opportunities, type DealLifecycleEvent, type Forecast, type OpportunityEvent } from '#event-contracts';
import { opportunityListTable, type Claims, type OpportunityRow } from './opportunity-list.row.ts';

/** What changes the row beyond its revision. */
type Listed =
  DealLifecycleEvent | Extract<OpportunityEvent, { type: 'DocumentReceived' | 'DealTeamMemberAdded' | 'DealTeamMemberRemoved' }>;
type Of<T extends Listed['type']> = LedgerEvent<Extract<Listed, { type: T }>>;
type Row = OpportunityRow | undefined;

const expected = ({ amount, signingDate, probability, category }: Forecast) => ({
  amountMinor: amount.minor,
  currency: amount.currency,
  signingDate,
  probability,
  category,
});

const begun = ({ caseId, data, index, occurredAt, revision }: LedgerEvent<DealLifecycleEvent>): OpportunityRow => ({
  caseId,
  opportunityId: data.opportunityId,
  leadId: null,
  accountId: null,
  origin: 'governed',
  name: null,
  company: null,
  ownerId: null,
  memberIds: [],
  status: 'open',
  stage: null,
  processVersion: null,
  amountMinor: null,
  currency: null,
  signingDate: null,
  probability: null,
  category: null,
  proposals: [],
  signatures: [],
  documents: [],
  contractId: null,
  contractSignedOn: null,
  closedMinor: null,
  closedOn: null,
  lossReason: null,
  competitor: null,
  abandonReason: null,
  claims: null,
  sealed: [],
  openedAt: occurredAt,
  openedIndex: index,
  revision,
  updatedAt: occurredAt,
});

const opened = (_: Row, event: Of<'OpportunityOpened'>): OpportunityRow => {
  const { leadId, accountId, name, company, ownerId, stage, forecast } = event.data;
  const { processVersion } = event;
  const whose = { leadId: leadId ?? null, accountId: accountId ?? null, name, company, ownerId };
  return { ...begun(event), ...whose, stage, processVersion, ...expected(forecast) };
};

const claimsOf = ({ data }: Of<'OpportunityImported'>): Claims => ({
  source: data.source,
  externalId: data.externalId,
  stage: data.claimedStage,
  agent: data.claimedAgent ?? null,
  account: data.account ?? null,
  accountId: data.accountId ?? null,
  product: data.product ?? null,
  listPrice: data.listPrice ?? null,
  engagedOn: data.engagedOn ?? null,
});

const imported = (_: Row, event: Of<'OpportunityImported'>): OpportunityRow => ({
  ...begun(event),
  origin: 'imported',
  company: event.data.account ?? null,
  claims: claimsOf(event),
});

/** What an event that is not listed does: the deal has another state, at another time. What is sealed in it is not shown here. */
const passed = (row: Row, { occurredAt, revision }: LedgerEvent<OpportunityEvent>, changes: Partial<OpportunityRow> = {}) =>
  row && { ...row, ...changes, revision, updatedAt: occurredAt };

const touched = (row: Row, event: LedgerEvent<Listed>, changes: Partial<OpportunityRow>) => {
  const { eventId, sealed } = event;
  const kept = sealed.length === 0 || !row ? {} : { sealed: [...row.sealed, ...keepSealed({ eventId, sealed })] };
  return passed(row, event, { ...changes, ...kept });
};

/** A deal of ours from here on; what was claimed of it stays beside. */
const adopted = (row: Row, event: Of<'OpportunityAdopted'>) => {
  const { name, company, ownerId, stage, forecast } = event.data;
  const { processVersion } = event;
  return touched(row, event, { origin: 'governed', status: 'open', name, company, ownerId, stage, processVersion, ...expected(forecast) });
};

const moved = (row: Row, event: Of<'OpportunityAdvanced'> | Of<'OpportunityRegressed'>) =>
  touched(row, event, { stage: event.data.to, probability: event.data.probabilityTo });

const migrated = (row: Row, event: Of<'ProcessMigrated'>) =>
  touched(row, event, { stage: event.data.stageTo, processVersion: event.data.to, probability: event.data.probabilityTo });

const proposed = (row: Row, event: Of<'ProposalSubmitted'>) => {
  const { proposalId, version, amount, validUntil } = event.data;
  const proposal = { proposalId, version, amount, validUntil: validUntil ?? null, submittedAt: event.occurredAt };
  return touched(row, event, { proposals: [...(row?.proposals ?? []), proposal] });
};

const signed = (row: Row, event: Of<'ContractSignatureRecorded'>) => {
  const { contractId, party, signedOn, amount, signatoryId } = event.data;
  return touched(row, event, { signatures: [...(row?.signatures ?? []), { contractId, party, signedOn, amount, signatoryId }] });
};

const filed = (row: Row, event: Of<'DocumentReceived'>) => {
  const { documentId, kind, title, sha256, size, mediaType } = event.data;
  const document = { documentId, kind, title: title ?? null, sha256, size, mediaType, receivedAt: event.occurredAt };
  return touched(row, event, { documents: [...(row?.documents ?? []), document] });
};

const without = (row: Row, userId: string): readonly string[] => (row?.memberIds ?? []).filter((memberId) => memberId !== userId);

const joined = (row: Row, event: Of<'DealTeamMemberAdded'>) =>
  touched(row, event, { memberIds: [...without(row, event.data.userId), event.data.userId] });

const left = (row: Row, event: Of<'DealTeamMemberRemoved'>) => touched(row, event, { memberIds: without(row, event.data.userId) });

const won = (row: Row, event: Of<'OpportunityWon'>) =>
  touched(row, event, {
    status: 'won',
    probability: 100,
    closedMinor: event.data.amount.minor,
    closedOn: event.occurredAt.slice(0, 10),
  });

const lost = (row: Row, event: Of<'OpportunityLost'>) =>
  touched(row, event, {
    status: 'lost',
    probability: 0,
    closedOn: event.occurredAt.slice(0, 10),
    lossReason: event.data.reason,
    competitor: event.data.competitor ?? null,
  });

const abandoned = (row: Row, event: Of<'OpportunityAbandoned'>) =>
  touched(row, event, {
    status: 'abandoned',
    probability: 0,
    closedOn: event.occurredAt.slice(0, 10),
    abandonReason: event.data.reason,
  });

const reopened = (row: Row, event: Of<'OpportunityReopened'>) =>
  touched(row, event, {
    status: 'open',
    stage: event.data.stage,
    ...expected(event.data.forecast),
    closedOn: null,
    lossReason: null,
    competitor: null,
    abandonReason: null,
  });

const outcome = (row: Row, event: Of<'OutcomeImported'>) => {
  const { claimed, closedOn, value } = event.data;
  return touched(row, event, {
    status: claimed,
    closedOn: closedOn ?? null,
    closedMinor: value?.minor ?? null,
    currency: value?.currency ?? row?.currency ?? null,
  });
};

const listed = folding<Listed, OpportunityRow>({
  OpportunityOpened: opened,
  OpportunityAdopted: adopted,
  OpportunityAdvanced: moved,
  OpportunityRegressed: moved,
  ProcessMigrated: migrated,
  OpportunityReassigned: (row, event) => touched(row, event, { ownerId: event.data.to }),
  ForecastRevised: (row, event) => touched(row, event, expected(event.data.to)),
  ProposalSubmitted: proposed,
  ContractSignatureRecorded: signed,
  ContractSigned: (row, event) => touched(row, event, { contractId: event.data.contractId, contractSignedOn: event.data.signedOn }),
  OpportunityWon: won,
  OpportunityLost: lost,
  OpportunityAbandoned: abandoned,
  OpportunityReopened: reopened,
  OpportunityImported: imported,
  OutcomeImported: outcome,
  DocumentReceived: filed,
  DealTeamMemberAdded: joined,
  DealTeamMemberRemoved: left,
});

const isListed = (event: LedgerEvent<OpportunityEvent>): event is LedgerEvent<Listed> =>
  (listed.handles as readonly string[]).includes(event.type);

/** Every opportunity as it stands now: the list and its details. Whatever happens to a deal moves the revision that `If-Match` names. */
export const opportunityListProjection: ProjectionTable<OpportunityEvent, OpportunityRow> = {
  projection: {
    name: 'opportunity-list',
    version: 4,
    handles: [
      ...(Object.keys(opportunities) as (keyof typeof opportunities)[]),
      imports.OpportunityImported.type,
      imports.OutcomeImported.type,
    ],
    key: ({ caseId, data }) => [caseId, data.opportunityId],
    perStream: true,
    evolve: (row, event) => (isListed(event) ? listed.evolve(row, event) : passed(row, event)),
  },
  table: opportunityListTable,
};
