import { tableOf } from '#eventsourcing';
import type { DefinitionKind } from '#event-contracts';

export const versionStatuses = ['draft', 'submitted', 'approved', 'rejected', 'published'] as const;
export type VersionStatus = (typeof versionStatuses)[number];

/** How a policy is meant, as its department said. */
export interface Interpretation {
  readonly interpretationId: string;
  readonly question: string;
  readonly answer: string;
  readonly by: string;
  readonly at: string;
}

/** One version of a definition, from its draft on: what it says, who decided what on it and when, from when until when it is in force. */
export interface DefinitionVersionRow {
  readonly caseId: string;
  readonly version: number;
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly status: VersionStatus;
  readonly sha256: string;
  readonly contents: object;
  readonly draftedBy: string;
  readonly draftedAt: string;
  readonly submittedAt: string | null;
  readonly decidedBy: string | null;
  readonly decidedAs: string | null;
  readonly decidedAt: string | null;
  readonly rejectionReason: string | null;
  readonly publishedBy: string | null;
  readonly publishedAt: string | null;
  readonly effectiveFrom: string | null;
  readonly supersededBy: number | null;
  readonly supersededFrom: string | null;
  readonly reviewDueAt: string | null;
  readonly reviewCalled: boolean;
  readonly reviewedAt: string | null;
  readonly reviewOutcome: string | null;
  readonly reviewNote: string | null;
  readonly interpretations: readonly Interpretation[];
  readonly acknowledgedBy: readonly string[];
  readonly updatedAt: string;
}

export const definitionListTable = tableOf<DefinitionVersionRow>(
  'definition_versions',
  {
    caseId: 'text',
    version: 'integer',
    kind: 'text',
    id: 'text',
    titleZh: 'text',
    titleEn: 'text',
    status: 'text',
    sha256: 'text',
    contents: 'jsonb',
    draftedBy: 'text',
    draftedAt: 'timestamptz',
    submittedAt: 'timestamptz?',
    decidedBy: 'text?',
    decidedAs: 'text?',
    decidedAt: 'timestamptz?',
    rejectionReason: 'text?',
    publishedBy: 'text?',
    publishedAt: 'timestamptz?',
    effectiveFrom: 'timestamptz?',
    supersededBy: 'integer?',
    supersededFrom: 'timestamptz?',
    reviewDueAt: 'timestamptz?',
    reviewCalled: 'boolean',
    reviewedAt: 'timestamptz?',
    reviewOutcome: 'text?',
    reviewNote: 'text?',
    interpretations: 'jsonb',
    acknowledgedBy: 'text[]',
    updatedAt: 'timestamptz',
  },
  { meaning: 'One version of a rule, from its draft on.', primaryKey: ['caseId', 'version'], indexes: [['kind', 'id']] },
);
