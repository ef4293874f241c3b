import type { Aggregate } from '#eventsourcing';
import { assignmentRuleFor, companyKeyOf, contactForms, type Definition, type Directory, type Workload } from '#rules';
import type { Known, Survivor } from '../domain/chapter.ts';
import type { LeadCommand } from '../domain/lead-command.ts';
import type { Lead } from '../domain/lead.state.ts';

/** Told apart from every other use of the digest. */
const contactKey = (form: string): Buffer => Buffer.from(`lead contact ${form}`, 'utf8');

/** Keyed digests of the contact details that a command gives. */
export const contactKeysOf = (command: LeadCommand, digest: (bytes: Buffer) => string): readonly string[] =>
  command.type === 'CaptureLead' || command.type === 'EnrichLead' ? contactForms(command.data).map((form) => digest(contactKey(form))) : [];

type Choosing = { readonly directory: Pick<Directory, 'standing'>; readonly workload: Workload };

const chooses = (command: LeadCommand): boolean =>
  command.type === 'AssignLeadByRules' || (command.type === 'ReassignLead' && command.data.to === undefined);

const activeAmong = async (userIds: readonly string[], { directory }: Choosing): Promise<readonly string[]> => {
  const standings = await Promise.all(userIds.map(async (userId) => ({ userId, standing: await directory.standing(userId) })));
  return standings.filter(({ standing }) => standing === 'active').map(({ userId }) => userId);
};

/** Those whom the rule that fits may give the lead to, and who are active, with the work that they have. */
export const candidatesFor = async (
  command: LeadCommand,
  state: Lead,
  { contents }: Definition<'assignmentRules'>,
  choosing: Choosing,
): Promise<Known['candidates']> => {
  const rule = state.status !== 'unknown' && chooses(command) ? assignmentRuleFor(contents, state.facts) : undefined;
  if (!rule) return [];
  const named = 'userId' in rule.to ? [rule.to.userId] : await choosing.workload.membersOf(rule.to.teamId);
  const active = await activeAmong(named, choosing);
  return active.length === 0 ? [] : choosing.workload.workOf(active);
};

const survivorOf = ({ state }: Aggregate<Lead>): Survivor | undefined => {
  if (state.status === 'unknown') return undefined;
  const { capturedAt, profile, contactKeys } = state.facts;
  return { status: state.status, capturedAt, companyKey: companyKeyOf(profile.company), contactKeys };
};

/** The lead that a command names to be merged into. */
export const survivorIn = async (
  command: LeadCommand,
  read: (leadId: string) => Promise<Aggregate<Lead>>,
): Promise<Pick<Known, 'survivor'>> => {
  if (command.type !== 'MergeLead') return {};
  const survivor = survivorOf(await read(command.data.into));
  return survivor ? { survivor } : {};
};

/** Whether the person whom a command names is active. */
export const namedIn = async (command: LeadCommand, directory: Pick<Directory, 'standing'>): Promise<Pick<Known, 'named'>> => {
  switch (command.type) {
    case 'AssignLead':
    case 'HandOverLead':
      return { named: await directory.standing(command.data.to) };
    case 'ReassignLead':
      return command.data.to === undefined ? {} : { named: await directory.standing(command.data.to) };
    default:
      return {};
  }
};
