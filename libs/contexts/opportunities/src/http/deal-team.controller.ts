import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DealTeamCommand } from '../domain/deal-team.ts';
import { dealController } from './deal-controller.ts';

const { DealTeamMemberAdded, DealTeamMemberRemoved, CollaborationRequested, CollaborationResponded, ProjectComplexityAssessed } =
  opportunities;

export const DealTeamController = dealController<DealTeamCommand['type']>('DealTeam', 'deals: team', {
  AddDealTeamMember: {
    path: 'team-members',
    summary: 'A user works on the deal, in a role that they hold (L11, L93, L126).',
    body: bodyOf(DealTeamMemberAdded.fields, 'opportunityId'),
  },
  RemoveDealTeamMember: {
    path: 'removed-team-members',
    summary: 'A user works on the deal no longer.',
    body: bodyOf(DealTeamMemberRemoved.fields, 'opportunityId'),
  },
  RequestCollaboration: {
    path: 'collaboration-requests',
    summary: 'The deal needs the work of another department (L11, L34).',
    body: bodyOf(CollaborationRequested.fields, 'opportunityId', 'requestId'),
    makes: { requestId: 'collaboration' },
  },
  RespondToCollaboration: {
    path: 'collaboration-responses',
    summary: 'Someone of the department that was asked takes the work on, and is on the team then, or does not (L11, L34).',
    body: bodyOf(CollaborationResponded.fields, 'opportunityId', 'userId'),
  },
  AssessProjectComplexity: {
    path: 'complexity',
    summary: 'Presales judges whether the deal is a complex project (L127).',
    body: bodyOf(ProjectComplexityAssessed.fields, 'opportunityId'),
  },
});
