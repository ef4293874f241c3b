/** Something that the person at the keyboard can mend: what is wrong, and what to do about it. Shown without a stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  constructor(
    message: string,
    readonly advice?: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
