/** What the owner of a deal and their managers do about its contract (L151, L153, L155, L162–L164, L188, L273–L275). */
export const contractOwning = [
  ...(['DraftContract', 'ReviseContract', 'RecordClauseDeviation', 'RequestLegalReview', 'ReconcileContractText'] as const),
  ...(['SeekContractApproval', 'SendContract', 'RecallContract', 'CancelContract'] as const),
  ...(['TrackCustomerSignature', 'ReceiveContractSignature', 'FileSignedContract'] as const),
] as const;

/** L151: the legal department reviews clauses and words them; who worded them does not review them. */
export const contractLegal = [
  ...(['CompleteLegalReview', 'ReviseContract', 'RecordClauseDeviation', 'ReconcileContractText'] as const),
  ...(['ConfirmContractSignature', 'RejectContractSignature'] as const),
] as const;

/** L156, L164. */
export const contractFinance = ['CompleteFinanceReview', 'FileSignedContract'] as const;

/** L160, L163, L164, L276: contract administration takes signatures in, confirms and keeps them. */
export const contractKeeping = [
  ...(['ReconcileContractText', 'TrackCustomerSignature', 'ReceiveContractSignature', 'ConfirmContractSignature'] as const),
  ...(['RejectContractSignature', 'FileSignedContract', 'ArchiveContract'] as const),
] as const;

/** What follows from events of the deal, the negotiation and the approvals by itself. */
export const contractFollowing = [
  ...(['OpenContract', 'ReassignContract', 'VoidContract', 'NoteNegotiatedTerms', 'NoteContractApproval'] as const),
  ...(['NoteContractSignatureOverdue', 'NoteContract'] as const),
] as const;
