import type { AnyEvent, Forecast, Money } from '#event-contracts';

type Data<T extends AnyEvent['type']> = Extract<AnyEvent, { type: T }>['data'];

/** What a deal's lead was at some position. */
export interface LeadSnapshot {
  readonly leadId: string;
  readonly status: 'open' | 'disqualified' | 'converted';
  readonly level: string | null;
  readonly source: string;
  readonly company: string;
  readonly industry: string | null;
  readonly companySize: number | null;
  readonly need: string | null;
  readonly campaignId: string | null;
  readonly contactId: string;
  readonly ownerId: string | null;
  readonly contacts: readonly object[];
  /** First contacts that had not happened when they were due (L232). */
  readonly contactsMissed: readonly object[];
  readonly qualifications: readonly object[];
  readonly disqualificationReason: string | null;
  readonly opportunityId: string | null;
}

/** What another system claimed of a deal, up to some position. */
export interface ClaimsSnapshot {
  readonly source: string;
  readonly externalId: string;
  readonly stage: string;
  readonly agent: string | null;
  readonly account: string | null;
  readonly product: string | null;
  readonly listPrice: Money | null;
  readonly engagedOn: string | null;
  readonly outcome: 'won' | 'lost' | null;
  readonly value: Money | null;
  readonly closedOn: string | null;
}

/** What a deal's opportunity was at some position; of an imported one only the claims are known. */
export interface OpportunitySnapshot {
  readonly opportunityId: string;
  readonly origin: 'governed' | 'imported';
  readonly leadId: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly ownerId: string | null;
  readonly status: 'open' | 'won' | 'lost' | 'abandoned' | 'imported';
  readonly stage: string | null;
  /** The probability is 0 while lost or abandoned and 100 once won. */
  readonly forecast: Forecast | null;
  readonly proposals: readonly object[];
  readonly signatures: readonly object[];
  readonly contract: object | null;
  readonly won: object | null;
  readonly losses: readonly object[];
  readonly abandonments: readonly object[];
  /** From one version of its process to another. */
  readonly migrations: readonly object[];
  readonly claims: ClaimsSnapshot | null;
}

/** A deal as it stood at some position of the ledger. */
export interface DealSnapshot {
  readonly lead: LeadSnapshot | null;
  readonly opportunity: OpportunitySnapshot | null;
}

export const emptyDeal: DealSnapshot = { lead: null, opportunity: null };

type Lead = LeadSnapshot | null;
type Opportunity = OpportunitySnapshot | null;
type Folds<S, T extends AnyEvent['type']> = { readonly [K in T]: (state: S, data: Data<K>, occurredAt: string) => S };

const lead = (state: Lead, changes: (known: LeadSnapshot) => Partial<LeadSnapshot>): Lead => state && { ...state, ...changes(state) };
const deal = (state: Opportunity, changes: (known: OpportunitySnapshot) => Partial<OpportunitySnapshot>): Opportunity =>
  state && { ...state, ...changes(state) };
const expecting = (probability: number) => (known: OpportunitySnapshot) => ({
  forecast: known.forecast && { ...known.forecast, probability },
});

type LeadTypes =
  | 'LeadCaptured'
  | 'LeadEnriched'
  | 'LeadAssigned'
  | 'LeadContacted'
  | 'FirstContactSlaBreached'
  | 'LeadQualified'
  | 'LeadDisqualified'
  | 'LeadConverted';

const captured = (_: Lead, data: Data<'LeadCaptured'>): LeadSnapshot => ({
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
  contacts: [],
  contactsMissed: [],
  qualifications: [],
  disqualificationReason: null,
  opportunityId: null,
});

const leadFolds: Folds<Lead, LeadTypes> = {
  LeadCaptured: captured,
  LeadEnriched: (state, { changes, contactId }) =>
    lead(state, () => ({ ...Object.fromEntries(changes.map(({ field, to }) => [field, to])), contactId })),
  LeadAssigned: (state, { to }) => lead(state, () => ({ ownerId: to })),
  LeadContacted: (state, { channel, direction, effective }, at) =>
    lead(state, ({ contacts }) => ({ contacts: [...contacts, { at, channel, direction, effective }] })),
  FirstContactSlaBreached: (state, { assigneeId, dueAt }) =>
    lead(state, ({ contactsMissed }) => ({ contactsMissed: [...contactsMissed, { assigneeId, dueAt }] })),
  LeadQualified: (state, { as, bant }) =>
    lead(state, ({ qualifications }) => ({ level: as, qualifications: [...qualifications, { as, bant }] })),
  LeadDisqualified: (state, { reason }) => lead(state, () => ({ status: 'disqualified', disqualificationReason: reason })),
  LeadConverted: (state, { opportunityId }) => lead(state, () => ({ status: 'converted', opportunityId })),
};

type OpportunityTypes =
  | 'OpportunityOpened'
  | 'OpportunityAdopted'
  | 'OpportunityAdvanced'
  | 'OpportunityRegressed'
  | 'ProcessMigrated'
  | 'OpportunityReassigned'
  | 'ForecastRevised'
  | 'ProposalSubmitted'
  | 'ContractSignatureRecorded'
  | 'ContractSigned'
  | 'OpportunityWon'
  | 'OpportunityLost'
  | 'OpportunityAbandoned'
  | 'OpportunityReopened'
  | 'OpportunityImported'
  | 'OutcomeImported';

