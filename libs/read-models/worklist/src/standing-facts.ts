/**
 * SQL with one row for each fact that stands. It names the kinds, so that a new kind of fact changes the shape of the table: then the rows are built
 * anew, from the events that were passed over before.
 */
export const standingFacts = (
  id: 'opportunity_id' | 'lead_id',
  kinds: readonly string[],
): string => `select case_id, ${id}, kind, fact.key as fact_id, fact.value ->> 'eventId' as event_id,
  fact.value ->> 'by' as stated_by, (fact.value ->> 'at')::timestamptz as stated_at, fact.value -> 'data' as data
  from {table}, unnest(array[${kinds.map((kind) => `'${kind}'`).join(', ')}]) as kind, jsonb_each(facts -> kind) as fact`;
