import type { DataSource } from 'typeorm';
import type { DealSight } from '#querying';

/** A deal with an account, as far as an account shows it. Amounts are integer minor units of `currency`. */
export interface AccountDeal {
  readonly opportunityId: string;
  readonly origin: 'governed' | 'imported';
  readonly name: string | null;
  readonly ownerId: string | null;
  /** Of an imported deal: as claimed. */
  readonly status: 'open' | 'won' | 'lost' | 'abandoned';
  readonly stage: string | null;
  /** What an open deal is worth as forecast, what a won one closed at; null where that is not known. */
  readonly minor: number | null;
  readonly currency: string | null;
}

/** Open or won deals of one origin and currency; claims are never added to what is governed. */
export interface DealSum {
  readonly origin: AccountDeal['origin'];
  readonly status: 'open' | 'won';
  readonly currency: string | null;
  readonly deals: number;
  /** Integer minor units as decimal digits: the sum may be larger than a JSON number holds exactly. */
  readonly minor: string;
}

/** Of the accounts $1, in the sight $2 to $5: a governed deal names its account, of an imported one the account is claimed. */
const deals = `select
  coalesce(account_id, claims ->> 'accountId') as account,
  opportunity_id, opened_index, origin, name, owner_id, status, stage, currency,
  case status when 'open' then amount_minor when 'won' then closed_minor end as minor
from read.opportunity_list
where coalesce(account_id, claims ->> 'accountId') = any($1::text[])
  and ($2::boolean or owner_id = any($3::text[]) or ($4::boolean and owner_id is null) or $5::text = any(member_ids))`;

const parameters = (accountIds: readonly string[], { everybodys, owners, unowned, memberId }: DealSight) => [
  ...[accountIds, everybodys, owners, unowned, memberId],
];

/** For each account that has any, its open and won deals in sum. */
export const dealSums = async (
  database: DataSource,
  accountIds: readonly string[],
  sight: DealSight,
): Promise<ReadonlyMap<string, readonly DealSum[]>> => {
  const rows = await database.query<(DealSum & { account: string })[]>(
    `select account, origin, status, currency, count(*)::integer as "deals", coalesce(sum(minor), 0)::text as "minor"
from (${deals}) as deal
where status in ('open', 'won')
group by account, origin, status, currency
order by account, origin, status, currency`,
    parameters(accountIds, sight),
  );
  const sums = new Map<string, DealSum[]>();
  for (const { account, ...sum } of rows) sums.set(account, [...(sums.get(account) ?? []), sum]);
  return sums;
};

/** An account with more deals than that shows the newest of them; the list of opportunities has all. */
const most = 200;

/** The deals of an account, the newest first. */
export const dealsOf = async (database: DataSource, accountId: string, sight: DealSight): Promise<readonly AccountDeal[]> => {
  const rows = await database.query<(Omit<AccountDeal, 'minor'> & { minor: string | null })[]>(
    `select opportunity_id as "opportunityId", origin, name, owner_id as "ownerId", status, stage, minor, currency
from (${deals}) as deal
order by opened_index desc
limit ${most}`,
    parameters([accountId], sight),
  );
  return rows.map((row) => ({ ...row, minor: row.minor === null ? null : Number(row.minor) }));
};
