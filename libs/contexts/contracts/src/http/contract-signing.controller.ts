import { contracts } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { SendingCommand } from '../domain/sending.ts';
import type { SigningCommand } from '../domain/signing.ts';
import { contractController } from './contract-controller.ts';

const { ContractSentToCustomer, ContractRecalled, CustomerSignatureTracked, ContractCancelled } = contracts;
const { ContractSignatureReceived, ContractSignatureConfirmed, ContractSignatureRejected, SignedContractFiled, ContractArchived } =
  contracts;
const named = ['contractId', 'opportunityId'];

type Routed = Exclude<(SendingCommand | SigningCommand)['type'], 'NoteContractSignatureOverdue' | 'VoidContract'>;

export const ContractSigningController = contractController<Routed>('ContractSigning', 'contracts: signing', {
  SendContract: {
    path: 'send',
    summary: 'The contract as it stands is sent to the customer, once it is reviewed, reconciled and approved (L155).',
    body: bodyOf(ContractSentToCustomer.fields, ...named, 'signDueAt'),
  },
  RecallContract: {
    path: 'recall',
    summary: 'What was sent is taken back, before the customer signs.',
    body: bodyOf(ContractRecalled.fields, ...named, 'contentSha256'),
  },
  TrackCustomerSignature: {
    path: 'tracking',
    summary: 'How far it has come inside the customer’s house (L162, L274).',
    body: bodyOf(CustomerSignatureTracked.fields, 'contractId', 'trackingId'),
    makes: { trackingId: 'tracking' },
  },
  ReceiveContractSignature: {
    path: 'signatures',
    summary: 'A party signed: bytes that were sent to /v1/documents are what it signed (L160, L163).',
    body: bodyOf(ContractSignatureReceived.fields, ...named),
  },
  ConfirmContractSignature: {
    path: 'signatures/confirm',
    summary: 'Someone who never owned the deal holds a signature for good (L160, L163).',
    body: bodyOf(ContractSignatureConfirmed.fields, ...named, 'contentSha256'),
  },
  RejectContractSignature: {
    path: 'signatures/reject',
    summary: 'What was handed in is no signature of this contract.',
    body: bodyOf(ContractSignatureRejected.fields, 'contractId'),
  },
  FileSignedContract: {
    path: 'filings',
    summary: 'The signed contract is handed in at a department (L164).',
    body: bodyOf(SignedContractFiled.fields, ...named),
  },
  ArchiveContract: {
    path: 'archive',
    summary: 'The final contract is archived (L276).',
    body: bodyOf(ContractArchived.fields, ...named),
  },
  CancelContract: {
    path: 'cancel',
    summary: 'The contract will not be concluded.',
    body: bodyOf(ContractCancelled.fields, ...named),
  },
});
