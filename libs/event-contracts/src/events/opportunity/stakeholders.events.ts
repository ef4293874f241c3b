import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Line, OneOf, open, openOptional, personal, Prose } from '../../fields.ts';

export const stakeholderRoles = [
  ...(['decisionMaker', 'influencer', 'user', 'technical', 'business'] as const),
  ...(['economicBuyer', 'champion', 'procurement', 'gatekeeper'] as const),
] as const;
export const stances = ['champion', 'supporter', 'neutral', 'critic', 'opponent'] as const;
/** What someone at the customer's cares for; in their own words it is personal. */
export const concerns = ['value', 'price', 'risk', 'function', 'integration', 'schedule', 'service', 'security', 'other'] as const;

/** Codes about someone known by an id; what tells who it is, or how they put it, is theirs. */
const stakeholder = {
  opportunityId: open(Id),
  stakeholderId: open(Id),
  /** The person, under whose key the details are sealed. */
  contactId: open(Id),
  roles: open(Type.Array(OneOf(...stakeholderRoles))),
  /** 1, next to none, to 5, decisive. */
  influence: open(Type.Integer({ minimum: 1, maximum: 5 })),
  stance: openOptional(OneOf(...stances)),
  concerns: openOptional(Type.Array(OneOf(...concerns))),
  name: personal('contactId', Line),
  jobTitle: personal('contactId', Line),
  email: personal('contactId', Line),
  phone: personal('contactId', Line),
  note: personal('contactId', Prose),
};

/** Who decides, and who has a say, at the customer's. */
export const stakeholders = {
  StakeholderIdentified: event('StakeholderIdentified', {
    aggregate: 'opportunity',
    description: 'Someone who matters to a deal at the customer’s became known (L31, L120, L247, L252).',
    fields: stakeholder,
  }),
  StakeholderRevised: event('StakeholderRevised', {
    aggregate: 'opportunity',
    description:
      'What is known of someone at the customer’s changed: it is as stated here, and sealed details that are absent stay (L31, L252).',
    fields: stakeholder,
  }),
};
