import { opportunities } from '#event-contracts';
import { bodyOf, optionalBut } from '#platform/nest';
import type { StakeholderCommand } from '../domain/stakeholders.ts';
import { dealController } from './deal-controller.ts';

const { StakeholderIdentified, StakeholderRevised } = opportunities;

export const StakeholdersController = dealController<StakeholderCommand['type']>('Stakeholders', 'deals: stakeholders', {
  IdentifyStakeholder: {
    path: 'stakeholders',
    summary: 'Someone who matters at the customer’s (L31, L120, L247, L252). What tells who it is, is sealed under the key of `contactId`.',
    body: bodyOf(StakeholderIdentified.fields, 'opportunityId', 'stakeholderId', 'contactId'),
    makes: { stakeholderId: 'stakeholder', contactId: 'contact' },
  },
  ReviseStakeholder: {
    path: 'stakeholder-revisions',
    summary: 'What is known of someone at the customer’s changed; what is left out stays (L31, L252).',
    body: optionalBut(bodyOf(StakeholderRevised.fields, 'opportunityId', 'contactId'), 'stakeholderId'),
  },
});
