import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { DefinitionEvent } from '#event-contracts';
import { principalOf } from '#rules';
import { definitionListTable, type DefinitionVersionRow } from './definition-list.row.ts';

type Row = DefinitionVersionRow;
type Of<T extends DefinitionEvent['type']> = LedgerEvent<Extract<DefinitionEvent, { type: T }>>;

const byWhom = ({ actor }: LedgerEvent<DefinitionEvent>): string => principalOf(actor);

/** What was decided on other contents is void. */
const undecided = {
  ...{ submittedAt: null, decidedBy: null, decidedAs: null, decidedAt: null, rejectionReason: null },
} as const;
const unpublished = {
  ...{ publishedBy: null, publishedAt: null, effectiveFrom: null, supersededBy: null, supersededFrom: null },
  ...{ reviewDueAt: null, reviewCalled: false, reviewedAt: null, reviewOutcome: null, reviewNote: null },
  ...{ interpretations: [], acknowledgedBy: [] },
} as const;

const titlesOf = (contents: Readonly<Record<string, unknown>>): Pick<Row, 'titleZh' | 'titleEn'> => {
  const { zh = '', en = '' } = (contents['title'] ?? {}) as { readonly zh?: string; readonly en?: string };
  return { titleZh: zh, titleEn: en };
};

const drafted = (_: Row | undefined, event: Of<'DefinitionDrafted'>): Row => {
  const { caseId, occurredAt, data } = event;
  const { kind, id, version, sha256, contents } = data;
  return {
    ...{ caseId, kind, id, version, sha256, contents, ...titlesOf(contents), status: 'draft' },
    ...{ draftedBy: byWhom(event), draftedAt: occurredAt, ...undecided, ...unpublished, updatedAt: occurredAt },
  };
};

const changed = (row: Row | undefined, { occurredAt }: LedgerEvent<DefinitionEvent>, changes: Partial<Row>): Row | undefined =>
  row && { ...row, ...changes, updatedAt: occurredAt };

const decided = (event: Of<'DefinitionApproved'> | Of<'DefinitionRejected'>, as: string): Partial<Row> => ({
  ...{ decidedBy: byWhom(event), decidedAs: as, decidedAt: event.occurredAt },
});

const interpreted = (row: Row | undefined, event: Of<'PolicyInterpreted'>): Row | undefined => {
  const { interpretationId, question, answer } = event.data;
  const added = { interpretationId, question, answer, by: byWhom(event), at: event.occurredAt };
  return changed(row, event, { interpretations: [...(row?.interpretations ?? []), added] });
};

/** Every version of every definition, each with its way through draft, approval, publication and review. */
export const definitionListProjection: ProjectionTable<DefinitionEvent, Row> = {
  projection: {
    name: 'definition-list',
    version: 1,
    key: ({ caseId, data }) => [caseId, data.version],
    ...folding<DefinitionEvent, Row>({
      DefinitionDrafted: drafted,
      DefinitionRevised: (row, event) => {
        const { sha256, contents } = event.data;
        return changed(row, event, { status: 'draft', sha256, contents, ...titlesOf(contents), ...undecided });
      },
      DefinitionSubmitted: (row, event) => changed(row, event, { status: 'submitted', submittedAt: event.occurredAt }),
      DefinitionApproved: (row, event) => changed(row, event, { status: 'approved', ...decided(event, event.data.role) }),
      DefinitionRejected: (row, event) =>
        changed(row, event, { status: 'rejected', ...decided(event, 'MANAGEMENT'), rejectionReason: event.data.reason }),
      DefinitionPublished: (row, event) => {
        const { effectiveFrom, reviewDueAt } = event.data;
        return changed(row, event, {
          status: 'published',
          publishedBy: byWhom(event),
          publishedAt: event.recordedAt,
          effectiveFrom,
          reviewDueAt,
        });
      },
      DefinitionSuperseded: (row, event) => changed(row, event, { supersededBy: event.data.by, supersededFrom: event.data.from }),
      DefinitionReviewDue: (row, event) => changed(row, event, { reviewCalled: true }),
      DefinitionReviewed: (row, event) => {
        const { outcome, note = null, reviewDueAt } = event.data;
        const reviewed = { reviewedAt: event.occurredAt, reviewOutcome: outcome, reviewNote: note };
        return changed(row, event, { ...reviewed, reviewDueAt, reviewCalled: false });
      },
      PolicyInterpreted: interpreted,
      PolicyAcknowledged: (row, event) => changed(row, event, { acknowledgedBy: [...(row?.acknowledgedBy ?? []), event.data.userId] }),
    }),
  },
  table: definitionListTable,
};
