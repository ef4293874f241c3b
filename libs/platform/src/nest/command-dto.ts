import { Instant } from '#event-contracts';
import { RequestId } from '../request-id.ts';
import { Field } from './field.ts';

/** What every command's body may state. */
export class CommandDto {
  @Field(Instant, { optional: true, description: 'When it happened, if not now; never in the future, nor before 1970.' })
  occurredAt?: string;
}

export class IdParam {
  @Field(RequestId)
  id: string;
}

/** A body apart from the time that every command may state. */
export const withoutTime = <T extends CommandDto>({ occurredAt: _, ...data }: T): Omit<T, 'occurredAt'> => data;
