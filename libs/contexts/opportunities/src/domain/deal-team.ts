import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { isParty, dealTeamOf, present, same, type Given } from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';

/** L11, L93, L126. The user does the work of a role that they hold. */
export type AddDealTeamMember = Command<'AddDealTeamMember', Data<'DealTeamMemberAdded'>>;
export type RemoveDealTeamMember = Command<'RemoveDealTeamMember', Given<Data<'DealTeamMemberRemoved'>>>;
/** L11, L34. */
export type RequestCollaboration = Command<'RequestCollaboration', Given<Data<'CollaborationRequested'>>>;
/** L11, L34. Given by whoever takes the work on, or does not. */
export type RespondToCollaboration = Command<'RespondToCollaboration', Given<Omit<Data<'CollaborationResponded'>, 'userId'>>>;
/** L127. */
export type AssessProjectComplexity = Command<'AssessProjectComplexity', Given<Data<'ProjectComplexityAssessed'>>>;

export type DealTeamCommand =
  AddDealTeamMember | RemoveDealTeamMember | RequestCollaboration | RespondToCollaboration | AssessProjectComplexity;

const memberOf = ({ facts }: OpenDeal, userId: string) => dealTeamOf(facts).find(({ data }) => data.userId === userId)?.data;

/** One role each: another one takes its place. The owner is on the team as such. */
const add = (data: AddDealTeamMember['data'], deal: OpenDeal, { named, namedRoles = [] }: Known): Outcome => {
  const { userId, role } = data;
  if (userId === deal.facts.ownerId || same(memberOf(deal, userId), data)) return accept();
  if (named !== 'active') return refuse('AssigneeNotActive', { userId, standing: named ?? 'unknown' }, ['name an active user']);
  if (!namedRoles.includes(role)) return refuse('RoleNotHeld', { userId, role, holds: [...namedRoles] }, ['name a role that they hold']);
  return accept({ type: 'DealTeamMemberAdded', data });
};

const remove = (given: RemoveDealTeamMember['data'], deal: OpenDeal): Outcome =>
  memberOf(deal, given.userId) ? accept({ type: 'DealTeamMemberRemoved', data: present(given) }) : accept();

/** Someone other than the owner, of the department that was asked, and the first to accept. */
const responseRefused = (requestId: string, { facts }: OpenDeal, known: Known): Refusal<OpportunityRefusal> | undefined => {
  const { userId, roles } = known;
  const request = facts.collaborationRequests[requestId]?.data;
  if (!request) return onFile('collaborationRequests', {}, [requestId], 'RequestCollaboration');
  const earlier = facts.collaborationResponses[requestId]?.data;
  if (earlier?.response === 'accepted') return refuse('RequestAlreadyAccepted', { requestId, userId: earlier.userId });
  if (isParty(known, facts.ownerId)) return refuse('OwnDeal', { ownerId: facts.ownerId }, ['have someone else take it on']);
  const { role } = request;
  return roles.includes(role) ? undefined : refuse('RoleNotHeld', { userId, role, holds: [...roles] }, [`have someone of ${role} respond`]);
};

/** Whoever accepts is on the team from then on: the owner asked for it, and they offered it themself. */
const respond = (given: RespondToCollaboration['data'], deal: OpenDeal, known: Known): Outcome => {
  const { opportunityId, requestId, response } = given;
  const { userId } = known;
  const responded: Data<'CollaborationResponded'> = present({ ...given, userId });
  if (same(deal.facts.collaborationResponses[requestId]?.data, responded)) return accept();
  const refused = responseRefused(requestId, deal, known);
  if (refused) return refused;
  const event: OpportunityEvent = { type: 'CollaborationResponded', data: responded };
  const role = deal.facts.collaborationRequests[requestId]?.data.role;
  if (response === 'declined' || role === undefined || memberOf(deal, userId)?.role === role) return accept(event);
  return accept<OpportunityEvent>(event, { type: 'DealTeamMemberAdded', data: { opportunityId, userId, role } });
};

/** Who of ours works on a deal beside its owner. */
export const dealTeam: Chapter<DealTeamCommand> = {
  AddDealTeamMember: add,
  RemoveDealTeamMember: remove,
  RequestCollaboration: stating('CollaborationRequested', { among: ({ facts }) => facts.collaborationRequests, id: 'requestId' }),
  RespondToCollaboration: respond,
  AssessProjectComplexity: stating('ProjectComplexityAssessed', {
    among: ({ facts }) => facts.complexity,
    ...{ id: 'opportunityId', revisable: true },
    check: (_, { facts: { ownerId } }, known) =>
      isParty(known, ownerId) ? refuse('OwnDeal', { ownerId }, ['have someone of presales judge it']) : undefined,
  }),
};
