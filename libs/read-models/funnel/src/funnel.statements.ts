/** Who was in which team then; a visit or lead that is still under way counts with its owner's team of now. */
const inTeam = (owner: string, index: string): string =>
  `exists (select from read.user_team_spans as span where span.user_id = ${owner} and span.team_id = $5
    and span.from_index <= ${index} and (span.to_index is null or ${index} < span.to_index))`;

const now = '9223372036854775807';

/**
 * $1 process version, $2 and $3 the first entry's days (from, before), $4 owner, $5 team; each but the process may be null.
 * Filters pick visits, by whoever had the deal then; then a deal counts once for each stage, by its first entry among them.
 */
const chosen = `
chosen as (
  select * from read.stage_visits
  where process = $1
    and ($4::text is null or owner_id = $4)
    and ($5::text is null or ${inTeam('owner_id', `coalesce(left_index, ${now})`)})
),
dated as (
  select *, min(entered_at) over (partition by case_id, opportunity_id, stage) as first_entered_at from chosen
),
visits as (
  select *, visit = max(visit) over (partition by case_id, opportunity_id, stage) as is_last
  from dated
  where ($2::date is null or first_entered_at >= $2::date::timestamp at time zone 'UTC')
    and ($3::date is null or first_entered_at < $3::date::timestamp at time zone 'UTC')
)`;

/** A deal that was lost or abandoned stays in the count of those that entered. Money is not here: currencies are never mixed. */
export const stageCounts = `with ${chosen},
spent as (
  select stage, greatest(extract(epoch from left_at - entered_at), 0)::bigint as seconds from visits where left_at is not null
)
select stage,
  count(distinct (case_id, opportunity_id))::integer as "entered",
  count(distinct (case_id, opportunity_id)) filter (where out in ('advanced', 'won'))::integer as "advanced",
  count(distinct (case_id, opportunity_id)) filter (where is_last and out = 'lost')::integer as "lost",
  count(distinct (case_id, opportunity_id)) filter (where is_last and out = 'abandoned')::integer as "abandoned",
  count(distinct (case_id, opportunity_id)) filter (where out is null)::integer as "open",
  count(distinct (case_id, opportunity_id)) filter (where out = 'regressed')::integer as "reverted",
  count(distinct (case_id, opportunity_id)) filter (where out = 'migrated')::integer as "migrated",
  count(distinct (case_id, opportunity_id)) filter (where out = 'won')::integer as "won",
  json_build_object(
    'entered', count(*), 'advanced', count(*) filter (where out = 'advanced'), 'regressed', count(*) filter (where out = 'regressed'),
    'migrated', count(*) filter (where out = 'migrated'),
    'lost', count(*) filter (where out = 'lost'), 'abandoned', count(*) filter (where out = 'abandoned'), 'won', count(*) filter (where out = 'won'), 'open', count(*) filter (where out is null)
  ) as "visits",
  (select percentile_disc(0.5) within group (order by seconds) from spent where spent.stage = visits.stage)::float8 as "medianSeconds",
  (select percentile_disc(0.9) within group (order by seconds) from spent where spent.stage = visits.stage)::float8 as "p90Seconds"
from visits group by stage`;

/** What the deals were worth at their last visit, by what became of that visit. */
export const stageValues = `with ${chosen}
select stage, currency,
  sum(value_minor)::text as "entered",
  coalesce(sum(value_minor) filter (where out in ('advanced', 'won')), 0)::text as "advanced",
  coalesce(sum(value_minor) filter (where out = 'lost'), 0)::text as "lost",
  coalesce(sum(value_minor) filter (where out = 'abandoned'), 0)::text as "abandoned",
  coalesce(sum(value_minor) filter (where out is null), 0)::text as "open"
from visits where is_last and currency is not null group by stage, currency order by stage, currency`;

/** Deals that went past a stage without ever being there, not counting those before the one at which they came from another version; $6 are the process's stages in order. */
export const stagesSkipped = `with ${chosen},
steps as (select stage, place from unnest($6::text[]) with ordinality as step (stage, place)),
reached as (select case_id, opportunity_id, max(place) as furthest,
  coalesce(max(place) filter (where via = 'migrated'), 0) as began from visits join steps using (stage) group by case_id, opportunity_id)
select steps.stage, count(*)::integer as "skipped"
from steps join reached on reached.furthest > steps.place and steps.place > reached.began
where not exists (
  select from read.stage_visits as been
  where (been.case_id, been.opportunity_id, been.stage) = (reached.case_id, reached.opportunity_id, steps.stage)
)
group by steps.stage`;

/** The same filters on leads, by the day of their capture; the owner is whoever had the lead at its end, or has it now. */
export const leadCounts = `select
  count(*)::integer as "captured",
  count(mql_at)::integer as "mql",
  count(sql_at)::integer as "sql",
  count(prospect_at)::integer as "prospect",
  count(*) filter (where status = 'converted')::integer as "converted",
  count(*) filter (where status = 'disqualified')::integer as "disqualified",
  count(*) filter (where status = 'open')::integer as "open"
from read.lead_list
where ($2::date is null or captured_at >= $2::date::timestamp at time zone 'UTC')
  and ($3::date is null or captured_at < $3::date::timestamp at time zone 'UTC')
  and ($4::text is null or owner_id = $4)
  and ($5::text is null or ${inTeam('owner_id', `case when status = 'open' then ${now} else updated_index end`)})
  and $1::text is not null`;

/** What other systems claim, by the day they say it began; $1 and $2 days (from, before). A day that is unknown stays unknown: it fits no window. */
export const importedCounts = `select
  claimed_stage as "claimedStage",
  claimed_outcome as "claimedOutcome",
  claimed_currency as "currency",
  count(*)::integer as "deals",
  count(*) filter (where engaged_on is null)::integer as "beginUnknown",
  count(*) filter (where closed_on is null)::integer as "endUnknown",
  coalesce(sum(claimed_minor), 0)::text as "minor"
from read.funnel
where origin = 'imported'
  and ($1::date is null or engaged_on >= $1::date)
  and ($2::date is null or engaged_on < $2::date)
group by claimed_stage, claimed_outcome, claimed_currency
order by claimed_stage, claimed_outcome, claimed_currency`;
