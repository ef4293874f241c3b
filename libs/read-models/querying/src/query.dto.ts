import { ApiProperty } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { Field, RequestId } from '#platform/nest';
import type { SealedView } from './sealed-view.ts';

const Opaque = Type.String({ minLength: 1, maxLength: 600 });

/** Part of a name to look for; without control characters, which no name has and a database refuses. */
export const SearchText = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f]+$' });

/** What every query may be given. */
export class QueryDto {
  @Field(Opaque, { optional: true, description: 'The same as the header `Dealtrail-After`.' })
  after?: string;
}

/** What every query for a page may be given. */
export class PageQueryDto extends QueryDto {
  @Field(Opaque, { optional: true, description: '`next` of the page before.' })
  cursor?: string;

  @Field(Type.Integer({ minimum: 1, maximum: 200 }), { optional: true, description: 'At most so many items; 50 when absent.' })
  limit?: number;
}

export const pageLimit = ({ limit = 50 }: PageQueryDto): number => limit;

export class DealIdParam {
  @Field(RequestId, { description: 'Of the case, the opportunity or the lead; also a stream such as `lead-17`.' })
  id: string;
}

/** A sealed part of an event or a row. */
export class SealedDto implements SealedView {
  @ApiProperty({ description: 'Whose key it is sealed under.' })
  key: string;
  @ApiProperty({
    enum: ['open', 'erased', 'damaged', 'withheld'],
    description: 'Erased: nobody can read it any more. Damaged: its bytes are not those that were sealed. Withheld: not for this user.',
  })
  state: SealedView['state'];
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  fields: Readonly<Record<string, unknown>> | null;
}

/** A text in both languages. */
export class BilingualDto {
  @ApiProperty()
  zh: string;
  @ApiProperty()
  en: string;
}

/** A sum of money: it may be larger than a JSON number holds exactly, so it is text. */
export class MoneyTotalDto {
  @ApiProperty({ example: 'CNY' })
  currency: string;
  @ApiProperty({ description: 'Integer minor units, as decimal digits.', example: '1000553400' })
  minor: string;
}
