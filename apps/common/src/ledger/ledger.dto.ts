import { Type } from '@sinclair/typebox';
import { Field } from '#platform/nest';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const StreamName = Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' });

export class InclusionQuery {
  @Field(Count, { optional: true, description: 'The event’s index; or else its stream and revision.' })
  index?: number;
  @Field(StreamName, { optional: true })
  stream?: string;
  @Field(Count, { optional: true })
  revision?: number;
  @Field(Count, { optional: true, description: 'Prove it for the ledger as it was at this size; at its present size when absent.' })
  size?: number;
}

export class ConsistencyQuery {
  @Field(Count)
  from: number;
  @Field(Count, { optional: true, description: 'The present size when absent.' })
  to?: number;
}
