/** A problem document (RFC 9457). Members beyond the standard ones stand beside them. */
export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  /** For people; never a stack trace, never what the store or a library said. */
  readonly detail: string;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One member of a request that is not as it should be; `field` is a path such as `bant.budget.met`, or a header's name. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

const titles = {
  malformed: [400, 'The request is malformed'],
  invalid: [400, 'The request is not valid'],
  unauthenticated: [401, 'Nobody is identified'],
  denied: [403, 'Not allowed'],
  notFound: [404, 'Not found'],
  methodNotAllowed: [405, 'The method is not allowed here'],
  notAcceptable: [406, 'No such representation'],
  timedOut: [408, 'The request took too long to arrive'],
  refused: [409, 'The command was refused'],
  conflict: [409, 'In conflict with the present state'],
  caseParked: [409, 'The case waits for an operator'],
  ledgerReplaced: [410, 'Another ledger is in its place'],
  preconditionFailed: [412, 'The precondition failed'],
  tooLarge: [413, 'The request is too large'],
  uriTooLong: [414, 'The address is too long'],
  unsupportedMediaType: [415, 'The media type is not supported'],
  expectationFailed: [417, 'What is expected is not done here'],
  keyReused: [422, 'The idempotency key was used for another request'],
  tooManyRequests: [429, 'Too many requests'],
  headersTooLarge: [431, 'The headers are too large'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'Not available at the moment'],
  outcomeUnknown: [503, 'The outcome is not known'],
  lostRace: [503, 'Others were faster'],
  notYetVisible: [503, 'Not yet visible'],
} as const satisfies Record<string, readonly [number, string]>;

/** What `type` names: `urn:dealtrail:problem:<code>`. */
export type ProblemCode = keyof typeof titles;

export const problemCodes = Object.keys(titles) as readonly ProblemCode[];

export const problemType = (code: ProblemCode): string => `urn:dealtrail:problem:${code}`;

export const problem = (code: ProblemCode, detail: string, further: Pick<Problem, 'members' | 'headers'> = {}): Problem => {
  const [status, title] = titles[code];
  return { code, status, title, detail, ...further };
};

/** Thrown where a request ends without what it asked for; the outermost layer writes its problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(`${problem.code}: ${problem.detail}`, options);
  }
}

const retryAfter = (seconds: number): Pick<Problem, 'headers'> => ({ headers: { 'retry-after': String(seconds) } });

export const malformed = (detail: string, errors?: readonly FieldError[]): ProblemError =>
  new ProblemError(problem('malformed', detail, errors ? { members: { errors } } : {}));

/** Names each field that is wrong. */
export const invalid = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError(problem('invalid', errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { members: { errors } }));

export const denied = (detail: string): ProblemError => new ProblemError(problem('denied', detail));

export const notFound = (detail: string): ProblemError => new ProblemError(problem('notFound', detail));

export const conflict = (detail: string, members: Readonly<Record<string, unknown>> = {}): ProblemError =>
  new ProblemError(problem('conflict', detail, { members }));

/** Something that the answer needs cannot be reached; the same request may succeed after `seconds`. */
export const unavailable = (detail: string, seconds = 2, cause?: unknown): ProblemError =>
  new ProblemError(problem('unavailable', detail, retryAfter(seconds)), { cause });

export const tooManyRequests = (detail: string, seconds: number): ProblemError =>
  new ProblemError(problem('tooManyRequests', detail, retryAfter(seconds)));

/** The members of the document as it is sent. `correlationId` is left out where an answer must be the same for ever. */
export const problemDocument = (
  { code, status, title, detail, members }: Problem,
  instance: string,
  correlationId?: string,
): Readonly<Record<string, unknown>> => ({
  type: problemType(code),
  title,
  status,
  detail,
  instance,
  ...(correlationId === undefined ? {} : { correlationId }),
  ...members,
});
