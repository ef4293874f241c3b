import { accept, refuse } from '#eventsourcing';
import { differences, present } from '#rules';
import type { DataFor } from './opportunity-command.ts';
import type { ImportedDeal, Opportunity, Outcome } from './opportunity.state.ts';

interface Provenance {
  readonly source: string;
  readonly sourceFileHash: string;
  readonly row: number;
}

/** The same claims in another file or row are the same. */
const claimsOf = <T extends Provenance>({ source, sourceFileHash, row, ...claims }: T) => present(claims);

const compared = (before: Provenance, now: Provenance): Outcome => {
  const fields = differences(claimsOf(before), claimsOf(now));
  return fields.length === 0
    ? accept()
    : refuse('ImportedOtherwise', { fields, sourceFileHash: before.sourceFileHash, row: before.row }, ['what was imported first stands']);
};

const governed = (status: string): Outcome =>
  refuse('AlreadyGoverned', { status }, ['a deal under the process takes no claims from elsewhere']);

export const importOpportunity = (claims: DataFor<'ImportOpportunity'>, state: Opportunity): Outcome => {
  switch (state.status) {
    case 'unknown':
      return accept({ type: 'OpportunityImported', data: present(claims) });
    case 'imported':
      return compared(state.claims, claims);
    case 'open':
    case 'won':
    case 'lost':
    case 'abandoned':
      return governed(state.status);
  }
};

export const importOutcome = (claims: DataFor<'ImportOutcome'>, state: Opportunity): Outcome => {
  switch (state.status) {
    case 'unknown':
      return refuse('OpportunityUnknown', {}, ['ImportOpportunity']);
    case 'imported':
      return state.outcome ? compared(state.outcome, claims) : accept({ type: 'OutcomeImported', data: present(claims) });
    case 'open':
    case 'won':
    case 'lost':
    case 'abandoned':
      return governed(state.status);
  }
};

/** A claim is no deal under the process: no gate, signature or stage of ours stands behind it until it is adopted. */
export const notAdopted = ({ claims }: ImportedDeal): Outcome =>
  refuse('ImportedNotAdopted', { source: claims.source, claimedStage: claims.claimedStage }, ['AdoptImportedOpportunity']);
