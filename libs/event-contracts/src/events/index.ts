import type { EventOf } from '../definition.ts';
import { catalogueOf } from '../catalogue.ts';
import { accounts, contacts } from './accounts.events.ts';
import { approvals } from './approvals.events.ts';
import { answers } from './answers.events.ts';
import { campaigns, partners, websites } from './campaigns.events.ts';
import { contracts } from './contracts.events.ts';
import { definitions, standards } from './definitions.events.ts';
import { imports } from './imports.events.ts';
import { leads } from './leads.events.ts';
import { negotiations } from './negotiations.events.ts';
import { opportunities } from './opportunities.events.ts';
import type { dealLifecycle } from './opportunity/lifecycle.events.ts';
import type { migration } from './opportunity/migration.events.ts';
import { attempts, persons, teams, users } from './organisation.events.ts';

export * from './accounts.events.ts';
export * from './approval.shared.ts';
export * from './approvals.events.ts';
export * from './answers.events.ts';
export * from './definitions.events.ts';
export * from './campaigns.events.ts';
export * from './contracts.events.ts';
export * from './imports.events.ts';
export * from './leads.events.ts';
export * from './negotiation.shared.ts';
export * from './negotiations.events.ts';
export * from './opportunities.events.ts';
export * from './organisation.events.ts';
export { segments } from './shared.ts';

type Imported = { readonly [K in keyof typeof imports]: EventOf<(typeof imports)[K]> };

export type UserEvent = EventOf<(typeof users)[keyof typeof users]>;
export type TeamEvent = EventOf<(typeof teams)[keyof typeof teams]>;
export type PersonEvent = EventOf<(typeof persons)[keyof typeof persons]>;
export type AttemptEvent = EventOf<(typeof attempts)[keyof typeof attempts]>;
export type CampaignEvent = EventOf<(typeof campaigns)[keyof typeof campaigns]>;
export type WebsiteEvent = EventOf<(typeof websites)[keyof typeof websites]>;
export type PartnerEvent = EventOf<(typeof partners)[keyof typeof partners]>;
export type LeadEvent = EventOf<(typeof leads)[keyof typeof leads]>;
export type NegotiationEvent = EventOf<(typeof negotiations)[keyof typeof negotiations]>;
export type OpportunityEvent =
  EventOf<(typeof opportunities)[keyof typeof opportunities]> | Imported['OpportunityImported'] | Imported['OutcomeImported'];
/** Of those, what moves a deal through its process and to its end, and what is expected of it: what funnel, forecast and lists fold. */
export type DealLifecycleEvent =
  | EventOf<(typeof dealLifecycle)[keyof typeof dealLifecycle]>
  | EventOf<(typeof migration)[keyof typeof migration]>
  | Imported['OpportunityImported']
  | Imported['OutcomeImported'];
/** Streams `contract-`: what is to be signed, until both have, and beyond. */
export type ContractEvent = EventOf<(typeof contracts)[keyof typeof contracts]>;
/** Master data claimed by another system: streams `account-`, `product-`, `agent-`. */
export type ReferenceEvent = Imported['AccountImported'] | Imported['ProductImported'] | Imported['SalesAgentImported'];
/** Streams `process-`, `policy-`, …: how each version of a definition came to be in force. */
export type DefinitionEvent = EventOf<(typeof definitions)[keyof typeof definitions]>;
export type StandardEvent = EventOf<(typeof standards)[keyof typeof standards]>;
/** Companies that we sell to, and people there. */
export type AccountEvent = EventOf<(typeof accounts)[keyof typeof accounts]>;
export type ContactEvent = EventOf<(typeof contacts)[keyof typeof contacts]>;
/** Streams `approval-`: how each approval went, step by step. */
export type ApprovalEvent = EventOf<(typeof approvals)[keyof typeof approvals]>;
export type AnyEvent =
  | ApprovalEvent
  | AccountEvent
  | ContactEvent
  | UserEvent
  | TeamEvent
  | PersonEvent
  | AttemptEvent
  | LeadEvent
  | CampaignEvent
  | WebsiteEvent
  | PartnerEvent
  | NegotiationEvent
  | OpportunityEvent
  | ContractEvent
  | ReferenceEvent
  | DefinitionEvent
  | StandardEvent
  | EventOf<(typeof answers)[keyof typeof answers]>;

/** Every event that Dealtrail writes or has ever written. */
export const catalogue = catalogueOf(
  ...Object.values({ ...answers, ...users, ...teams, ...persons, ...attempts, ...leads, ...opportunities, ...imports }),
  ...Object.values({ ...definitions, ...standards, ...accounts, ...contacts, ...campaigns, ...websites, ...partners }),
  ...Object.values({ ...negotiations, ...approvals, ...contracts }),
);
