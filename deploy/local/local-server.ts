/** How one process of a server does. */
export interface ServerStatus {
  readonly name: string;
  readonly pid: number | undefined;
  readonly address: string | undefined;
  readonly answers: boolean;
}

export interface Started {
  /** It ran before. */
  readonly already: boolean;
  /** How the programs are told where it is. */
  readonly variable: string;
  readonly address: string;
}

/** A server beside the programs, for work on one machine. */
export interface LocalServer {
  readonly name: string;
  up(): Promise<Started>;
  /** False if it did not run. */
  down(): Promise<boolean>;
  status(): Promise<readonly ServerStatus[]>;
}
