/** A local server cannot be had, started or stopped. The message says what is wrong and what to do about it. */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';
}
