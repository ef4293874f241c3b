import type { AnyEvent, Forecast } from '#event-contracts';
import type { Change } from './audit.row.ts';

type Data<T extends AnyEvent['type']> = Extract<AnyEvent, { type: T }>['data'];
type Happened = { readonly occurredAt: string };
/** Events that change something that was there before, or that say it otherwise than their fields do. */
type ChangesOf = { readonly [T in AnyEvent['type']]?: (data: Data<T>, event: Happened) => readonly Change[] };

const change = (field: string, from: unknown, to: unknown): Change => ({ field, from, to });
const added = (field: string, to: unknown): Change => change(field, null, to);

/** Everything that something new starts with, field by field. */
const fresh = (of: string, fields: Readonly<Record<string, unknown>>): Change[] =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => added(`${of}.${field}`, value));

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const moneyOf = ({ minor, currency }: Forecast['amount']) => ({ minor, currency });

const forecastFields = ({ amount, signingDate, probability, category }: Forecast) => ({
  'forecast.amount': moneyOf(amount),
  'forecast.signingDate': signingDate,
  'forecast.probability': probability,
  'forecast.category': category,
});

const revised = ({ from, to }: Data<'ForecastRevised'>): Change[] => {
  const before: Readonly<Record<string, unknown>> = forecastFields(from);
  return Object.entries(forecastFields(to))
    .map(([field, value]) => change(`opportunity.${field}`, before[field], value))
    .filter((each) => !same(each.from, each.to));
};

const moved = ({ from, to, probabilityFrom, probabilityTo }: Data<'OpportunityAdvanced'>): Change[] => [
  change('opportunity.stage', from, to),
  ...(probabilityFrom === probabilityTo ? [] : [change('opportunity.forecast.probability', probabilityFrom, probabilityTo)]),
];

const probability = (from: number, to: number): Change[] => (from === to ? [] : [change('opportunity.forecast.probability', from, to)]);

const migrated = ({
  stageFrom,
  stageTo,
  probabilityFrom,
  probabilityTo,
  from,
  to,
  migration,
  gates,
}: Data<'ProcessMigrated'>): Change[] => [
  ...(stageFrom === stageTo ? [] : [change('opportunity.stage', stageFrom, stageTo)]),
  ...probability(probabilityFrom, probabilityTo),
  added('opportunity.migrations', { from, to, migration, gates }),
];

const captured = ({ leadId, source, company, industry, companySize, need, campaignId, contactId }: Data<'LeadCaptured'>) =>
  fresh('lead', { leadId, status: 'open', source, company, industry, companySize, need, campaignId, contactId });

const opened = ({ opportunityId, leadId, accountId, name, company, ownerId, stage, forecast }: Data<'OpportunityOpened'>) =>
  fresh('opportunity', {
    opportunityId,
    origin: 'governed',
    leadId,
    accountId,
    name,
    company,
    ownerId,
    status: 'open',
    stage,
    ...forecastFields(forecast),
  });

const lost = ({ stage, reason, competitor, note, forecast }: Data<'OpportunityLost'>): Change[] => [
  change('opportunity.status', 'open', 'lost'),
  ...probability(forecast.probability, 0),
  added('opportunity.losses', { stage, reason, competitor: competitor ?? null, note: note ?? null }),
];

const abandoned = ({ stage, reason, note, resumeOn, forecast }: Data<'OpportunityAbandoned'>): Change[] => [
  change('opportunity.status', 'open', 'abandoned'),
  ...probability(forecast.probability, 0),
  added('opportunity.abandonments', { stage, reason, note: note ?? null, resumeOn: resumeOn ?? null }),
];

const adopted = ({ name, company, ownerId, stage, forecast }: Data<'OpportunityAdopted'>): Change[] => [
  change('opportunity.origin', 'imported', 'governed'),
  change('opportunity.status', 'imported', 'open'),
  ...fresh('opportunity', { name, company, ownerId, stage, ...forecastFields(forecast) }),
];

const claimed = (data: Data<'OpportunityImported'>): Change[] => {
  const { opportunityId, source, externalId, claimedStage: stage, claimedAgent: agent, account, product, listPrice, engagedOn } = data;
  return [
    ...fresh('opportunity', { opportunityId, origin: 'imported', status: 'imported' }),
    ...fresh('opportunity.claims', { source, externalId, stage, agent, account, product, listPrice, engagedOn }),
  ];
};

