import { Type } from '@sinclair/typebox';
import { Instant } from '#event-contracts';
import { Field } from './field.ts';

/** An id as requests may give it: with the longest prefix before it, it still names a stream. */
export const RequestId = Type.String({ minLength: 1, maxLength: 120, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' });

/** What every command's body may state. */
export class CommandDto {
  @Field(Instant, { optional: true, description: 'When it happened, if not now; never in the future.' })
  occurredAt?: string;
}

export class IdParam {
  @Field(RequestId)
  id: string;
}

/** A body apart from the time that every command may state. */
export const withoutTime = <T extends CommandDto>({ occurredAt: _, ...data }: T): Omit<T, 'occurredAt'> => data;
