import type { Refusal } from '#eventsourcing';
import type { Evidence } from '#event-contracts';
import type { DealFacts } from '#rules';
import { onFile } from './chapter.ts';
import type { OpportunityRefusal } from './opportunity.state.ts';

type Refused = Refusal<OpportunityRefusal> | undefined;
type Ids = readonly (string | undefined)[] | undefined;

/** Refuses stakeholders that nobody identified. */
export const knownStakeholders = ({ stakeholders }: DealFacts, ids: Ids = []): Refused =>
  onFile('stakeholders', stakeholders, ids, 'IdentifyStakeholder');

/** Refuses activities that nobody logged. */
export const knownActivities = ({ activities }: DealFacts, ids: Ids = []): Refused => onFile('activities', activities, ids, 'LogActivity');

/** Refuses documents that the deal does not have; one that is only claimed may be named, and proves nothing. */
export const knownDocuments = ({ documents, claimedDocuments }: DealFacts, ids: Ids = []): Refused =>
  onFile('documents', { ...claimedDocuments, ...documents }, ids, 'AttachDocument');

/** Refuses to rest a statement on what is not known of the deal. */
export const knownEvidence = (facts: DealFacts, { activityIds, documentIds, stakeholderIds }: Evidence = {}): Refused =>
  knownActivities(facts, activityIds) ?? knownDocuments(facts, documentIds) ?? knownStakeholders(facts, stakeholderIds);
