import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a demonstration's year depends on: kept beside its data, so that a second run goes on with the same year instead of adding another. */
export interface Season {
  readonly seed: number;
  /** The end of the year. */
  readonly until: string;
  readonly leads: number;
}

const isSeason = (value: unknown): value is Season => {
  const season = value as Partial<Season> | null;
  return Number.isSafeInteger(season?.seed) && Number.isSafeInteger(season?.leads) && !Number.isNaN(Date.parse(season?.until ?? ''));
};

const readSeason = async (path: string): Promise<Season | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isSeason(value)) return value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new Error(`${path} is not what a demonstration has written; remove the folder to begin a new one`);
};

const pathIn = (dataDir: string): string => join(dataDir, 'demo.json');

export const hasSeason = async (dataDir: string): Promise<boolean> => (await readSeason(pathIn(dataDir))) !== undefined;

/** A season that ends now. */
export const newSeason = (leads: number): Season => ({ seed: randomInt(2 ** 32), until: new Date().toISOString(), leads });

/** The season of the data folder; the first time, the given one becomes it. */
export const seasonIn = async (dataDir: string, first: Season): Promise<{ readonly season: Season; readonly isNew: boolean }> => {
  const known = await readSeason(pathIn(dataDir));
  if (known) return { season: known, isNew: false };
  await writeFile(pathIn(dataDir), `${JSON.stringify(first)}\n`);
  return { season: first, isNew: true };
};
