/**
 * Each governed deal in the month it is expected or was closed, with whoever had it then and the team that person was in then.
 * $1 and $2 months (first, last), $3 owner, $4 team, $5 category, $6 currency; each may be null.
 */
const deals = `
deals as (
  select case when f.status = 'open' then f.amount_minor end as open_minor, f.weighted_minor, f.closed_minor, f.status,
    to_char(case when f.status = 'open' then f.signing_date else f.closed_on end, 'YYYY-MM') as month,
    coalesce(f.closed_owner_id, f.owner_id) as owner_id,
    span.team_id,
    case f.status when 'won' then 'closed' when 'lost' then 'lost' when 'abandoned' then 'abandoned' else f.category end as category,
    coalesce(f.closed_currency, f.currency) as currency
  from read.forecast as f
  left join read.user_team_spans as span on span.user_id = coalesce(f.closed_owner_id, f.owner_id)
    and span.from_index <= coalesce(f.closed_index, 9223372036854775807)
    and (span.to_index is null or coalesce(f.closed_index, 9223372036854775807) < span.to_index)
  where f.origin = 'governed'
),
chosen as (
  select * from deals
  where ($1::text is null or month >= $1) and ($2::text is null or month <= $2) and ($3::text is null or owner_id = $3)
    and ($4::text is null or team_id = $4) and ($5::text is null or category = $5) and ($6::text is null or currency = $6)
)`;

const sums = `
  count(*) filter (where status = 'open')::integer as "openDeals",
  count(*) filter (where status = 'won')::integer as "wonDeals",
  count(*) filter (where status = 'lost')::integer as "lostDeals",
  count(*) filter (where status = 'abandoned')::integer as "abandonedDeals",
  coalesce(sum(open_minor), 0)::text as "openMinor",
  coalesce(sum(weighted_minor), 0)::text as "weightedMinor",
  coalesce(sum(closed_minor), 0)::text as "closedMinor",
  (coalesce(sum(weighted_minor), 0) + coalesce(sum(closed_minor), 0))::text as "expectedMinor"`;

export const forecastLines = `with ${deals}
select month, owner_id as "ownerId", team_id as "teamId", category, currency, ${sums}
from chosen group by month, owner_id, team_id, category, currency
order by month, currency, team_id nulls last, owner_id, category`;

export const forecastTotals = `with ${deals}
select currency, ${sums} from chosen group by currency order by currency`;

/** What other systems claim to have closed; $1 and $2 months, $3 currency. A month that is unknown stays unknown: it fits no window. */
export const importedLines = `select to_char(closed_on, 'YYYY-MM') as "month", closed_currency as "currency",
  count(*) filter (where status = 'won')::integer as "wonDeals",
  count(*) filter (where status = 'lost')::integer as "lostDeals",
  coalesce(sum(closed_minor), 0)::text as "closedMinor"
from read.forecast
where origin = 'imported' and status <> 'open'
  and ($1::text is null or to_char(closed_on, 'YYYY-MM') >= $1) and ($2::text is null or to_char(closed_on, 'YYYY-MM') <= $2)
  and ($3::text is null or closed_currency = $3)
group by 1, 2 order by 1 nulls last, 2 nulls last`;
