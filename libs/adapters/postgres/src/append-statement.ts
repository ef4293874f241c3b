import { packSealed, type StoredEvent, type StreamId } from '#eventsourcing';
import { asciiArray, byteaArray, int4Array } from './binary-arrays.ts';

/** One append on its way: as checked by `appendable`. */
export interface Append {
  readonly stream: StreamId;
  readonly caseId: string;
  /** Revision of the first event. */
  readonly first: number;
  readonly events: readonly StoredEvent[];
  /** About what it weighs on the wire. */
  readonly bytes: number;
}

/**
 * Many appends, at most one a stream, in one statement: each is written whole or not at all, and what comes back are those refused, with
 * the case that their stream belongs to. `last` is the newest event at or just before an append's first revision, found in one descent.
 * It is the only statement of its transaction, so its transaction id is given while the table is already locked for writing, after
 * everything it depends on was committed: that is what makes (xid, position) respect the order of every stream.
 */
const text = `
  with checked as materialized (
    select a.n::int as n, a.stream,
           case when a.first = 0 then last.revision is null
                else coalesce(last.revision = a.first - 1 and last.case_id = a.case_id, false) end as fits
    from unnest($1::text[], $2::int[], $3::text[]) with ordinality as a (stream, first, case_id, n)
    left join lateral (
      select e.revision, e.case_id from dealtrail.events as e
      where e.stream = a.stream and e.revision between a.first - 1 and a.first
      order by e.revision desc limit 1
    ) as last on true
  ), written as (
    insert into dealtrail.events (stream, revision, case_id, entry, data, sealed)
    select e.stream, e.revision, e.case_id, e.entry, e.data, e.sealed
    from unnest($4::int[], $5::text[], $6::int[], $7::text[], $8::bytea[], $9::bytea[], $10::bytea[])
      as e (n, stream, revision, case_id, entry, data, sealed)
    where (select bool_and(fits) from checked) or e.n = any (array(select n from checked where fits))
  )
  select n, (select e.case_id from dealtrail.events as e where e.stream = checked.stream and e.revision = 0) as "boundTo"
  from checked where not fits`;

/** Refused appends by number, from 1; `boundTo` is the case of a stream that exists. */
export interface Refused {
  readonly n: number;
  readonly boundTo: string | null;
}

export const appendStatement = (appends: readonly Append[]): { name: string; text: string; values: Buffer[] } => {
  const events = appends.flatMap((append) => append.events);
  return {
    name: 'dealtrail append',
    text,
    values: [
      asciiArray(appends.map(({ stream }) => stream)),
      int4Array(appends.map(({ first }) => first)),
      asciiArray(appends.map(({ caseId }) => caseId)),
      int4Array(appends.flatMap(({ events: { length } }, at) => Array.from({ length }, () => at + 1))),
      asciiArray(events.map(({ stream }) => stream)),
      int4Array(events.map(({ revision }) => revision)),
      asciiArray(events.map(({ caseId }) => caseId)),
      byteaArray(events.map(({ entry }) => entry)),
      byteaArray(events.map(({ data }) => data)),
      byteaArray(events.map(({ sealed }) => packSealed(sealed))),
    ],
  };
};

/**
 * Plans are made once and kept: also on a table that was empty, or analysed while empty, then. Only the plan by index is right for every
 * size, so no other is on offer.
 */
export const byIndexOnly: Readonly<Record<string, string>> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
};
