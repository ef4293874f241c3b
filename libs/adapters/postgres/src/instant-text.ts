/** A `timestamptz` as RFC 3339 text in UTC with milliseconds, as the program writes instants. */
export const instantText = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
