import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import { graceMs } from '../apps/common/src/program.ts';
import { deployedApps, programOf, unreadBy, usualPortOf } from './deployed-apps.ts';

const root = join(import.meta.dirname, '..');
const path = join(import.meta.dirname, 'compose.yaml');

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly read_only?: boolean;
  readonly stop_grace_period?: string;
  readonly restart: string;
  readonly deploy?: { readonly resources: { readonly limits: { readonly memory: string } } };
  readonly ports?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** As Compose fills variables in, each with a value of no meaning. */
const filledIn = (text: string): string => text.replace(/\$\{\w+(:[^}]*)?\}/g, 'any').replaceAll('$$', '$');

const compose = parse(filledIn(await readFile(path, 'utf8')), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const serviceOf = (name: string): Service => compose.services[name]!;

interface Complaint {
  readonly type: 'error' | 'warning';
  readonly rule: string;
  readonly message: string;
  readonly line: number;
}

/** Mistakes by the specification's schema and by what would not work; not what is a matter of style. */
const mistakes = (): readonly Partial<Complaint>[] => {
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [], disableFixes: [] });
  const [{ messages }] = linter.lintFiles([path], false) as [{ readonly messages: readonly Complaint[] }];
  return messages.filter(({ type }) => type === 'error').map(({ rule, message, line }) => ({ rule, message, line }));
};

describe('compose.yaml', () => {
  it('is what the Compose specification allows', () => expect(mistakes()).toEqual([]));

  it.each(Object.entries(deployedApps))('gives %s what it reads, and no more', (name, app) => {
    const { environment = {}, command } = serviceOf(name);
    expect(unreadBy(app, environment)).toEqual([]);
    expect(app.readConfig(environment).port).toBe(usualPortOf(app));
    expect(command).toEqual([programOf(name)]);
  });

  it.each(Object.keys(deployedApps))('lets %s end in order', (name) => {
    const { environment = {}, stop_grace_period: grace } = serviceOf(name);
    const { shutdownMs } = deployedApps[name]!.readConfig(environment);
    expect(grace).toMatch(/^\d+m$/);
    expect(Number.parseInt(grace ?? '', 10) * 60_000).toBeGreaterThan(shutdownMs + graceMs);
  });

  it.each(services)('%s waits for what there is and what tells that it is well', (_, { depends_on: waitsFor = {} }) => {
    for (const [name, { condition }] of Object.entries(waitsFor)) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[name]?.healthcheck?.test).toBeDefined();
    }
  });

  it.each(services)('%s has volumes and files that there are', (_, { volumes = [] }) => {
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('.') ? existsSync(join(import.meta.dirname, source)) : source in compose.volumes).toBe(true);
    }
  });

  it('writes nowhere but to volumes', () => {
    for (const name of [...Object.keys(deployedApps), 'proxy']) expect(serviceOf(name).read_only).toBe(true);
  });

  it('limits what each may take of the machine, and starts again what ends', () => {
    for (const [name, { deploy, restart }] of services.filter(([one]) => one !== 'cli'))
      expect([name, deploy?.resources.limits.memory, restart]).toEqual([name, expect.stringMatching(/^\d+[MG]$/), 'unless-stopped']);
  });

  it('sends the proxy to both APIs, and opens nothing else, to this machine alone', () => {
    const { COMMAND_API, QUERY_API } = serviceOf('proxy').environment ?? {};
    expect([COMMAND_API, QUERY_API]).toEqual(['command-api:3000', 'query-api:3001']);
    expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))).toEqual([['proxy', '127.0.0.1:8080:8080']]);
  });

  it('runs programs that there are', () => {
    const programs = services.flatMap(([, { command = [] }]) => command.filter((word) => word.startsWith('dist/')));
    for (const program of programs) expect(existsSync(join(root, program.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });
});
