import type { ProgressStream } from '#terminal';

/** Where a command's result goes, and what it says on the way. */
export interface Streams {
  readonly out: Pick<NodeJS.WritableStream, 'write'>;
  readonly err: ProgressStream;
}

/** How a command's result is shown: for people, or as one JSON document for programs. */
export interface Output {
  readonly json: boolean;
  /** The result: in JSON as it is, for people as `human` writes it. */
  result(value: unknown, human: () => string): void;
  /** Something on the way; never in the result. */
  note(line: string): void;
}

export const outputOf = (json: boolean, { out, err }: Streams): Output => ({
  json,
  result: (value, human) => void out.write(`${json ? JSON.stringify(value, null, 2) : human()}\n`),
  note: (line) => void err.write(`${line}\n`),
});
