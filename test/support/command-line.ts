import { run, type ExitCode } from '../../apps/cli/src/program.ts';
import type { RunningApp } from './running-app.ts';

export interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** A place to write to that tells what was written. */
export const collected = () => {
  let text = '';
  return {
    write: (chunk: string | Uint8Array) => ((text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()), true),
    text: () => text,
  };
};

/** One command of the command line against a running program, as somebody with a token of their own. */
export const commandLineOf = (running: () => RunningApp) => {
  const dealtrail = async (as: string, ...argv: readonly string[]): Promise<Ended> => {
    const { url, token, app } = running();
    const [out, err] = [collected(), collected()];
    const config = { url, commandsUrl: undefined, token: await token(as), dataDir: app.config.dataDir, environment: {} };
    const code = await run(argv, config, { out, err }, new AbortController().signal);
    return { code, out: out.text(), err: err.text() };
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const json = async (as: string, ...argv: readonly string[]): Promise<any> => JSON.parse((await dealtrail(as, ...argv, '--json')).out);
  return { dealtrail, json };
};
