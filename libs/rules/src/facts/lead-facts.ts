import type { Instant, RecordedEvent } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import type { Segment } from '../process/process-definition.ts';
import { distinct, present } from '../values.ts';
import { factOf, gathering, grounding, kindsOf, type Fact, type Gathered, type Kept } from './gathering.ts';

/** What is known of a lead by the events of its stream; each event with the field that tells one fact of its kind from another. */
const kinds = kindsOf<LeadEvent>()({
  classifications: ['LeadClassified', 'leadId'],
  screenings: ['LeadScreened', 'leadId'],
  touches: ['LeadNurtureTouched', 'touchId'],
  behaviours: ['LeadBehaviourRecorded', 'externalId'],
  scores: ['LeadScored', 'leadId'],
  insights: ['InsightShared', 'insightId'],
  painPoints: ['LeadPainPointRecorded', 'painPointId'],
  bantAnswers: ['LeadBantAnswered', 'question'],
  intents: ['PurchaseIntentAssessed', 'leadId'],
  absorbed: ['LeadsMerged', 'merged'],
});

/** The kinds by name: whoever keeps facts keeps these, and has to fold them anew when there are others. */
export const leadFactKinds: readonly string[] = Object.keys(kinds);

type Data<T extends LeadEvent['type']> = Extract<LeadEvent, { type: T }>['data'];
type Recorded<T extends LeadEvent['type']> = RecordedEvent<Extract<LeadEvent, { type: T }>>;

export type LeadSource = Data<'LeadCaptured'>['source'];
export type ContactDetail = NonNullable<Data<'LeadCaptured'>['contactDetails']>[number];
export type QualificationLevel = Data<'LeadQualified'>['as'];

/** What is known of a customer; absent where it is not. */
export interface LeadProfile {
  readonly company: string;
  readonly industry?: string;
  /** Employees. */
  readonly companySize?: number;
  readonly need?: string;
  readonly segment?: Segment;
  readonly territory?: string;
}

/** A lead, as gates, deciders, worklists and replay see it; without what is sealed. */
export interface LeadFacts extends Gathered<LeadEvent, typeof kinds> {
  readonly captured: Data<'LeadCaptured'>;
  readonly capturedAt: Instant;
  readonly profile: LeadProfile;
  /** The event that states each field of the profile as it is, and how the contact is reached. */
  readonly statedBy: Readonly<Partial<Record<keyof LeadProfile | 'contact', string>>>;
  readonly contactId: string;
  /** Which details of the contact are on file: they are sealed, and this tells no more than that they are there. */
  readonly contactDetails: readonly ContactDetail[];
  /** Keyed digests of how the contact is reached; none while nobody knows. */
  readonly contactKeys: readonly string[];
  /** Who is answerable; nobody is where there is none. */
  readonly assignment: Fact<Data<'LeadAssigned'> | Data<'LeadReassigned'>> | null;
  /** All of them, the earliest first. */
  readonly contacts: readonly Fact<Data<'LeadContacted'>>[];
  /** The first since the assignment. */
  readonly firstContact: Fact<Data<'LeadContacted'>> | null;
  /** That the assignee had not been in touch when they were to, and has not been since. */
  readonly missed: Fact<Data<'FirstContactSlaBreached'>> | null;
  /** What marketing handed over to the assignee. */
  readonly handover: Fact<Data<'LeadHandedOver'>> | null;
  readonly acceptance: Fact<Data<'LeadSalesAccepted'>> | null;
  readonly nurture: Fact<Data<'LeadNurtureEntered'>> | null;
  /** What it may pass a gate without, each at the stage whose gate it is; gone once the lead goes back. */
  readonly overrides: readonly Fact<Data<'LeadCriterionOverridden'>>[];
  readonly level: QualificationLevel | null;
  /** What it was last qualified on. */
  readonly qualification: Data<'LeadQualified'> | null;
  /** The process it is pinned to, `id@version#sha256`. */
  readonly processVersion: string;
}

/** Without the kinds of which nothing was stated. */
export type KeptLeadFacts = Kept<LeadFacts, LeadEvent, typeof kinds>;

/** Facts that were kept, or these with changes. */
export const knownLeadFacts = grounding<LeadFacts, LeadEvent, typeof kinds>(kinds);

const gather = gathering<LeadEvent, typeof kinds>(kinds);

const nobodys = { assignment: null, firstContact: null, missed: null, handover: null, acceptance: null } as const;

const beginning = (event: Recorded<'LeadCaptured'>): KeptLeadFacts => {
  const { contactName, email, phone, ...data } = event.data;
  const { company, industry, companySize, need, segment, territory, contactId, contactKeys = [], contactDetails = [] } = data;
  const profile = present({ company, industry, companySize, need, segment, territory });
  const stated = [...Object.keys(profile), ...(contactKeys.length > 0 ? ['contact'] : [])];
  return {
    ...nobodys,
    captured: data,
    capturedAt: event.occurredAt,
    profile,
    contactId,
    contactKeys,
    contactDetails,
    statedBy: Object.fromEntries(stated.map((field) => [field, event.eventId])),
    contacts: [],
    overrides: [],
    nurture: null,
    level: null,
    qualification: null,
    processVersion: event.processVersion,
  };
};

