import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { foundOrganisation, readOrgSeed, type OrgSeed, type SeedOutcome } from '#organisation';
import type { IdentityConfig } from './config/identity.config.ts';
import { StartFailure } from './start-failure.ts';

type Handlers = Parameters<typeof foundOrganisation>[2];

/** Who acts on a machine of one's own: whoever may read the data folder can sign tokens for anyone, so this gives nothing away. */
export const localOperator = 'operator';

/** The second person whom some roles take to be granted. */
export const localWitness = 'witness';

const operatorSeed: OrgSeed = {
  users: [
    { userId: localOperator, roles: ['ADMIN', 'SALES_OPS', 'COMPLIANCE'] },
    { userId: localWitness, roles: ['ADMIN'] },
  ],
  teams: [],
};

const readSeed = async (path: string): Promise<OrgSeed> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartFailure(`ORG_FILE cannot be read: ${String(error)}`);
  });
  const reading = readOrgSeed(parseFile(path, text));
  if (reading.kind === 'seed') return reading.seed;
  const problems = reading.problems.map(({ path: at, problem }) => `  - ${at} ${problem}`);
  throw new StartFailure(`ORG_FILE ${path} is not an organisation:\n${problems.join('\n')}`);
};

const parseFile = (path: string, text: string): unknown => {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new StartFailure(`ORG_FILE ${path} is not YAML: ${(error as Error).message}`);
  }
};

/** A file that says what is no longer so is no mistake: what was changed by hand since stays. */
const tellUnfounded = (outcomes: readonly SeedOutcome[], logger: Logger): void => {
  for (const { command, result } of outcomes) {
    const refused = result.kind === 'answered' && result.answer.kind === 'refused';
    if (result.kind !== 'answered' || refused)
      logger.warn({ command: command.type, outcome: refused ? result.answer : result.kind }, 'a part of the organisation was not founded');
  }
};

/** Founds what the configuration asks for; what is so already stays. */
export const found = async (
  config: { readonly identity: IdentityConfig; readonly orgFile?: string },
  ledgerId: string,
  handlers: Handlers,
  logger: Logger,
): Promise<void> => {
  const seeds = [
    ...(config.identity.kind === 'local' ? [operatorSeed] : []),
    ...(config.orgFile === undefined ? [] : [await readSeed(config.orgFile)]),
  ];
  for (const seed of seeds) tellUnfounded(await foundOrganisation(seed, ledgerId, handlers), logger);
};
