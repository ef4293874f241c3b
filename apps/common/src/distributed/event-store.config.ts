import type { EnvironmentReader, Setting } from '../settings.ts';

export const eventStoreSetting: Setting = {
  name: 'EVENTSTORE_URL',
  default: '',
  meaning:
    'EventStoreDB or KurrentDB: esdb://user:password@host:port?tls=false for one node, esdb+discover:// or several hosts for a cluster; kurrentdb:// too. Must be set.',
};

const schemes = /^(esdb|kurrent|kurrentdb|kdb)(\+discover)?:\/\//;

/** What is wrong beyond the scheme is told when it is opened. */
export const readEventStore = (reader: EnvironmentReader): { readonly eventStoreUrl: string } => {
  const eventStoreUrl = reader.required('EVENTSTORE_URL', 'a connection string of EventStoreDB');
  if (eventStoreUrl !== '' && !schemes.test(eventStoreUrl))
    reader.complain('EVENTSTORE_URL', 'expected a connection string that begins with esdb:// or esdb+discover:// (the value is not shown)');
  return { eventStoreUrl };
};
