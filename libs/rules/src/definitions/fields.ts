import { Type } from '@sinclair/typebox';
import { Id, Line, OneOf, Prose, roles } from '#event-contracts';

/** What a member of a definition's contents is made of. Closed, so that a mistyped member is a mistake. */
export const closed = { additionalProperties: false };

export const Named = Type.Object({ zh: Line, en: Line }, closed);
export const Told = Type.Object({ zh: Prose, en: Prose }, closed);
export const RoleCode = OneOf(...roles);
export const Roles = Type.Array(RoleCode, { maxItems: 50 });
/** A code in lower camel case, as this program's own lists have them. */
export const Code = Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' });

/** What the contents of every kind begin with. */
export const head = {
  id: Id,
  /** From 1; contents that were once published under a version never change. */
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  title: Named,
  /** Where values come from that the policy does not state: "default, not policy". */
  notes: Type.Array(Prose, { maxItems: 200 }),
};

/** As contents are read: nobody changes them. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
