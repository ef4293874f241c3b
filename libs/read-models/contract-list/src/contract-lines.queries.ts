import type { DataSource } from 'typeorm';
import type { DealSight, Place } from '#querying';
import type { ContractRow } from './contract-list.row.ts';

/** A contract in its place: due is what the customer is to sign. */
export interface ContractLine extends Place {
  readonly contractId: string;
}

export interface ContractLineFilters {
  readonly contractId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly status?: ContractRow['status'] | undefined;
  readonly awaiting?: ContractRow['awaiting'][number] | undefined;
  /** Sent, and to be signed before this instant. */
  readonly overdueAt?: string | undefined;
}

/** Whose deal it is by now; until the list of deals has it, whose it was when the contract last heard of it. */
const owner = 'coalesce(deal.owner_id, contract.owner_id)';

const lines = `select contract.contract_id as "contractId", contract.opened_index as "index",
  case contract.status when 'sent' then contract.sign_due_at end as "dueAt"
from read.contract_list as contract
left join read.opportunity_list as deal on deal.opportunity_id = contract.opportunity_id
where ($1::boolean or ${owner} = any($2::text[]) or $3::text = any(deal.member_ids))
  and ($4::text is null or contract.contract_id = $4)
  and ($5::text is null or contract.opportunity_id = $5)
  and ($6::text is null or ${owner} = $6)
  and ($7::text is null or contract.status = $7)
  and ($8::text is null or $8 = any(contract.awaiting))
  and ($9::timestamptz is null or contract.status = 'sent' and contract.sign_due_at < $9)`;

/** The contracts of deals in sight. */
export const contractLines = async (
  database: DataSource,
  { everybodys, owners, memberId }: DealSight,
  { contractId, opportunityId, ownerId, status, awaiting, overdueAt }: ContractLineFilters,
): Promise<readonly ContractLine[]> => {
  const filters = [contractId, opportunityId, ownerId, status, awaiting, overdueAt].map((each) => each ?? null);
  const rows = await database.query<{ contractId: string; index: string; dueAt: Date | null }[]>(lines, [
    ...[everybodys, owners, memberId],
    ...filters,
  ]);
  return rows.map(({ contractId: id, index, dueAt }) => ({ contractId: id, index: Number(index), dueAt: dueAt?.toISOString() ?? null }));
};
