import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor } from '#eventsourcing';
import type { Forecast } from '#event-contracts';
import { DIRECTORY } from '#platform/nest';
import { mustReadReports } from '#querying';
import type { AuthorityLookup } from '#rules';
import { forecastLines, forecastTotals, importedLines } from './forecast.statements.ts';

/** An open deal has the category that was forecast; a closed one is `closed` when won, `lost` or `abandoned` otherwise. */
export type LineCategory = Forecast['category'] | 'closed' | 'lost' | 'abandoned';

/** Months are `YYYY-MM`, both inclusive. */
export interface ForecastRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly category?: LineCategory | undefined;
  readonly currency?: string | undefined;
}

/** Sums are integer minor units as decimal digits: they may be larger than a JSON number holds exactly. */
export interface ForecastSums {
  readonly openDeals: number;
  readonly wonDeals: number;
  readonly lostDeals: number;
  readonly abandonedDeals: number;
  /** What the open deals are worth. */
  readonly openMinor: string;
  /** The same by probability; each deal is rounded by itself, half a unit to the even neighbour. */
  readonly weightedMinor: string;
  readonly closedMinor: string;
  /** `weightedMinor` + `closedMinor`: lost and abandoned deals at 0, won ones at 100 %. */
  readonly expectedMinor: string;
}

/** Open deals stand in the month of their signing date, closed ones in that of their end; owner and team are those of then. */
export interface ForecastLine extends ForecastSums {
  readonly month: string;
  readonly ownerId: string;
  readonly teamId: string | null;
  readonly category: LineCategory;
  readonly currency: string;
}

export interface ForecastTotal extends ForecastSums {
  readonly currency: string;
}

/** What another system claims to have closed; null where it does not say when, or in which currency. */
export interface ImportedLine {
  readonly month: string | null;
  readonly currency: string | null;
  readonly wonDeals: number;
  readonly lostDeals: number;
  readonly closedMinor: string;
}

export interface ForecastReport {
  readonly lines: readonly ForecastLine[];
  /** One for each currency: they are never mixed. */
  readonly totals: readonly ForecastTotal[];
  /** Null when an owner, team or category was asked for: claims have none of ours. */
  readonly imported: readonly ImportedLine[] | null;
}

/** The forecast by month, owner, team, category and currency (L186). */
export class ShowForecast extends Query<ForecastReport> {
  constructor(
    readonly actor: Actor,
    readonly request: ForecastRequest,
  ) {
    super();
  }
}

/** Reads the forecast in one snapshot. */
export const readForecast = (database: DataSource, request: ForecastRequest): Promise<ForecastReport> => {
  const { from = null, to = null, ownerId = null, teamId = null, category = null, currency = null } = request;
  const filters = [from, to, ownerId, teamId, category, currency];
  const ofEverybody = ownerId === null && teamId === null && category === null;
  return database.transaction('REPEATABLE READ', async (snapshot) => ({
    lines: await snapshot.query<ForecastLine[]>(forecastLines, filters),
    totals: await snapshot.query<ForecastTotal[]>(forecastTotals, filters),
    imported: ofEverybody ? await snapshot.query<ImportedLine[]>(importedLines, [from, to, currency]) : null,
  }));
};

@QueryHandler(ShowForecast)
export class ShowForecastHandler implements IQueryHandler<ShowForecast> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  async execute({ actor, request }: ShowForecast): Promise<ForecastReport> {
    await mustReadReports(this.directory, actor);
    return readForecast(this.database, request);
  }
}