const changed = (facts: LeadFacts, changes: Partial<LeadProfile>, eventId: string): LeadFacts => ({
  ...facts,
  profile: { ...facts.profile, ...changes },
  statedBy: { ...facts.statedBy, ...Object.fromEntries(Object.keys(changes).map((field) => [field, eventId])) },
});

/** Another person's keys take the place of the former one's; those of the same person come to what is known. */
const enriched = (before: LeadFacts, { data, eventId }: Recorded<'LeadEnriched'>): LeadFacts => {
  const facts = changed(before, Object.fromEntries(data.changes.map(({ field, to }) => [field, to])), eventId);
  const { contactId, contactKeys: given = [], contactDetails: told = [] } = data;
  const kept = contactId === before.contactId ? before : { contactKeys: [], contactDetails: [] };
  const contactKeys = distinct([...kept.contactKeys, ...given]);
  const contactDetails = distinct([...kept.contactDetails, ...told]);
  const { contact, ...others } = facts.statedBy;
  const stated = given.length > 0 ? eventId : contact;
  return {
    ...facts,
    contactId,
    contactKeys,
    contactDetails,
    statedBy: contactKeys.length > 0 ? { ...others, ...present({ contact: stated }) } : others,
  };
};

/** A hand-over holds for the one it was made to. */
const assigned = (facts: LeadFacts, event: Recorded<'LeadAssigned'> | Recorded<'LeadReassigned'>): LeadFacts => {
  const own = facts.handover?.data.to === event.data.to;
  return { ...facts, ...nobodys, assignment: factOf(event), ...(own && { handover: facts.handover, acceptance: facts.acceptance }) };
};

const givenBack = (facts: LeadFacts): LeadFacts => ({ ...facts, ...nobodys });

/** What goes back has its gates to pass again, without what was let pass before: as a deal has that goes back to an earlier stage. */
const backAtGates = (facts: LeadFacts): LeadFacts => ({ ...givenBack(facts), overrides: [] });

const contacted = (facts: LeadFacts, event: Recorded<'LeadContacted'>): LeadFacts => {
  const contact = factOf(event);
  return { ...facts, contacts: [...facts.contacts, contact], firstContact: facts.firstContact ?? contact, missed: null };
};

const missed = (facts: LeadFacts, event: Recorded<'FirstContactSlaBreached'>): LeadFacts =>
  facts.assignment?.data.to === event.data.assigneeId && facts.firstContact === null ? { ...facts, missed: factOf(event) } : facts;

/** Where a lead stands; an event that is not here leaves that as it is. */
const standing: {
  readonly [T in LeadEvent['type']]?: (facts: LeadFacts, event: Recorded<T>) => LeadFacts;
} = {
  LeadEnriched: enriched,
  LeadClassified: (facts, { data: { segment, territory }, eventId }) => changed(facts, present({ segment, territory }), eventId),
  LeadAssigned: assigned,
  LeadReassigned: assigned,
  LeadReclaimed: givenBack,
  LeadContacted: contacted,
  FirstContactSlaBreached: missed,
  LeadHandedOver: (facts, event) => ({ ...facts, handover: factOf(event), acceptance: null }),
  LeadSalesAccepted: (facts, event) => ({ ...facts, acceptance: factOf(event) }),
  LeadSalesRejected: backAtGates,
  LeadReturnedToMarketing: (facts, { data }) => ({ ...backAtGates(facts), level: data.levelTo }),
  LeadCriterionOverridden: (facts, event) => ({ ...facts, overrides: [...facts.overrides, factOf(event)] }),
  LeadNurtureEntered: (facts, event) => ({ ...facts, nurture: factOf(event) }),
  LeadNurtureExited: (facts) => ({ ...facts, nurture: null }),
  LeadQualified: (facts, { data }) => ({ ...facts, level: data.as, qualification: data }),
  LeadReopened: (facts) => ({ ...backAtGates(facts), level: null, qualification: null, nurture: null }),
};

/** Folds one event of a lead's stream; nothing before it is captured. */
export const leadFacts = (facts: LeadFacts | undefined, event: RecordedEvent<LeadEvent>): LeadFacts | undefined => {
  if (event.type === 'LeadCaptured') return knownLeadFacts(beginning(event));
  if (!facts) return undefined;
  const stands = standing[event.type] as ((facts: LeadFacts, event: RecordedEvent<LeadEvent>) => LeadFacts) | undefined;
  const gathered = gather(facts, event);
  return knownLeadFacts(stands ? stands(gathered, event) : gathered);
};
