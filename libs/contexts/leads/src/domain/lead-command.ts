import type { CalendarDate, Command, Instant } from '#eventsourcing';
import type { LeadEvent, Money } from '#event-contracts';
import type { UserStanding } from '#rules';

type Data<T extends LeadEvent['type']> = Extract<LeadEvent, { type: T }>['data'];
type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

export type LeadSource = Data<'LeadCaptured'>['source'];
export type QualificationLevel = Data<'LeadQualified'>['as'];
export type BantAnswers = Data<'LeadQualified'>['bant'];
export type DisqualificationReason = Data<'LeadDisqualified'>['reason'];

/** Sealed under the key of the person `contactId`. */
export type ContactDetails = Maybe<Pick<Data<'LeadCaptured'>, 'contactName' | 'email' | 'phone'>>;
/** `companySize` counts employees. */
export type LeadProfile = Maybe<Pick<Data<'LeadCaptured'>, 'industry' | 'companySize' | 'need'>>;

/** L101, L102, L223. */
export type CaptureLead = Command<
  'CaptureLead',
  Pick<Data<'LeadCaptured'>, 'leadId' | 'source' | 'company' | 'contactId'> &
    Maybe<Pick<Data<'LeadCaptured'>, 'campaignId'>> &
    LeadProfile &
    ContactDetails
>;
/** L102, L235. What is left out stays as it is. */
export type EnrichLead = Command<
  'EnrichLead',
  { readonly leadId: string; readonly company?: string | undefined; readonly contactId?: string | undefined } & LeadProfile & ContactDetails
>;
export type AssignLead = Command<'AssignLead', { readonly leadId: string; readonly to: string }>;
/** L232, L233. Each one is a contact of its own. */
export type LogLeadContact = Command<
  'LogLeadContact',
  Pick<Data<'LeadContacted'>, 'leadId' | 'channel' | 'direction' | 'effective'> & Maybe<Pick<Data<'LeadContacted'>, 'note'>>
>;
/** L232: given when a first contact was due, by the program itself. */
export type BreachFirstContact = Command<'BreachFirstContact', Data<'FirstContactSlaBreached'>>;
/** L105, L107, L208, L234. */
export type QualifyLead = Command<'QualifyLead', { readonly leadId: string; readonly as: QualificationLevel; readonly bant: BantAnswers }>;
/** L236: with its reason. */
export type DisqualifyLead = Command<
  'DisqualifyLead',
  { readonly leadId: string; readonly reason: DisqualificationReason; readonly note?: string | undefined }
>;
/** L118. The caller names the opportunity that is to be opened. */
export type ConvertLead = Command<
  'ConvertLead',
  {
    readonly leadId: string;
    readonly opportunityId: string;
    readonly name: string;
    readonly expectedAmount: Money;
    readonly expectedSigningDate: CalendarDate;
  }
>;

/** What may be asked of a lead. */
export type LeadCommand =
  CaptureLead | EnrichLead | AssignLead | LogLeadContact | BreachFirstContact | QualifyLead | DisqualifyLead | ConvertLead;

/** The same with the facts that the decider needs and the application looks up. */
export type InformedLeadCommand =
  | Exclude<LeadCommand, AssignLead>
  | Command<'AssignLead', AssignLead['data'] & { readonly assignee: UserStanding; readonly contactDueAt?: Instant }>;
