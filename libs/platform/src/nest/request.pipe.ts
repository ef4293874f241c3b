import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { invalid, type FieldError } from '../problem.ts';
import { coerced, declaredField, errorsOf } from './field.ts';
import { rememberMetadata } from './validation-metadata.ts';

type Class = new () => object;

const unchecked: ReadonlySet<unknown> = new Set([Object, String, Number, Boolean, Array]);
const unknownField = 'whitelistValidation';

/** Bodies, paths and queries as their DTO declares them; unknown members are refused, each wrong one is named. */
export class RequestPipe implements PipeTransform {
  constructor() {
    rememberMetadata();
  }

  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined || unchecked.has(metatype)) return value;
    const plain = value ?? {};
    if (typeof plain !== 'object' || Array.isArray(plain)) throw invalid([{ field: '', message: 'must be a JSON object' }]);
    const dto = metatype as Class;
    const members = type === 'body' ? plain : coerced(dto.prototype as object, plain as Record<string, unknown>);
    const instance = plainToInstance(dto, members);
    const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, validationError: { target: false } });
    if (errors.length > 0) throw invalid(errors.flatMap((error) => flattened(dto.prototype as object, error)));
    return instance;
  }
}

const flattened = (prototype: object, { property, value, constraints = {}, children = [] }: ValidationError, prefix = ''): FieldError[] => {
  const field = prefix + property;
  if (constraints[unknownField] !== undefined) return [{ field, message: 'is not a known field' }];
  const declaration = prefix === '' ? declaredField(prototype, property) : undefined;
  if (declaration) return [...errorsOf(field, declaration, value)];
  const own = Object.values(constraints).map((message) => ({ field, message }));
  return [...own, ...children.flatMap((child) => flattened(prototype, child, `${field}.`))];
};