const blank = {
  leadId: null,
  name: null,
  company: null,
  ownerId: null,
  stage: null,
  forecast: null,
  proposals: [],
  signatures: [],
  contract: null,
  won: null,
  losses: [],
  abandonments: [],
  migrations: [],
  claims: null,
} as const;

const opened = (_: Opportunity, data: Data<'OpportunityOpened'>): OpportunitySnapshot => {
  const { opportunityId, leadId, name, company, ownerId, stage, forecast } = data;
  return { ...blank, opportunityId, origin: 'governed', status: 'open', leadId: leadId ?? null, name, company, ownerId, stage, forecast };
};

const imported = (_: Opportunity, data: Data<'OpportunityImported'>): OpportunitySnapshot => ({
  ...blank,
  opportunityId: data.opportunityId,
  origin: 'imported',
  status: 'imported',
  claims: {
    source: data.source,
    externalId: data.externalId,
    stage: data.claimedStage,
    agent: data.claimedAgent ?? null,
    account: data.account ?? null,
    product: data.product ?? null,
    listPrice: data.listPrice ?? null,
    engagedOn: data.engagedOn ?? null,
    outcome: null,
    value: null,
    closedOn: null,
  },
});

const moved = (state: Opportunity, { to, probabilityTo }: Data<'OpportunityAdvanced'>) =>
  deal(state, (known) => ({ stage: to, ...expecting(probabilityTo)(known) }));

const migrated = (state: Opportunity, { stageTo, probabilityTo, from, to, migration, gates }: Data<'ProcessMigrated'>) =>
  deal(state, (known) => ({
    stage: stageTo,
    ...expecting(probabilityTo)(known),
    migrations: [...known.migrations, { from, to, migration, gates }],
  }));

const proposed = (state: Opportunity, { proposalId, version, amount, validUntil }: Data<'ProposalSubmitted'>) =>
  deal(state, ({ proposals }) => ({ proposals: [...proposals, { proposalId, version, amount, validUntil: validUntil ?? null }] }));

const signatureOf = ({ contractId, party, signedOn, amount, signatoryId }: Data<'ContractSignatureRecorded'>) => ({
  contractId,
  party,
  signedOn,
  amount,
  signatoryId,
});

const lost = (state: Opportunity, { stage, reason, competitor, note }: Data<'OpportunityLost'>) =>
  deal(state, (known) => ({
    status: 'lost',
    ...expecting(0)(known),
    losses: [...known.losses, { stage, reason, competitor: competitor ?? null, note: note ?? null }],
  }));

const abandoned = (state: Opportunity, { stage, reason, note, resumeOn }: Data<'OpportunityAbandoned'>) =>
  deal(state, (known) => ({
    status: 'abandoned',
    ...expecting(0)(known),
    abandonments: [...known.abandonments, { stage, reason, note: note ?? null, resumeOn: resumeOn ?? null }],
  }));

const adopted = (state: Opportunity, { name, company, ownerId, stage, forecast }: Data<'OpportunityAdopted'>) =>
  deal(state, () => ({ origin: 'governed', status: 'open', name, company, ownerId, stage, forecast }));

const outcome = (state: Opportunity, { claimed, value, closedOn }: Data<'OutcomeImported'>) =>
  deal(state, ({ claims }) => ({
    claims: claims && { ...claims, outcome: claimed, value: value ?? null, closedOn: closedOn ?? null },
  }));

const opportunityFolds: Folds<Opportunity, OpportunityTypes> = {
  OpportunityOpened: opened,
  OpportunityAdopted: adopted,
  OpportunityAdvanced: moved,
  OpportunityRegressed: moved,
  ProcessMigrated: migrated,
  OpportunityReassigned: (state, { to }) => deal(state, () => ({ ownerId: to })),
  ForecastRevised: (state, { to }) => deal(state, () => ({ forecast: to })),
  ProposalSubmitted: proposed,
  ContractSignatureRecorded: (state, data) => deal(state, ({ signatures }) => ({ signatures: [...signatures, signatureOf(data)] })),
  ContractSigned: (state, { contractId, amount, signedOn }) => deal(state, () => ({ contract: { contractId, amount, signedOn } })),
  OpportunityWon: (state, { contractId, amount }) =>
    deal(state, (known) => ({ status: 'won', ...expecting(100)(known), won: { contractId, amount } })),
  OpportunityLost: lost,
  OpportunityAbandoned: abandoned,
  OpportunityReopened: (state, { stage, forecast }) => deal(state, () => ({ status: 'open', stage, forecast })),
  OpportunityImported: imported,
  OutcomeImported: outcome,
};

/** What a snapshot needs of an event. */
export interface DealFact {
  readonly type: string;
  readonly data: object;
  readonly occurredAt: string;
}

const foldIn = <S>(folds: object, state: S, { type, data, occurredAt }: DealFact): S => {
  const fold = (folds as Readonly<Record<string, (state: S, data: object, occurredAt: string) => S>>)[type];
  return fold ? fold(state, data, occurredAt) : state;
};

/** One more event of the case; those that change nothing of the deal (refusals, no-effects) leave it as it is. */
export const dealAfter = ({ lead: l, opportunity: o }: DealSnapshot, fact: DealFact): DealSnapshot => ({
  lead: foldIn(leadFolds, l, fact),
  opportunity: foldIn(opportunityFolds, o, fact),
});

/** A deal as its events, in ledger order up to some position, tell it. */
export const dealAsOf = (facts: readonly DealFact[]): DealSnapshot => facts.reduce(dealAfter, emptyDeal);
