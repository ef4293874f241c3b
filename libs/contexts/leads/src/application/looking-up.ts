import type { Aggregate, Awaitable } from '#eventsourcing';
import { assignmentRuleFor, companyKeyOf, contactForms, type AssignmentRule, type Definition, type Directory, type Workload } from '#rules';
import type { Known } from '../domain/chapter.ts';
import type { LeadCommand } from '../domain/lead-command.ts';
import type { Lead } from '../domain/lead.state.ts';

/** Told apart from every other use of the digest. */
const contactKey = (form: string): Buffer => Buffer.from(`lead contact ${form}`, 'utf8');

/** Keyed digests of the contact details that a command gives. */
export const contactKeysOf = (command: LeadCommand, digest: (bytes: Buffer) => string): readonly string[] =>
  command.type === 'CaptureLead' || command.type === 'EnrichLead' ? contactForms(command.data).map((form) => digest(contactKey(form))) : [];

/** What the decider is to know of others. */
type Others = Pick<Known, 'candidates' | 'named' | 'survivor'>;

const nobody: Others = { candidates: [] };

interface Choosing {
  readonly directory: Pick<Directory, 'standing' | 'user' | 'covering'>;
  readonly workload: Workload;
  readonly readLead: (leadId: string) => Promise<Aggregate<Lead>>;
}

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
const chosenFor = async (state: Lead, { contents }: Definition<'assignmentRules'>, choosing: Choosing): Promise<Others> => {
  if (state.status === 'unknown') return nobody;
  const rule = assignmentRuleFor(contents, state.facts);
  if (!rule) return nobody;
  const meant = await meantBy(rule, state.facts.profile.territory, choosing);
  const active = await activeAmong(meant, choosing);
  return active.length === 0 ? nobody : { candidates: await choosing.workload.workOf(active) };
};

/** Whether the person whom a command names is active. */
const namedBy = async (userId: string, { directory }: Choosing): Promise<Others> => ({
  ...nobody,
  named: await directory.standing(userId),
});

/** The lead that a command names to be merged into. */
const survivorOf = async (leadId: string, { readLead }: Choosing): Promise<Others> => {
  const { state } = await readLead(leadId);
  if (state.status === 'unknown') return nobody;
  const { capturedAt, profile, contactKeys } = state.facts;
  return { ...nobody, survivor: { status: state.status, capturedAt, companyKey: companyKeyOf(profile.company), contactKeys } };
};

/** Looks up what the decider is to know of others, for the few commands that concern any. */
export const othersFor = (
  command: LeadCommand,
  state: Lead,
  rules: Definition<'assignmentRules'>,
  choosing: Choosing,
): Awaitable<Others> => {
  switch (command.type) {
    case 'AssignLeadByRules':
      return chosenFor(state, rules, choosing);
    case 'ReassignLead':
      return command.data.to === undefined ? chosenFor(state, rules, choosing) : namedBy(command.data.to, choosing);
    case 'AssignLead':
    case 'HandOverLead':
      return namedBy(command.data.to, choosing);
    case 'MergeLead':
      return survivorOf(command.data.into, choosing);
    default:
      return nobody;
  }
};
