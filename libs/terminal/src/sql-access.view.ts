/** A login to the database, as the server gave it out. */
export interface SqlAccessTold {
  readonly login: string;
  /** After which nobody is let in by it. */
  readonly until: string;
  readonly url: string;
  readonly password: string;
}

/** Quoted so that a shell takes it as one word, whatever it holds. */
const asWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** How to connect, and how the password is given without standing in a history of commands. */
export const sqlAccessText = ({ login, until, url, password }: SqlAccessTold): string =>
  [
    `You may read by SQL as ${login} until ${until}.`,
    '',
    `  psql ${asWord(url)}`,
    '',
    `The password, told this once: ${password}`,
    'psql asks for it. Programs take it from PGPASSWORD or from ~/.pgpass. Another call gives another one, and ends this one.',
  ].join('\n');
