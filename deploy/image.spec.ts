import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { deployedApps, programOf } from './deployed-apps.ts';

const root = join(import.meta.dirname, '..');
const text = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

const dockerfile = await text('deploy/Dockerfile');
const ignored = (await text('.dockerignore')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const taken = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
/** What is copied from the repository, not from another stage. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

describe('the image', () => {
  it('has a Dockerfile without mistakes', () => expect(validate(dockerfile)).toEqual([]));

  it('is made of files that there are and that its context takes', () => {
    for (const source of copied) expect([source, existsSync(join(root, source)), taken.includes(source)]).toEqual([source, true, true]);
  });

  it('takes nothing into its context but what it is made of', () => {
    expect(ignored[0]).toBe('*');
    expect(new Set(taken)).toEqual(new Set(copied));
  });

  it('runs as somebody without rights, and the program itself gets the signals', () => {
    expect(/^USER (\S+)$/m.exec(dockerfile)?.[1]).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(/^ENTRYPOINT (.+)$/m.exec(dockerfile)?.[1]).toBe('["node"]');
    expect(/^CMD (.+)$/m.exec(dockerfile)?.[1]).toBe(JSON.stringify([programOf('command-api')]));
  });

  it.each(Object.keys(deployedApps))('builds %s', async (app) => {
    const { exclude } = JSON.parse(await text('deploy/tsconfig.image.json')) as { readonly exclude: readonly string[] };
    expect(existsSync(join(root, programOf(app).replace(/^dist\/(.+)\.js$/, '$1.ts')))).toBe(true);
    expect(exclude.filter((pattern) => pattern.includes(app))).toEqual([]);
  });

  it('has a Node that the program runs on', async () => {
    const [, major = 0, minor = 0] = /^ARG NODE=(\d+)\.(\d+)/m.exec(dockerfile) ?? [];
    const { engines } = JSON.parse(await text('package.json')) as { readonly engines: { readonly node: string } };
    const [, least = 0, leastMinor = 0] = /^>=(\d+)\.(\d+)/.exec(engines.node) ?? [];
    expect(Number(major) * 1000 + Number(minor)).toBeGreaterThanOrEqual(Number(least) * 1000 + Number(leastMinor));
  });
});
