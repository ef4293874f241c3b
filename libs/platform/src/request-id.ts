import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** An id as requests may give it: with the longest prefix before it, it still names a stream. */
export const RequestId = Type.String({ minLength: 1, maxLength: 120, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' });

/** The same rule where no request is at hand: for whom tokens name, and for whom a file founds. */
export const isRequestId = (value: unknown): value is string => Value.Check(RequestId, value);

/** The rule in words. */
export const requestIdForm = '1 to 120 letters, digits, ".", "_" or "-", the first a letter or a digit';
