import { readFileSync } from 'node:fs';
import type {
  ChannelCredentialOptions,
  Credentials,
  DNSClusterOptions,
  EndPoint,
  GossipClusterOptions,
  SingleNodeOptions,
} from '@eventstore/db-client';

/** The connection string of the event store is not understood. The message never repeats what may be a password. */
export class InvalidConnectionString extends Error {
  override readonly name = 'InvalidConnectionString';
}

/** What the client is made of. */
export interface ClientSettings {
  readonly connection: DNSClusterOptions | GossipClusterOptions | SingleNodeOptions;
  readonly channel: ChannelCredentialOptions;
  readonly credentials: Credentials | undefined;
}

const shape =
  /^(?:esdb|kurrentdb|kurrent)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/?]*):(?<password>[^@/?]*)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<query>.*))?$/;
const numbers = ['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout', 'keepAliveInterval', 'keepAliveTimeout', 'defaultDeadline'];
const texts = ['connectionName', 'tlsCAFile', 'userCertFile', 'userKeyFile'];
const preferences = ['leader', 'follower', 'random', 'read_only_replica'];

const optionsOf = (query: string): ReadonlyMap<string, string> => {
  const known = new Map([...numbers, ...texts, 'tls', 'nodePreference'].map((name) => [name.toLowerCase(), name]));
  return new Map(
    [...new URLSearchParams(query)].map(([key, value]) => {
      const name = known.get(key.toLowerCase());
      if (!name) throw new InvalidConnectionString(`the event store's connection string has an unknown option ${JSON.stringify(key)}`);
      return [name, value];
    }),
  );
};

const endPointOf = (host: string): EndPoint => {
  const [, address, port = '2113'] = /^([^:]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (!address) throw new InvalidConnectionString("the event store's connection string needs hosts like host:port");
  return { address, port: Number(port) };
};

const numbersOf = (options: ReadonlyMap<string, string>): Record<string, number> =>
  Object.fromEntries(
    numbers.flatMap((name) => {
      const value = options.get(name);
      if (value === undefined) return [];
      if (!/^-?\d+$/.test(value)) throw new InvalidConnectionString(`${name} of the event store's connection string is no number`);
      return [[name, Number(value)]];
    }),
  );

const fileOf = (options: ReadonlyMap<string, string>, name: string): Buffer | undefined => {
  const path = options.get(name);
  return path === undefined ? undefined : readFileSync(path);
};

const channelOf = (options: ReadonlyMap<string, string>): ChannelCredentialOptions => {
  const tls = options.get('tls') ?? 'true';
  if (tls !== 'true' && tls !== 'false') throw new InvalidConnectionString("tls of the event store's connection string is true or false");
  const [rootCertificate, userCertFile, userKeyFile] = ['tlsCAFile', 'userCertFile', 'userKeyFile'].map((name) => fileOf(options, name));
  if (!userCertFile !== !userKeyFile) throw new InvalidConnectionString('userCertFile and userKeyFile are given together');
  return {
    insecure: tls === 'false',
    ...(rootCertificate && { rootCertificate }),
    ...(userCertFile && { userCertFile }),
    ...(userKeyFile && { userKeyFile }),
  };
};

const clusterOf = (options: ReadonlyMap<string, string>) => {
  const nodePreference = options.get('nodePreference')?.toLowerCase() ?? 'leader';
  if (!preferences.includes(nodePreference)) throw new InvalidConnectionString(`nodePreference is one of ${preferences.join(', ')}`);
  return { nodePreference: nodePreference as NonNullable<GossipClusterOptions['nodePreference']> };
};

const connectionOf = (discover: boolean, hosts: string, options: ReadonlyMap<string, string>): ClientSettings['connection'] => {
  const connectionName = options.get('connectionName');
  const common = { ...numbersOf(options), ...(connectionName !== undefined && { connectionName }) };
  const [first, ...others] = hosts.split(',').map(endPointOf) as [EndPoint, ...EndPoint[]];
  const cluster = { ...common, ...clusterOf(options) };
  if (discover) return { ...cluster, discover: first };
  return others.length > 0 ? { ...cluster, endpoints: [first, ...others] } : { ...common, endpoint: first };
};

const credentialsOf = (user: string | undefined, password: string | undefined): Credentials | undefined => {
  try {
    return user ? { username: decodeURIComponent(user), password: decodeURIComponent(password ?? '') } : undefined;
  } catch {
    throw new InvalidConnectionString("user and password of the event store's connection string are not percent-encoded");
  }
};

/**
 * `esdb://user:password@host:2113,host:2113?tls=true`, `esdb+discover://` for a cluster behind one name, and `kurrentdb://` for either. The
 * client's own parser knows the first two only, and prints the whole string, password included, when it meets an option that it does
 * not know. Throws {@link InvalidConnectionString}.
 */
export const clientSettings = (connectionString: string): ClientSettings => {
  const { discover, user, password, hosts, query = '' } = shape.exec(connectionString.trim())?.groups ?? {};
  if (hosts === undefined)
    throw new InvalidConnectionString("the event store's connection string is not of the form esdb://user:password@host:port?tls=true");
  const options = optionsOf(query);
  return {
    connection: connectionOf(discover !== undefined, hosts, options),
    channel: channelOf(options),
    credentials: credentialsOf(user, password),
  };
};
