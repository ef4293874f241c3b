import { setTimeout as pause } from 'node:timers/promises';
import type { CommandHandler } from '#eventsourcing';
import { foundOrganisation, type OrgSeed, type TeamCommand, type UserCommand } from '#organisation';
import { TEAM_COMMANDS, USER_COMMANDS } from '#organisation/nest';
import type { LocalIssuer } from '#platform';
import type { AnswerBody } from '#platform/nest';
import { clientOf, progressBar, Refused, waitUntilCaughtUp, type Client, type Progress } from '#terminal';
import { localOperator } from '../../../common/src/founding.ts';
import type { Standalone } from '../standalone.ts';
import { StartFailure } from '../../../common/src/start-failure.ts';
import { people, teams } from './cast.ts';
import { dice } from './dice.ts';
import { documents, mediaType } from './evidence/documents.ts';
import { play, type Stage, type StepAnswer } from './play.ts';
import { closingWords, reports } from './programme.ts';
import { hasSeason, newSeason, seasonIn, type Season } from './season.ts';
import { wayToToday } from './today/deal.ts';
import { playToday } from './today/play-today.ts';
import { tellingOf } from './today/telling.ts';
import { yearOfSales } from './year-of-sales.ts';

export interface DemoOptions {
  /** What is played the first time on a data folder; a year of 120 leads that ends now when absent. */
  readonly first?: Season;
  /** Where the result goes; the terminal when absent. */
  readonly write?: (text: string) => void;
  readonly progress?: Progress;
}

const tokenSeconds = 12 * 3600;

/** Each of the cast with a token of their own. */
const clientsOf = (url: string, issuer: LocalIssuer): ((userId: string) => Promise<Client>) => {
  const clients = new Map<string, Promise<Client>>();
  return (userId) => {
    const known = clients.get(userId) ?? issuer.issue(userId, tokenSeconds).then((token) => clientOf(url, token));
    clients.set(userId, known);
    return known;
  };
};

const cast: OrgSeed = {
  users: people.map(({ roles, ...person }) => ({ ...person, email: `${person.userId}@dealtrail.example`, roles })),
  teams: [...teams],
};

const engage = async ({ app, ledgerId }: Standalone): Promise<void> => {
  const users = app.get<CommandHandler<UserCommand>>(USER_COMMANDS);
  const outcomes = await foundOrganisation(cast, ledgerId, { users, teams: app.get<CommandHandler<TeamCommand>>(TEAM_COMMANDS) });
  const failed = outcomes.find(({ result }) => result.kind !== 'answered' || result.answer.kind === 'refused');
  if (failed) throw new Error(`the cast could not be engaged: ${JSON.stringify(failed)}`);
};

const failureOf = (error: unknown): StepAnswer => {
  if (!(error instanceof Refused)) throw error;
  const { status, detail, title } = error.problem;
  return { outcome: status === 409 ? 'refused' : 'failed', detail: `${status} ${detail ?? title}` };
};

/** A demonstration must not mix its inventions with what is real. */
const assertUnused = async ({ config }: Standalone, ops: Client): Promise<void> => {
  const lists = await Promise.all(
    ['/v1/leads', '/v1/opportunities'].map((path) => ops.get<{ items: readonly unknown[] }>(path, { limit: 1 })),
  );
  if (lists.some(({ items }) => items.length > 0))
    throw new StartFailure(
      `${config.dataDir} holds other data than a demonstration's. Unset DATA_DIR and DATABASE_URL, or name an empty folder.`,
    );
};

const openingPatienceMs = 30_000;

/** The API of the running program, used as anyone would use it. */
const stageOf = (clientFor: (userId: string) => Promise<Client>): Stage => ({
  send: async ({ as, path, body, at }, key) => {
    const client = await clientFor(as);
    return client
      .post<AnswerBody>(path, { ...body, occurredAt: at.toISOString() }, key)
      .then(({ outcome, events }): StepAnswer => ({ outcome, detail: events.join(', ') }), failureOf);
  },
  opened: async (opportunityId) => {
    const client = await clientFor('ops');
    const deadline = performance.now() + openingPatienceMs;
    const there = () =>
      client.get(`/v1/opportunities/${opportunityId}`).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refused && error.problem.status === 404 && performance.now() < deadline) return false;
          throw error;
        },
      );
    while (!(await there())) await pause(10);
  },
});

/** The documents that the stories attach: sent once; what the server has already, it keeps. */
const sendDocuments = async (client: Client): Promise<void> => {
  for (const { bytes } of Object.values(documents))
    await client.upload('/v1/documents', () => new Blob([bytes]).stream(), { 'content-type': mediaType });
};

/** Plays a year of sales through the program's own API, and shows what has become of it. Run again on the same data, it goes on with the same year. */
export const runDemo = async (running: Standalone, options: DemoOptions = {}): Promise<void> => {
  const { first = newSeason(120), write = (text) => void process.stdout.write(text), progress = progressBar('a year of sales') } = options;
  const { url, issuer, config } = running;
  if (!issuer) throw new StartFailure('The demonstration needs tokens for its cast: unset JWKS_URL and JWT_ISSUER.');
  const clientFor = clientsOf(url, issuer);
  if (!(await hasSeason(config.dataDir))) await assertUnused(running, await clientFor(localOperator));
  const { season, isNew } = await seasonIn(config.dataDir, first);
  const stories = yearOfSales(dice(season.seed), new Date(season.until), season.leads);
  const last = season.until.slice(0, 10);
  write(`\n${isNew ? 'Playing' : 'Going on with'} a year of sales up to ${last}: ${season.leads} leads, from seed ${season.seed}.\n`);
  await engage(running);
  await sendDocuments(await clientFor('ops'));
  const until = new Date(season.until);
  await play([...stories, wayToToday(until)], stageOf(clientFor), (done, total, day) => progress.update(done, total, day)).finally(() =>
    progress.stop(),
  );
  const auditor = await clientFor('auditor');
  const wonToday = await playToday(tellingOf(clientFor, auditor), until);
  await waitUntilCaughtUp(auditor);
  write(await reports(stories, await clientFor('analyst'), auditor, wonToday));
  write(await closingWords(stories, { url, dataDir: config.dataDir }, (userId) => issuer.issue(userId, tokenSeconds)));
};
