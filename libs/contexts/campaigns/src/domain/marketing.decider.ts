import { accept, refuse, type Command, type Decider, type RecordedEvent } from '#eventsourcing';
import { same } from '#rules';
import { campaignWork, plan, type CampaignCommand, type PlanCampaign } from './campaign.ts';
import {
  gathered,
  noFacts,
  type Campaign,
  type Data,
  type Marketing,
  type MarketingEvent,
  type MarketingRefusal,
  type Outcome,
} from './marketing.state.ts';

/** L25: one day of one source of a site; a later count takes the earlier one's place. */
export type ImportWebTraffic = Command<'ImportWebTraffic', Omit<Data<'WebTrafficImported'>, 'trafficId'>>;
/** L220. */
export type RegisterPartner = Command<'RegisterPartner', Data<'PartnerRegistered'>>;

export type MarketingCommand = PlanCampaign | CampaignCommand | ImportWebTraffic | RegisterPartner;

const importTraffic = (given: ImportWebTraffic['data'], state: Marketing): Outcome => {
  const { day, source, visits, visitors } = given;
  if (visitors > visits) return refuse('CountsContradict', { visits, visitors }, ['correct the counts']);
  const imported = { ...given, trafficId: `${day}.${source}` };
  const earlier = state.kind === 'website' ? state.facts.traffic[imported.trafficId]?.data : undefined;
  return same(earlier, imported) ? accept() : accept({ type: 'WebTrafficImported', data: imported });
};

const register = (given: RegisterPartner['data'], state: Marketing): Outcome => {
  if (state.kind !== 'partner') return accept({ type: 'PartnerRegistered', data: given });
  const { partnerId } = given;
  return same(given, state.registered)
    ? accept()
    : refuse('PartnerAlreadyRegistered', { partnerId }, ['register it under an id of its own']);
};

const campaignOf = (state: Marketing): Campaign | undefined => (state.kind === 'campaign' ? state : undefined);

const doWork = ({ type, data }: CampaignCommand, campaign: Campaign): Outcome =>
  (campaignWork[type] as (data: CampaignCommand['data'], campaign: Campaign, known: undefined) => Outcome)(data, campaign, undefined);

const decide = (command: MarketingCommand, state: Marketing): Outcome => {
  if (command.type === 'PlanCampaign') return plan(command.data, campaignOf(state));
  if (command.type === 'ImportWebTraffic') return importTraffic(command.data, state);
  if (command.type === 'RegisterPartner') return register(command.data, state);
  return state.kind === 'campaign' ? doWork(command, state) : refuse('CampaignUnknown', {}, ['PlanCampaign']);
};

const statusAfter: Readonly<Partial<Record<MarketingEvent['type'], Campaign['status']>>> = {
  CampaignLaunched: 'launched',
  CampaignClosed: 'closed',
};

const evolve = (state: Marketing, event: RecordedEvent<MarketingEvent>): Marketing => {
  if (event.type === 'PartnerRegistered') return { kind: 'partner', registered: event.data };
  if (event.type === 'CampaignPlanned') return { kind: 'campaign', status: 'planned', plan: event.data, facts: noFacts };
  if (event.type === 'WebTrafficImported')
    return { kind: 'website', facts: gathered(state.kind === 'website' ? state.facts : noFacts, event) };
  if (state.kind !== 'campaign') return state;
  return { ...state, status: statusAfter[event.type] ?? state.status, facts: gathered(state.facts, event) };
};

/** What marketing does before there is a lead: campaigns, sites, partners (L18–L20, L25, L218–L220, L226, L228). */
export const marketing: Decider<Marketing, MarketingCommand, MarketingEvent, MarketingRefusal> = {
  initialState: { kind: 'unknown' },
  decide,
  evolve,
};
