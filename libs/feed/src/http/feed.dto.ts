import { ApiProperty } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { Id } from '#event-contracts';
import { Field } from '#platform/nest';

const From = Type.String({ minLength: 1, maxLength: 200 });
const TypeNames = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 200 });

export class FeedQuery {
  @Field(From, {
    optional: true,
    description: 'A position: what comes after it is sent. Or `start` (when absent), or `end` for what is yet to come.',
  })
  from?: string;

  @Field(TypeNames, { optional: true, description: 'Only events of these types; several, or one text with commas between them.' })
  type?: string[];

  @Field(Id, { optional: true, description: 'Only events of this case.' })
  case?: string;

  @Field(Type.Integer({ minimum: 1, maximum: 1000 }), { optional: true, description: 'Of a page: events at most; 100 when absent.' })
  limit?: number;

  @Field(Type.Integer({ minimum: 0, maximum: 30 }), {
    optional: true,
    description: 'Of a page: seconds to wait for an event where there is none yet; 0 when absent.',
  })
  wait?: number;
}

/** An event in the JSON format of CloudEvents 1.0. */
export class CloudEventDto {
  @ApiProperty({ enum: ['1.0'] })
  specversion: string;
  @ApiProperty({ description: 'The same wherever the event is met: what is known already has this id.' })
  id: string;
  @ApiProperty({ example: 'OpportunityAdvanced' })
  type: string;
  @ApiProperty({ description: '`/dealtrail/ledgers/<ledgerId>`' })
  source: string;
  @ApiProperty({ description: 'The stream.' })
  subject: string;
  @ApiProperty({ format: 'date-time', description: 'When it happened.' })
  time: string;
  @ApiProperty({ enum: ['application/json'] })
  datacontenttype: string;
  @ApiProperty({ description: 'Names the JSON Schema of `data`.', example: 'urn:dealtrail:event:OpportunityAdvanced:1' })
  dataschema: string;
  @ApiProperty({ description: 'The case: events of one case keep their order everywhere.' })
  caseid: string;
  @ApiProperty({ type: 'integer', description: 'In the stream, from 0, without gaps.' })
  revision: number;
  @ApiProperty()
  ledgerid: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger, from 0, without gaps.' })
  index: number;
  @ApiProperty({ type: 'integer', description: 'Of `data`: as it was written, never brought to a newer version.' })
  schemaversion: number;
  @ApiProperty({ description: 'The canonical JSON that was hashed into the ledger: SHA-256(0x00 ‖ entry) is its leaf.' })
  entry: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The open fields. What is sealed is never sent.' })
  data: object;
}

export class FeedPageDto {
  @ApiProperty({ type: [CloudEventDto], description: 'In ledger order. May be none while `more` is true.' })
  events: CloudEventDto[];
  @ApiProperty({ description: 'For `from` of the next page; good for ever.' })
  next: string;
  @ApiProperty({ description: 'Whether it is worth asking for the next page at once.' })
  more: boolean;
}
