import type { DataSource } from 'typeorm';

/** Whose deals there are, null where there are some of nobody yet. */
export const dealOwners = async (database: DataSource): Promise<readonly (string | null)[]> => {
  const rows = await database.query<{ owner: string | null }[]>('select distinct owner_id as "owner" from read.opportunity_list');
  return rows.map(({ owner }) => owner);
};
