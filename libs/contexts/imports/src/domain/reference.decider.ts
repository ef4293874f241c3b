import { accept, refuse, type Decider, type Decision } from '#eventsourcing';
import type { ReferenceEvent } from '#event-contracts';
import { differences, present } from '#rules';
import type { ReferenceCommand } from './reference-command.ts';

/** An account, a product or an agent as another system claims it; nothing while nothing was claimed. An account that we keep ourselves takes no claims. */
export type Reference =
  { readonly status: 'unknown' } | { readonly status: 'governed' } | { readonly status: 'imported'; readonly event: ReferenceEvent };

export type ReferenceRefusal = 'ImportedOtherwise' | 'AlreadyGoverned';

const eventOf = ({ type, data }: ReferenceCommand): ReferenceEvent => {
  switch (type) {
    case 'ImportAccount':
      return { type: 'AccountImported', data: present(data) };
    case 'ImportProduct':
      return { type: 'ProductImported', data: present(data) };
    case 'ImportSalesAgent':
      return { type: 'SalesAgentImported', data: present(data) };
  }
};

/** The same claims in another file or row are the same. */
const claimsOf = ({ type, data: { source, sourceFileHash, row, ...claims } }: ReferenceEvent): Readonly<Record<string, unknown>> => ({
  type,
  ...claims,
});

const decide = (command: ReferenceCommand, state: Reference): Decision<ReferenceEvent, ReferenceRefusal> => {
  const event = eventOf(command);
  if (state.status === 'unknown') return accept(event);
  if (state.status === 'governed') return refuse('AlreadyGoverned', {}, ['what we keep ourselves takes no claims from elsewhere']);
  const fields = differences(claimsOf(state.event), claimsOf(event));
  const { sourceFileHash, row } = state.event.data;
  return fields.length === 0 ? accept() : refuse('ImportedOtherwise', { fields, sourceFileHash, row }, ['what was imported first stands']);
};

const isImport = ({ type }: ReferenceEvent): boolean =>
  (['AccountImported', 'ProductImported', 'SalesAgentImported'] as readonly string[]).includes(type);

/** Master data of another system: asserts only what its source holds, once. */
export const reference: Decider<Reference, ReferenceCommand, ReferenceEvent, ReferenceRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve: (_state, event) => (isImport(event) ? { status: 'imported', event } : { status: 'governed' }),
};
