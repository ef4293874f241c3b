import type { DataSource } from 'typeorm';
import type { DealSight, Place } from '#querying';
import type { ApprovalRow } from './approval-list.row.ts';

/** An approval in its place, before it is looked at closely. */
export interface ApprovalLine extends Place {
  readonly approvalId: string;
  /** Of a deal that the reader may see, or they asked for it, or took part in it. */
  readonly inSight: boolean;
}

/** What can be told of an approval without looking at it closely. */
export interface LineFilters {
  readonly approvalId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly status?: ApprovalRow['status'] | undefined;
  /** Of this user's asking or on a deal of theirs, sent back, and not asked for again of whatever version of the same thing. */
  readonly sentBackTo?: string | undefined;
}

/** Whose deal it is by now; until the list of deals has it, whose it was when the approval was asked for. */
const owner = 'coalesce(deal.owner_id, approval.owner_id)';

const lines = `select line.approval_id as "approvalId", line.due_at as "dueAt", line.requested_index as "index", line.in_sight as "inSight"
from (
  select approval.*, ${owner} as deal_owner_id,
    ($1::boolean or ${owner} = any($2::text[]) or coalesce($3::text = any(deal.member_ids), false)
      or approval.requested_by = $4 or $4 = any(approval.took_part)) as in_sight
  from read.approval_list as approval
  left join read.opportunity_list as deal on deal.opportunity_id = approval.opportunity_id
) as line
where (line.in_sight or line.status = 'waiting')
  and ($5::text is null or line.approval_id = $5)
  and ($6::text is null or line.opportunity_id = $6)
  and ($7::text is null or line.status = $7)
  and ($8::text is null or line.status = 'sentBack' and $8 in (line.requested_by, line.deal_owner_id) and not exists (
    select from read.approval_list as later
    where later.opportunity_id = line.opportunity_id and later.type = line.type and later.requested_index > line.requested_index
      and later.subject_kind = line.subject_kind and later.subject_id = line.subject_id))`;

/** The approvals in sight of a reader, and those under way, which the reader might be asked to decide. */
export const approvalLines = async (
  database: DataSource,
  readerId: string,
  { everybodys, owners, memberId }: DealSight,
  { approvalId, opportunityId, status, sentBackTo }: LineFilters,
): Promise<readonly ApprovalLine[]> => {
  const filters = [approvalId, opportunityId, status, sentBackTo].map((each) => each ?? null);
  const rows = await database.query<{ approvalId: string; dueAt: Date | null; index: string; inSight: boolean }[]>(lines, [
    ...[everybodys, owners, memberId, readerId],
    ...filters,
  ]);
  return rows.map(({ dueAt, index, ...line }) => ({ ...line, dueAt: dueAt?.toISOString() ?? null, index: Number(index) }));
};
