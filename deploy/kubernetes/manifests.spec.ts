import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { graceMs } from '../../apps/common/src/program.ts';
import { deployedApps, programOf, unreadBy } from '../deployed-apps.ts';
import { complaintsOf, type Manifest } from './typed-manifests.ts';

interface Kustomization {
  readonly resources: readonly string[];
  readonly patches?: readonly { readonly path: string }[];
  readonly configMapGenerator: readonly {
    readonly name: string;
    readonly literals?: readonly string[];
    readonly files?: readonly string[];
  }[];
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string }; readonly fieldRef?: object };
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env: readonly Variable[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string };
  readonly configMap?: { readonly name: string; readonly optional?: boolean };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

interface Workload extends Manifest {
  readonly spec: {
    readonly selector: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: object;
        readonly containers: readonly [Container];
        readonly volumes: readonly Volume[];
      };
    };
  };
}

const at = (...path: readonly string[]): string => join(import.meta.dirname, ...path);
const text = (...path: readonly string[]): Promise<string> => readFile(at(...path), 'utf8');

const folders = ['base', 'example', '../proxy'];
const kustomizations = new Map(
  await Promise.all(folders.map(async (folder) => [folder, parse(await text(folder, 'kustomization.yaml')) as Kustomization] as const)),
);
const filesOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(at(folder))).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
const manifestsIn = async (folder: string, file: string): Promise<readonly Manifest[]> =>
  parseAllDocuments(await text(folder, file)).map((document) => document.toJS() as Manifest);
const given = (folder: string): readonly string[] =>
  (kustomizations.get(folder)?.configMapGenerator ?? []).flatMap(({ files = [] }) => files);

const manifests = (
  await Promise.all(
    folders.map(async (folder) =>
      Promise.all((await filesOf(folder)).filter((file) => !given(folder).includes(file)).map((file) => manifestsIn(folder, file))),
    ),
  )
).flat(2);

const generated = [...kustomizations.values()].flatMap(({ configMapGenerator }) => configMapGenerator);
const literalsOf = (configMap: string): readonly (readonly string[])[] =>
  generated
    .filter(({ name }) => name === configMap)
    .flatMap(({ literals = [] }) => literals.map((line) => line.split(/=(.*)/s).slice(0, 2)));

const workloads = manifests.filter((one): one is Workload => ['Deployment', 'StatefulSet'].includes(one.kind));
const workloadOf = (name: string): Workload => workloads.find(({ metadata }) => metadata.name === name)!;
const podOf = (name: string) => workloadOf(name).spec.template.spec;

/** Stand for secrets, which are nowhere in the repository. */
const secrets: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://dealtrail:any@postgres.example.com/dealtrail?sslmode=verify-full',
  EVENTSTORE_URL: 'esdb+discover://dealtrail:any@events.example.com:2113',
  KAFKA_USERNAME: 'dealtrail',
  KAFKA_PASSWORD: 'any',
};

/** The environment that the container of an app gets; what only serves to make up others is left out. */
const environmentOf = ({ env, envFrom = [] }: Container): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...envFrom.flatMap(({ configMapRef }) => literalsOf(configMapRef.name)),
    ...env
      .filter(({ valueFrom }) => !valueFrom?.fieldRef)
      .map(({ name, value, valueFrom }) => [name, valueFrom?.secretKeyRef ? secrets[name] : value]),
  ]) as Readonly<Record<string, string>>;

describe('the manifests for Kubernetes', () => {
  it('are what Kubernetes knows', () => expect(complaintsOf(manifests)).toEqual([]));

  it('would be found out if they were not', () => {
    const wrong = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'wrong' }, spec: { replicaz: 2 } };
    expect(complaintsOf([wrong]).join()).toMatch(/Deployment wrong: .*replicaz/s);
  });

  it.each(folders)('of %s are all listed, and all that is listed is there', async (folder) => {
    const { resources, patches = [] } = kustomizations.get(folder)!;
    const listed = [...resources.filter((path) => !path.startsWith('..')), ...patches.map(({ path }) => path)];
    const files = await filesOf(folder);
    expect(new Set([...listed, ...given(folder)].filter((file) => file.endsWith('.yaml')))).toEqual(new Set(files));
  });

  describe.each(Object.entries(deployedApps))('of %s', (name, app) => {
    const pod = podOf(name);
    const [container] = pod.containers;
    const environment = environmentOf(container);

    it('give it what it reads, and no more', () => {
      expect(unreadBy(app, environment)).toEqual([]);
      expect(app.readConfig(environment).port).toBe(container.ports[0]?.containerPort);
      expect(container.args).toEqual([programOf(name)]);
    });

    it('ask it how it is', () => {
      expect(container.startupProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
      expect(container.livenessProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
      expect(container.readinessProbe.httpGet).toEqual({ path: '/health/ready', port: 'http' });
    });

    it('let it end in order', () =>
      expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(app.readConfig(environment).shutdownMs + graceMs));
  });

  describe.each(workloads.map((workload) => [workload.metadata.name, workload] as const))('of %s', (name, { spec }) => {
    const pod = spec.template.spec;
    const [container] = pod.containers;

    it('give it no rights, and nowhere to write but volumes', () => {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(container).toMatchObject({
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      });
    });

    it('limit its memory, and say what it needs', () => {
      expect(container.resources.limits.memory).toMatch(/^\d+Mi$/);
      expect(container.resources.requests).toMatchObject({ cpu: expect.any(String), memory: expect.any(String) });
    });

    it('mount volumes that there are', () => {
      const claims = manifests.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
      expect(new Set(container.volumeMounts.map((mount) => mount.name))).toEqual(new Set(pod.volumes.map((volume) => volume.name)));
      for (const { persistentVolumeClaim: claim, configMap } of pod.volumes) {
        if (claim) expect(claims).toContain(claim.claimName);
        if (configMap && !configMap.optional) expect(generated.map((one) => one.name)).toContain(configMap.name);
      }
    });

    it('select its pods, and let some of them always be there', () => {
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
      expect(manifests).toContainEqual(expect.objectContaining({ kind: 'PodDisruptionBudget', metadata: { name } }));
    });
  });

  it('have one relay’s heads read by verification', () => {
    const written = environmentOf(podOf('relay').containers[0]).WITNESS_FILE;
    const read = environmentOf(podOf('query-api').containers[0]).WITNESS_FILE;
    expect(read).toBe(written?.replace('$(POD_NAME)', 'relay-0'));
  });

  it('name secrets that the guide tells how to make, and have none', async () => {
    const guide = await text('../../docs/operations/deployment.md');
    const named = workloads.flatMap(({ spec }) => {
      const { containers, volumes } = spec.template.spec;
      return [
        ...containers[0].env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []),
        ...volumes.flatMap(({ secret }) => secret?.secretName ?? []),
      ];
    });
    for (const name of new Set(named)) expect(guide).toContain(`create secret generic ${name} `);
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});
