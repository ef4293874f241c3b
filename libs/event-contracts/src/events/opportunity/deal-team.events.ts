import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';

/** A role of the organisation. */
const RoleCode = Type.String({ pattern: '^[A-Z][A-Z_]*$', maxLength: 60 });

/** Who of ours works on a deal beside its owner (L11, L34, L93, L126, L132). */
export const dealTeam = {
  DealTeamMemberAdded: event('DealTeamMemberAdded', {
    aggregate: 'opportunity',
    description: 'A user works on a deal, in a role that they hold (L11, L93, L126).',
    fields: { opportunityId: open(Id), userId: open(Id), role: open(RoleCode) },
  }),
  DealTeamMemberRemoved: event('DealTeamMemberRemoved', {
    aggregate: 'opportunity',
    description: 'A user works on a deal no longer.',
    fields: { opportunityId: open(Id), userId: open(Id), reason: openOptional(Line) },
  }),
  CollaborationRequested: event('CollaborationRequested', {
    aggregate: 'opportunity',
    description: 'A deal needs the work of another department (L11, L34).',
    fields: {
      opportunityId: open(Id),
      requestId: open(Id),
      role: open(RoleCode),
      need: open(Prose),
      neededBy: openOptional(Instant),
    },
  }),
  CollaborationResponded: event('CollaborationResponded', {
    aggregate: 'opportunity',
    description: 'Someone of the department that was asked takes the work on, or does not, and may say why (L11, L34).',
    fields: {
      opportunityId: open(Id),
      requestId: open(Id),
      userId: open(Id),
      response: open(OneOf('accepted', 'declined')),
      note: openOptional(Prose),
    },
  }),
  ProjectComplexityAssessed: event('ProjectComplexityAssessed', {
    aggregate: 'opportunity',
    description: 'Someone of presales judged whether a deal is a complex project, which departments have to discuss together (L127).',
    fields: { opportunityId: open(Id), complex: open(Type.Boolean()), reasons: open(Prose) },
  }),
};
