import pg from 'pg';

const undefinedTable = '42P01';

/** Reads the live build of a read model; there is no view, and therefore nothing to read, until its first build is complete. */
export const readLive = async <R extends pg.QueryResultRow>(
  pool: pg.Pool,
  sql: string,
  values: readonly unknown[],
): Promise<readonly R[]> => {
  try {
    return (await pool.query<R>(sql, [...values])).rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === undefinedTable) return [];
    throw error;
  }
};
