import { tableOf, type Instant } from '#eventsourcing';
import type { leadSources } from '#event-contracts';
import { leadFactKinds, type KeptLeadFacts, type QualificationLevel } from '#rules';
import { standingFacts } from './standing-facts.ts';

/** A lead that may become a deal, with all that is known of it; without the person behind it. Instants are business times. */
export interface LeadWorkRow {
  readonly caseId: string;
  readonly leadId: string;
  readonly company: string;
  readonly source: (typeof leadSources)[number];
  /** Closed: it became a deal, or is not pursued. */
  readonly status: 'open' | 'closed';
  readonly level: QualificationLevel | null;
  readonly ownerId: string | null;
  /** By when its assignee is to have been in touch; gone once they were. */
  readonly contactDueAt: Instant | null;
  /** By when what was handed over is to be accepted or rejected; gone once it was. */
  readonly acceptDueAt: Instant | null;
  /** When it is to be looked at again, in the nurture pool. */
  readonly wakeAt: Instant | null;
  readonly inNurture: boolean;
  /** Since when nobody is answerable for it; null while somebody is, and in the nurture pool. */
  readonly unassignedSince: Instant | null;
  /** The process that it is pinned to, `id@version#sha256`. */
  readonly processVersion: string;
  /** When something of the lead last changed. */
  readonly lastActivityAt: Instant;
  /** Ledger index of the capture: tells apart what is due at the same time. */
  readonly capturedIndex: number;
  /** The last state-changing revision of the lead's stream: what `If-Match` names. */
  readonly revision: number;
  /** What deciders judge gates by: folded by the same fold, without the kinds of which nothing was stated. */
  readonly facts: KeptLeadFacts;
}

export const leadWorklistTable = tableOf<LeadWorkRow>(
  'lead_worklist',
  {
    caseId: 'text',
    leadId: 'text',
    company: 'text',
    source: 'text',
    status: 'text',
    level: 'text?',
    ownerId: 'text?',
    contactDueAt: 'timestamptz?',
    acceptDueAt: 'timestamptz?',
    wakeAt: 'timestamptz?',
    inNurture: 'boolean',
    unassignedSince: 'timestamptz?',
    processVersion: 'text',
    lastActivityAt: 'timestamptz',
    capturedIndex: 'bigint',
    revision: 'integer',
    facts: 'jsonb',
  },
  {
    meaning: 'A lead that may become a deal, with all facts that its gates are judged by.',
    primaryKey: ['caseId', 'leadId'],
    indexes: [['leadId'], ['ownerId', 'status'], ['status']],
    views: [
      {
        name: 'lead_facts',
        meaning: 'One fact that stands of a lead: who stated it, when, and what.',
        columns: {
          case_id: 'text',
          lead_id: 'text',
          kind: 'text',
          fact_id: 'text',
          event_id: 'text',
          stated_by: 'text',
          stated_at: 'timestamptz',
          data: 'jsonb',
        },
        sql: standingFacts('lead_id', leadFactKinds),
      },
    ],
  },
);
