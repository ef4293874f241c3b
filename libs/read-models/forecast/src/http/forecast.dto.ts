import { ApiProperty } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { forecastCategories, Id, OneOf } from '#event-contracts';
import { Field } from '#platform/nest';
import { QueryDto } from '#querying/nest';
import type { ForecastLine, ForecastReport, ForecastSums, ForecastTotal, ImportedLine, LineCategory } from '../forecast.queries.ts';

const categories = [...forecastCategories, 'closed', 'lost', 'abandoned'] as const satisfies readonly LineCategory[];
const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });

export class ForecastQueryDto extends QueryDto {
  @Field(Month, { optional: true, description: 'First month.', example: '2026-01' })
  from?: string;

  @Field(Month, { optional: true, description: 'Last month.', example: '2026-12' })
  to?: string;

  @Field(Id, { optional: true })
  ownerId?: string;

  @Field(Id, { optional: true, description: 'The team of the owner at the time.' })
  teamId?: string;

  @Field(OneOf(...categories), { optional: true })
  category?: LineCategory;

  @Field(Type.String({ pattern: '^[A-Z]{3}$' }), { optional: true, example: 'CNY' })
  currency?: string;
}

const count = () => ApiProperty({ type: 'integer' });
const digits = (what: string) => ApiProperty({ example: '1000000', description: `${what} Integer minor units, as decimal digits.` });

export class ForecastSumsDto implements ForecastSums {
  @count()
  openDeals: number;
  @count()
  wonDeals: number;
  @count()
  lostDeals: number;
  @count()
  abandonedDeals: number;
  @digits('What the open deals are worth.')
  openMinor: string;
  @digits('The same by probability.')
  weightedMinor: string;
  @digits('What was won.')
  closedMinor: string;
  @digits('Weighted and closed together.')
  expectedMinor: string;
}

export class ForecastLineDto extends ForecastSumsDto implements ForecastLine {
  @ApiProperty({ example: '2026-06', description: 'Of the signing date while open, of the end once closed.' })
  month: string;
  @ApiProperty()
  ownerId: string;
  @ApiProperty({ type: String, nullable: true })
  teamId: string | null;
  @ApiProperty({ enum: categories })
  category: LineCategory;
  @ApiProperty({ example: 'CNY' })
  currency: string;
}

export class ForecastTotalDto extends ForecastSumsDto implements ForecastTotal {
  @ApiProperty({ example: 'CNY' })
  currency: string;
}

export class ImportedLineDto implements ImportedLine {
  @ApiProperty({ type: String, nullable: true, description: 'Null: the source does not say.' })
  month: string | null;
  @ApiProperty({ type: String, nullable: true })
  currency: string | null;
  @count()
  wonDeals: number;
  @count()
  lostDeals: number;
  @digits('What is claimed to be won.')
  closedMinor: string;
}

export class ForecastDto implements ForecastReport {
  @ApiProperty({ type: [ForecastLineDto] })
  lines: readonly ForecastLineDto[];
  @ApiProperty({ type: [ForecastTotalDto], description: 'One for each currency.' })
  totals: readonly ForecastTotalDto[];
  @ApiProperty({ type: [ImportedLineDto], nullable: true, description: 'Null when an owner, team or category was asked for.' })
  imported: readonly ImportedLineDto[] | null;
}
