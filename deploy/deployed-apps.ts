import * as commandApi from '../apps/command-api/src/config.ts';
import type { Environment, Setting } from '../apps/common/src/settings.ts';
import * as projector from '../apps/projector/src/config.ts';
import * as queryApi from '../apps/query-api/src/config.ts';
import * as relay from '../apps/relay/src/config.ts';

/** An app as it says itself what it is told by its environment. */
export interface DeployedApp {
  readonly settings: readonly Setting[];
  /** Throws what is wrong. */
  readonly readConfig: (environment: Environment) => { readonly port: number; readonly shutdownMs: number };
}

/** What the image holds, by the name of each app's folder. */
export const deployedApps: Readonly<Record<string, DeployedApp>> = { 'command-api': commandApi, 'query-api': queryApi, relay, projector };

/** The file of an app that the image runs. */
export const programOf = (app: string): string => `dist/apps/${app}/src/main.js`;

/** Names that the app would pass over: misspelt, or another app's. */
export const unreadBy = ({ settings }: DeployedApp, environment: Environment): readonly string[] => {
  const known = new Set(settings.map(({ name }) => name));
  return Object.keys(environment).filter((name) => !known.has(name));
};

/** Where it listens when nobody says otherwise. */
export const usualPortOf = ({ settings }: DeployedApp): number => Number(settings.find(({ name }) => name === 'PORT')?.default);
