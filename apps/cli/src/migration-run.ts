import type { ListedOpportunityDto } from '#opportunity-list/nest';
import { courseOf, type ProcessMigrationContents } from '#rules';
import { Refused, table, UserError } from '#terminal';
import { inParallel } from './in-parallel.ts';

/** A running deal, and where a migration takes it; nowhere from a stage that it does not know. */
export interface Move {
  readonly opportunityId: string;
  readonly from: string;
  readonly to: string | null;
}

/** Moves one deal; `noEffect` for one that was moved before. Throws {@link Refused}. */
export type MoveOne = (move: Move) => Promise<'accepted' | 'noEffect'>;

export interface RefusedMove {
  readonly opportunityId: string;
  readonly reason: string;
}

export interface MigrationReport {
  readonly moved: number;
  /** Moved before, though the list did not show it yet. */
  readonly already: number;
  readonly refused: readonly RefusedMove[];
}

export interface MigrationRun {
  readonly progress?: (done: number) => void;
  /** Lets the commands under way end, and gives no more. */
  readonly signal?: AbortSignal;
  /** Commands under way at once. */
  readonly width?: number;
}

type Listed = Pick<ListedOpportunityDto, 'opportunityId' | 'stage'>;

export const movesOf = (contents: ProcessMigrationContents, deals: readonly Listed[]): readonly Move[] =>
  deals.map(({ opportunityId, stage }) => ({
    opportunityId,
    from: stage ?? '',
    to: (stage === null ? undefined : courseOf(contents, stage))?.stage ?? null,
  }));

/** 409 is what the deal says; whoever may move none is told so at the first. */
const refusalOf = (error: unknown): string => {
  if (error instanceof Refused && error.problem.status === 409) return error.problem.reason ?? error.problem.title;
  throw error;
};

/** Gives one command for each deal. Throws a {@link UserError} when it was stopped: those that were moved stay moved. */
export const runMigration = async (
  moves: readonly Move[],
  moveOne: MoveOne,
  { progress = () => undefined, signal = new AbortController().signal, width = 8 }: MigrationRun = {},
): Promise<MigrationReport> => {
  let done = 0;
  const results = await inParallel(moves, width, signal, async (move) => {
    const outcome = await moveOne(move).catch((error: unknown) => ({ opportunityId: move.opportunityId, reason: refusalOf(error) }));
    done += 1;
    progress(done);
    return outcome;
  });
  if (done < moves.length)
    throw new UserError(`stopped after ${done} of ${moves.length} deals`, 'run the same command again to go on with the others');
  return {
    moved: results.filter((result) => result === 'accepted').length,
    already: results.filter((result) => result === 'noEffect').length,
    refused: results.filter((result) => typeof result === 'object'),
  };
};

const counted = (names: readonly string[]): readonly (readonly [string, number])[] =>
  [...new Set(names)].toSorted().map((name) => [name, names.filter((each) => each === name).length]);

/** How many deals go from which stage to which, and what became of it. */
export const migrationText = (moves: readonly Move[], report?: MigrationReport): string => {
  const ways = counted(moves.map(({ from, to }) => `${from} ${to ?? '–'}`)).map(([way, deals]) => [...way.split(' '), deals]);
  const found =
    moves.length === 0 ? 'No running deal is under the version that this migration leaves.' : table(['from', 'to', 'deals'], ways);
  if (!report) return found;
  const { moved, already, refused } = report;
  const summary = `${moved} moved, ${already} moved before, ${refused.length} refused`;
  const reasons = counted(refused.map(({ reason }) => reason));
  return [found, '', summary, ...(reasons.length === 0 ? [] : ['', table(['refused as', 'deals'], reasons)])].join('\n');
};
