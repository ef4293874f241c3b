/** What stood in the way of the embedded Postgres; each names one fact and so one remedy. */
export type EmbeddedPostgresFault =
  | 'AlreadyRunning'
  | 'DiskFull'
  | 'FolderNotPassable'
  | 'NoUnprivilegedUser'
  | 'NotADataFolder'
  | 'OtherMajorVersion'
  | 'PermissionDenied'
  | 'PlatformUnsupported'
  | 'PortTaken'
  | 'ReadOnlyFolder'
  | 'StartFailed'
  | 'StopFailed'
  | 'StoppedUnexpectedly'
  | 'WrongOwner';

/** The embedded Postgres could not start, stop or stay up. The message says what is wrong and what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Explanation = { code: EmbeddedPostgresFault; because: string; remedy: (path: string) => string };

const diskFull: Explanation = {
  code: 'DiskFull',
  because: 'no space is left on the disk',
  remedy: (path) => `Free some space on the disk that holds ${path} and start again; what was committed is kept.`,
};

const readOnly: Explanation = {
  code: 'ReadOnlyFolder',
  because: 'the file system is read-only',
  remedy: (path) => `Make the file system of ${path} writable, or choose another data folder.`,
};

const denied: Explanation = {
  code: 'PermissionDenied',
  because: 'the permission is missing',
  remedy: (path) => `Give the user that runs Dealtrail read and write access to ${path}, or choose another data folder.`,
};

const notAFolder: Explanation = {
  code: 'NotADataFolder',
  because: 'a file stands where a folder is needed',
  remedy: (path) => `Move the file in the way of ${path} aside, or choose another data folder.`,
};

const bySystemError: Record<string, Explanation> = {
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EROFS: readOnly,
  EACCES: denied,
  EPERM: denied,
  ENOTDIR: notAFolder,
  EEXIST: notAFolder,
};

const byOutput: [RegExp, Explanation][] = [
  [/no space left on device|disk quota exceeded/i, diskFull],
  [/read-only file system/i, readOnly],
  [/permission denied/i, denied],
];

const explained = ({ code, because, remedy }: Explanation, action: string, path: string, detail: string, cause?: unknown) =>
  new EmbeddedPostgresError(code, `Cannot ${action}: ${because}. ${remedy(path)}${detail}`, { cause });

/** The same failure in words a user can act on; an error that is none of the file system's is passed on as it is. */
export const explainFileError = (error: unknown, action: string, path: string): unknown => {
  const known = bySystemError[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  return known ? explained(known, action, path, ` (${String(error)})`, error) : error;
};

/** For a program that the system does not even begin to run. */
export const cannotRun = (program: string, cause: unknown) =>
  new EmbeddedPostgresError('StartFailed', `${program} cannot be run (${String(cause)}). Install the packages again with "npm ci".`, {
    cause,
  });

/** Explains a failed Postgres program by what it wrote, which is quoted. */
export const explainOutput = (output: string, action: string, path: string, diskIsFull = false): EmbeddedPostgresError => {
  const quoted = output.trim() ? `\nPostgres says:\n${indent(output.trim())}` : '';
  const known = diskIsFull ? diskFull : knownFrom(fatalLines(output));
  if (known) return explained(known, action, path, quoted);
  return new EmbeddedPostgresError('StartFailed', `Cannot ${action}. The data in ${path} were left as they are.${quoted}`);
};

const knownFrom = (lines: string) => byOutput.find(([pattern]) => pattern.test(lines))?.[1];

/** A log also holds the errors of single statements, which explain nothing here. */
const fatalLines = (output: string) =>
  output
    .split('\n')
    .filter((line) => /\b(FATAL|PANIC): |^(initdb|postgres): /.test(line))
    .join('\n');

const indent = (text: string) => text.replace(/^/gm, '  ');
