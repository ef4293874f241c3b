import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { CommitmentCommand } from '../domain/commitments.ts';
import { dealController } from './deal-controller.ts';

const { CustomerCommitmentObtained, CommitmentMade, CommitmentFulfilled, CommitmentBroken } = opportunities;

export const CommitmentsController = dealController<CommitmentCommand['type']>('Commitments', 'deals: commitments', {
  RecordCustomerCommitment: {
    path: 'customer-commitments',
    summary: 'What the customer committed itself to (L117).',
    body: bodyOf(CustomerCommitmentObtained.fields, 'opportunityId', 'commitmentId'),
    makes: { commitmentId: 'customer-commitment' },
  },
  MakeCommitment: {
    path: 'commitments',
    summary: 'What we promised the customer, by a certain time (L10).',
    body: bodyOf(CommitmentMade.fields, 'opportunityId', 'commitmentId'),
    makes: { commitmentId: 'commitment' },
  },
  FulfillCommitment: {
    path: 'fulfilled-commitments',
    summary: 'We did what we had promised (L10).',
    body: bodyOf(CommitmentFulfilled.fields, 'opportunityId'),
  },
  BreakCommitment: {
    path: 'broken-commitments',
    summary: 'We did not do what we had promised, and say why (L10).',
    body: bodyOf(CommitmentBroken.fields, 'opportunityId'),
  },
});
