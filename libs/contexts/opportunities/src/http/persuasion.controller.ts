import { Type } from '@sinclair/typebox';
import { Id, opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { PersuasionCommand } from '../domain/persuasion.ts';
import { dealController } from './deal-controller.ts';

const {
  ExecutiveMeetingHeld,
  ObjectionRaised,
  ObjectionResolved,
  CustomerConfirmationObtained,
  CustomerConfirmationWitnessed,
  QuoteIssued,
} = opportunities;

/** Who took part of ours, by user id; their roles are looked up. */
const meeting = {
  ...bodyOf(ExecutiveMeetingHeld.fields, 'opportunityId', 'meetingId', 'ours'),
  ourUserIds: { schema: Type.Array(Id, { maxItems: 50 }), required: true },
};

export const PersuasionController = dealController<PersuasionCommand['type']>('Persuasion', 'deals: persuasion', {
  RecordExecutiveMeeting: {
    path: 'executive-meetings',
    summary: 'Managers of both sides met (L43, L140).',
    body: meeting,
    makes: { meetingId: 'meeting' },
  },
  RecordWorkshop: {
    path: 'workshops',
    summary: 'A workshop or seminar was held for the customer (L43, L140).',
    body: meeting,
    makes: { meetingId: 'meeting' },
  },
  RaiseObjection: {
    path: 'objections',
    summary: 'The customer asked something or objected to something (L39, L141, L261).',
    body: bodyOf(ObjectionRaised.fields, 'opportunityId', 'objectionId'),
    makes: { objectionId: 'objection' },
  },
  ResolveObjection: {
    path: 'objections/resolve',
    summary: 'A question or objection was answered (L141, L261).',
    body: bodyOf(ObjectionResolved.fields, 'opportunityId'),
  },
  RecordCustomerConfirmation: {
    path: 'confirmations',
    summary: 'The customer confirmed a solution, a quote or commercial terms (L135, L142, L144).',
    body: {
      ...bodyOf(CustomerConfirmationObtained.fields, 'opportunityId', 'confirmationId', 'quote'),
      quoteId: { ...QuoteIssued.fields.quoteId, required: false },
    },
    makes: { confirmationId: 'confirmation' },
  },
  WitnessCustomerConfirmation: {
    path: 'confirmations/witness',
    summary: 'Someone other than the deal’s owner bears out what the customer confirmed (L142).',
    body: bodyOf(CustomerConfirmationWitnessed.fields, 'opportunityId'),
  },
});