/** What each event changed, from what to what, read off the event alone: events carry what was before. */
const changesByType: ChangesOf = {
  LeadCaptured: captured,
  LeadEnriched: ({ changes }) => changes.map(({ field, from, to }) => change(`lead.${field}`, from, to)),
  LeadAssigned: ({ from, to }) => [change('lead.ownerId', from, to)],
  LeadContacted: ({ channel, direction, effective }, { occurredAt: at }) => [added('lead.contacts', { at, channel, direction, effective })],
  FirstContactSlaBreached: ({ assigneeId, dueAt }) => [added('lead.contactsMissed', { assigneeId, dueAt })],
  LeadQualified: ({ from, as, bant }) => [change('lead.level', from, as), added('lead.qualifications', { as, bant })],
  LeadDisqualified: ({ reason }) => [change('lead.status', 'open', 'disqualified'), added('lead.disqualificationReason', reason)],
  LeadConverted: ({ opportunityId }) => [change('lead.status', 'open', 'converted'), added('lead.opportunityId', opportunityId)],
  OpportunityOpened: opened,
  OpportunityAdopted: adopted,
  OpportunityAdvanced: moved,
  OpportunityRegressed: moved,
  ProcessMigrated: migrated,
  OpportunityReassigned: ({ from, to }) => [change('opportunity.ownerId', from, to)],
  ForecastRevised: revised,
  ProposalSubmitted: ({ proposalId, version, amount, validUntil }) => [
    added('opportunity.proposals', { proposalId, version, amount, validUntil: validUntil ?? null }),
  ],
  ContractSignatureRecorded: ({ contractId, party, signedOn, amount, signatoryId }) => [
    added('opportunity.signatures', { contractId, party, signedOn, amount, signatoryId }),
  ],
  ContractSigned: ({ contractId, amount, signedOn }) => [added('opportunity.contract', { contractId, amount, signedOn })],
  OpportunityWon: ({ amount, contractId, probabilityFrom }) => [
    change('opportunity.status', 'open', 'won'),
    ...probability(probabilityFrom, 100),
    added('opportunity.won', { contractId, amount }),
  ],
  OpportunityLost: lost,
  OpportunityAbandoned: abandoned,
  OpportunityReopened: ({ from, forecast }) => [change('opportunity.status', from, 'open'), ...probability(0, forecast.probability)],
  OpportunityImported: claimed,
  OutcomeImported: ({ claimed: outcome, value, closedOn }) => fresh('opportunity.claims', { outcome, value, closedOn }),
  AccountImported: ({ source, sourceFileHash, row, ...claims }) => fresh('account', claims),
  ProductImported: ({ source, sourceFileHash, row, ...claims }) => fresh('product', claims),
  SalesAgentImported: ({ source, sourceFileHash, row, ...claims }) => fresh('agent', claims),
  UserRegistered: ({ userId }) => fresh('user', { userId, active: true }),
  UserDeactivated: () => [change('user.active', true, false)],
  UserReactivated: () => [change('user.active', false, true)],
  RoleGranted: ({ role }) => [added('user.roles', role)],
  RoleRevoked: ({ role }) => [change('user.roles', role, null)],
  TeamJoined: ({ from, to }) => [change('user.teamId', from, to)],
  TeamLeft: ({ from }) => [change('user.teamId', from, null)],
  TeamFormed: ({ teamId, name, parentTeamId }) => fresh('team', { teamId, name, parentTeamId }),
  TeamManagerAppointed: ({ from, to }) => [change('team.managerId', from, to)],
  TeamTerritoriesSet: ({ from, to }) => [change('team.territories', from, to)],
  UserTerritoriesSet: ({ from, to }) => [change('user.territories', from, to)],
  PersonErased: ({ personId }) => [change('person.readable', true, false), added('person.erased', personId)],
  AttemptDenied: () => [],
  CommandRefused: () => [],
  CommandHadNoEffect: () => [],
};

/** What an event states that changes nothing that was there before: each open field of it, under the stream's kind and the event's name. */
const stated = ({ type, data }: AnyEvent, kind: string): readonly Change[] => fresh(`${kind}.${type}`, data);

/** From what to what one event changed things; nothing for a refusal, a no-effect or a denied attempt. */
export const changesOf = (event: AnyEvent & Happened & { readonly stream: string }): readonly Change[] => {
  const told = changesByType[event.type] as ((data: AnyEvent['data'], event: Happened) => readonly Change[]) | undefined;
  return told ? told(event.data, event) : stated(event, event.stream.slice(0, event.stream.indexOf('-')));
};
