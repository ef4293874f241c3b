import type { SettingsReader } from '#telemetry';

/** One environment variable, as the README's table has it. */
export interface Setting {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}

/** The environment cannot be used; the message names every variable that is wrong, what it holds (secrets aside) and what is expected. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads one variable after another and keeps every complaint. */
export class EnvironmentReader implements SettingsReader {
  readonly problems: string[] = [];

  constructor(private readonly environment: Environment) {}

  text(name: string): string | undefined {
    const value = this.environment[name];
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  }

  complain(name: string, expected: string, shown?: string): void {
    this.problems.push(`${name}${shown === undefined ? '' : ` is ${JSON.stringify(shown)}`}: ${expected}`);
  }

  /** '' in place of one that is missing, which is complained of. */
  required(name: string, expected: string): string {
    const text = this.text(name);
    if (text === undefined) this.complain(name, `is not set; expected ${expected}`);
    return text ?? '';
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.complain(name, `expected an integer from ${least} to ${most}`, text);
    return fallback;
  }

  url(name: string, schemes: readonly string[], secret: boolean): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (URL.canParse(text) && schemes.includes(new URL(text).protocol)) return new URL(text);
    this.complain(
      name,
      `expected an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
      secret ? undefined : text,
    );
    return undefined;
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const text = this.text(name);
    const found = values.find((value) => value === text);
    if (text !== undefined && found === undefined) this.complain(name, `expected one of ${values.join(', ')}`, text);
    return found ?? fallback;
  }
}

/** What `read` makes of the environment. Throws {@link InvalidConfiguration} with everything that is wrong. */
export const readEnvironment = <C>(environment: Environment, read: (reader: EnvironmentReader) => C): C => {
  const reader = new EnvironmentReader(environment);
  const config = read(reader);
  if (reader.problems.length > 0) throw new InvalidConfiguration(reader.problems);
  return config;
};
