import { deadline } from './deadline.ts';

/** L162: the customer signs within the time that it was given. What was received later is late all the same; what was taken back is awaited no longer. */
export const customerSignature = deadline({
  name: 'customer-signature',
  version: 1,
  of: 'contract',
  starts: {
    ContractSentToCustomer: ({ data: { contractId, contentSha256, signDueAt } }) => ({
      subject: contractId,
      dueAt: signDueAt,
      command: { type: 'NoteContractSignatureOverdue', data: { contractId, contentSha256, signDueAt } },
    }),
  },
  ends: ['ContractRecalled', 'ContractCancelled', 'ContractVoided', 'ContractFullySigned'],
  effects: ['ContractSignatureOverdue'],
});
