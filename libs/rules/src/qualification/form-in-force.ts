import type { Definition } from '../definitions/definition.ts';
import { nameOfDefinition } from '../definitions/name.ts';
import type { Framework } from '../definitions/qualification-form.ts';

/** A published form. That of a method goes by the method's name: `BANT`. */
export type Form = Definition<'qualificationForm'>;

/**
 * What an answer states of the form by which it was given. Gates see nothing but the facts of one stream, so that the questions have to stand there: a
 * deal or a lead is judged by the form by which it was last answered, and what a later version asks more is asked of it once it is answered by that.
 */
export const statedOf = (form: Form): { readonly form: string; readonly asks: string[] } => ({
  form: nameOfDefinition(form),
  asks: form.contents.elements.map(({ code }) => code),
});

/** What tells one question of a deal from another. */
export const questionOf = (framework: Framework, code: string): string => `${framework}.${code}`;
