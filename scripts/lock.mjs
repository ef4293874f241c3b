/**
 * Completes package-lock.json; with --check it only says what is wrong.
 *
 * `npm install` may leave binaries of other platforms out of the lock, and `npm ci` then refuses it. The lock names no registry
 * either, so that the same file serves behind any mirror.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const LOCK = new URL('../package-lock.json', import.meta.url);
const PLATFORM = ['os', 'cpu', 'libc'];
const MANIFEST = [...PLATFORM, 'license', 'engines', 'dependencies', 'optionalDependencies', 'peerDependencies'];
const PROSE = ['funding', 'deprecated', 'license'];
const EXACT = /^\d+\.\d+\.\d+\S*$/;

/** The lock's path of `name` as seen from the package at `from`, by Node's own search: upwards through node_modules. */
const find = (packages, from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[path]) return path;
    if (!at) return undefined;
  }
};

const holds = (packages, from, name, range) => {
  const path = find(packages, from, name);
  return path !== undefined && (!EXACT.test(range) || packages[path].version === range);
};

/** Dependencies that a locked package declares and the lock does not hold. */
const gapsIn = (packages) =>
  Object.entries(packages).flatMap(([from, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.entries({ ...dependencies, ...optionalDependencies })
      .filter(([name, range]) => !holds(packages, from, name, range))
      .map(([name, range]) => ({ from, name, range, optional: name in optionalDependencies || packages[from].optional === true })),
  );

const addressesIn = (packages) =>
  Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry)
      .filter(([key, value]) => key === 'resolved' || (!PROSE.includes(key) && JSON.stringify(value).includes('://')))
      .map(([key]) => `${path || 'the project'} holds an address in "${key}"`),
  );

const published = async (specifier) => {
  try {
    const { stdout } = await promisify(execFile)('npm', ['view', specifier, '--json'], { maxBuffer: 64 * 2 ** 20 });
    return [JSON.parse(stdout || '[]')].flat().at(-1);
  } catch (error) {
    if (/"E404"|"ETARGET"/.test(error.stdout)) return undefined;
    throw error;
  }
};

const pick = (object, keys) => Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));

/** A mirror may not have a foreign binary of the newest release: its platform is then read off an earlier one, and its integrity waits for the next run. */
const entryOf = async ({ name, range, dev }) => {
  const manifest = await published(`${name}@${range}`);
  if (manifest)
    return {
      version: manifest.version,
      integrity: manifest.dist.integrity,
      ...pick(manifest, MANIFEST),
      ...(dev && { dev }),
      optional: true,
    };
  const earlier = EXACT.test(range) && (await published(name));
  if (!earlier?.os && !earlier?.cpu) throw new Error(`nothing published as ${name}@${range}, and no earlier release names its platform`);
  return { version: range, ...pick(earlier, PLATFORM), ...(dev && { dev }), optional: true };
};

const lockOne = async (packages, path, wanted) => {
  packages[path] = await entryOf(wanted);
  console.log(`${path} ${packages[path].version}${packages[path].integrity ? '' : ' (integrity not known yet)'}`);
};

const complete = async (packages) => {
  const unproven = Object.entries(packages).filter(([path, { optional, integrity, link }]) => path && optional && !integrity && !link);
  for (const [path, { version, dev }] of unproven)
    await lockOne(packages, path, { name: path.slice(path.lastIndexOf('node_modules/') + 13), range: version, dev });

  for (let [gap] = gapsIn(packages); gap; [gap] = gapsIn(packages)) {
    if (!gap.optional) throw new Error(`${gap.name} is required and not locked: run npm install first`);
    const beside = `node_modules/${gap.name}`;
    await lockOne(packages, packages[beside] ? `${gap.from}/${beside}` : beside, { ...gap, dev: packages[gap.from].dev });
  }
};

const byPath = ([one], [other]) => one.localeCompare(other, 'en');
const lock = JSON.parse(await readFile(LOCK, 'utf8'));

if (process.argv.includes('--check')) {
  const gaps = gapsIn(lock.packages).map(({ from, name, range }) => `${from || 'the project'} needs ${name}@${range}, which is not locked`);
  const faults = [...gaps, ...addressesIn(lock.packages)];
  if (faults.length > 0) {
    console.error(`package-lock.json is not fit for npm ci:\n  ${faults.join('\n  ')}\nRun npm run lock.`);
    process.exitCode = 1;
  }
} else {
  for (const entry of Object.values(lock.packages)) delete entry.resolved;
  await complete(lock.packages);
  const packages = Object.fromEntries(Object.entries(lock.packages).sort(byPath));
  await writeFile(LOCK, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
}
