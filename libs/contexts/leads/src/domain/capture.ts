import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import { present, same, type Given } from '#rules';
import type { Chapter, Known } from './chapter.ts';
import type { Data, Lead, LeadRefusal, OpenLead, Outcome } from './lead.state.ts';

type Captured = Given<Omit<Data<'LeadCaptured'>, 'contactKeys' | 'contactDetails'>>;
type Enriched = Given<Pick<Data<'LeadCaptured'>, 'industry' | 'companySize' | 'need' | 'segment' | 'territory'>>;
type Details = Given<Pick<Data<'LeadCaptured'>, 'contactName' | 'email' | 'phone'>>;

/** L101, L102, L223. `process` is the id of a process in force; the company's standard one when absent. */
export type CaptureLead = Command<'CaptureLead', Captured & { readonly process?: string | undefined }>;
/** L21, L102, L235. What is left out stays as it is. */
export type EnrichLead = Command<
  'EnrichLead',
  { readonly leadId: string; readonly company?: string | undefined; readonly contactId?: string | undefined } & Enriched & Details
>;
/** L17, L23. */
export type ClassifyLead = Command<'ClassifyLead', Given<Data<'LeadClassified'>>>;

export type CaptureCommand = EnrichLead | ClassifyLead;

type Source = Data<'LeadCaptured'>['source'];

/** Which sources go with a method, where not all do (L218, L219, L222). */
const sourcesOf: Readonly<Partial<Record<NonNullable<Data<'LeadCaptured'>['method']>, readonly Source[]>>> = {
  coldVisit: ['selfSourced'],
  telemarketing: ['selfSourced'],
  socialNetwork: ['selfSourced', 'campaign'],
  exhibition: ['campaign', 'event'],
  onlineEvent: ['campaign', 'event'],
  advertising: ['campaign', 'web'],
  websiteForm: ['web', 'campaign'],
  callIn: ['inboundCall', 'hotline'],
};

/** What is said of a source that has no such thing: a partner of what no partner recommended, a referrer of what nobody referred. */
const contradiction = ({ source, method, partnerId, referredBy }: CaptureLead['data']): Refusal<LeadRefusal> | undefined => {
  const fitting = method === undefined ? undefined : sourcesOf[method];
  const fields = [
    ...(fitting && !fitting.includes(source) ? ['method'] : []),
    ...(partnerId !== undefined && source !== 'partner' ? ['partnerId'] : []),
    ...(referredBy !== undefined && source !== 'referral' && source !== 'existingCustomer' ? ['referredBy'] : []),
  ];
  return fields.length === 0 ? undefined : refuse('SourceContradicted', { source, fields }, ['name the source that these belong to']);
};

/** What may be told in the open of sealed details: that they are there, and keys by which they are found again. */
const toldOf = (details: object, { contactKeys }: Known) => ({
  ...(Object.keys(details).length > 0 && { contactDetails: Object.keys(details) as NonNullable<Data<'LeadCaptured'>['contactDetails']> }),
  ...(contactKeys.length > 0 && { contactKeys: [...contactKeys] }),
});

/** L101, L102, L223. Captured under the process named, or the company's standard one. */
export const capture = ({ process, ...given }: CaptureLead['data'], state: Lead, known: Known): Outcome => {
  const { contactName, email, phone, ...captured } = given;
  if (state.status !== 'unknown') return captureAgain(captured, process, state.facts.captured, known);
  if (!known.processInForce) return refuse('ProcessNotInForce', { process }, ['name a process that is in force']);
  const contradicted = contradiction(given);
  if (contradicted) return contradicted;
  const details = present({ contactName, email, phone });
  return accept({ type: 'LeadCaptured', data: { ...present(captured), ...toldOf(details, known), ...details } });
};

/** Digests of the details are not compared: there were none at first. */
const captureAgain = (
  asked: Omit<Captured, 'contactName' | 'email' | 'phone'>,
  process: string | undefined,
  { contactKeys, contactDetails, ...captured }: Data<'LeadCaptured'>,
  { definition }: Known,
): Outcome =>
  same(present(asked), captured) && (process === undefined || process === definition.id)
    ? accept()
    : refuse('LeadAlreadyCaptured', { leadId: asked.leadId }, ['capture it under an id of its own', 'EnrichLead']);

const profileFields = ['company', 'industry', 'companySize', 'need', 'segment', 'territory'] as const;

/** Each field that was given and is not so yet, with what it was. */
const changesOf = (given: EnrichLead['data'], { facts: { profile } }: OpenLead): Data<'LeadEnriched'>['changes'] =>
  profileFields.flatMap((field) => {
    const to = given[field];
    const from = profile[field] ?? null;
    return to === undefined || to === from ? [] : [{ field, from, to }];
  });

/** What is sealed cannot be compared, so contact details that are given count as news. */
const enrich = (given: EnrichLead['data'], lead: OpenLead, known: Known): Outcome => {
  const { leadId, contactId = lead.facts.contactId, contactName, email, phone } = given;
  const changes = changesOf(given, lead);
  const details = present({ contactName, email, phone });
  if (changes.length === 0 && contactId === lead.facts.contactId && Object.keys(details).length === 0) return accept();
  return accept({ type: 'LeadEnriched', data: { leadId, changes, contactId, ...toldOf(details, known), ...details } });
};

const classify = (given: ClassifyLead['data'], { facts }: OpenLead): Outcome => {
  const classified = present(given);
  const { segment, territory } = facts.profile;
  const earlier = facts.classifications[given.leadId]?.data.awareness;
  const before = present({ leadId: given.leadId, awareness: earlier, segment, territory });
  return same({ ...before, ...classified }, before) ? accept() : accept({ type: 'LeadClassified', data: classified });
};

/** What is known of a lead (L17, L21, L23, L102, L235). */
export const profiling: Chapter<CaptureCommand> = { EnrichLead: enrich, ClassifyLead: classify };
