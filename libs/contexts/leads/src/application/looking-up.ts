import type { Aggregate } from '#eventsourcing';
import { assignmentRuleFor, companyKeyOf, contactForms, type AssignmentRule, type Definition, type Directory, type Workload } from '#rules';
import type { Known, Survivor } from '../domain/chapter.ts';
import type { LeadCommand } from '../domain/lead-command.ts';
import type { Lead } from '../domain/lead.state.ts';

/** Told apart from every other use of the digest. */
const contactKey = (form: string): Buffer => Buffer.from(`lead contact ${form}`, 'utf8');

/** Keyed digests of the contact details that a command gives. */
export const contactKeysOf = (command: LeadCommand, digest: (bytes: Buffer) => string): readonly string[] =>
  command.type === 'CaptureLead' || command.type === 'EnrichLead' ? contactForms(command.data).map((form) => digest(contactKey(form))) : [];

type Choosing = { readonly directory: Pick<Directory, 'standing' | 'user' | 'covering'>; readonly workload: Workload };

const chooses = (command: LeadCommand): boolean =>
  command.type === 'AssignLeadByRules' || (command.type === 'ReassignLead' && command.data.to === undefined);

const activeAmong = async (userIds: readonly string[], { directory }: Choosing): Promise<readonly string[]> => {
  const standings = await Promise.all(userIds.map(async (userId) => ({ userId, standing: await directory.standing(userId) })));
  return standings.filter(({ standing }) => standing === 'active').map(({ userId }) => userId);
};

/** Whether the lead's territory is theirs as far as the team shares territories out among its members; without one of their own they take part in all. */
const takesPart = async (userId: string, territory: string | undefined, { directory }: Choosing): Promise<boolean> => {
  const { territories = [] } = (await directory.user(userId)) ?? {};
  return territory === undefined || territories.length === 0 || territories.includes(territory);
};

const membersFor = async (teamId: string, territory: string | undefined, choosing: Choosing): Promise<readonly string[]> => {
  const members = await choosing.workload.membersOf(teamId);
  const taking = await Promise.all(members.map((userId) => takesPart(userId, territory, choosing)));
  return members.filter((_, at) => taking[at]);
};

/** Whom the rule means: who is named, who is in the team and covers the lead's territory, or whoever covers it. */
const meantBy = async ({ to }: AssignmentRule, territory: string | undefined, choosing: Choosing): Promise<readonly string[]> => {
  if ('userId' in to) return [to.userId];
  if ('teamId' in to) return membersFor(to.teamId, territory, choosing);
  return territory === undefined ? [] : choosing.directory.covering(territory);
};

/** Those whom the rule that fits may give the lead to, and who are active, with the work that they have. */
export const candidatesFor = async (
  command: LeadCommand,
  state: Lead,
  { contents }: Definition<'assignmentRules'>,
  choosing: Choosing,
): Promise<Known['candidates']> => {
  if (state.status === 'unknown' || !chooses(command)) return [];
  const rule = assignmentRuleFor(contents, state.facts);
  if (!rule) return [];
  const meant = await meantBy(rule, state.facts.profile.territory, choosing);
  const active = await activeAmong(meant, choosing);
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
