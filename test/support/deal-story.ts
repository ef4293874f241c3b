import type { DocumentKind, OpportunityEvent } from '#event-contracts';
import type { Known, OpportunityCommand } from '#opportunities';
import type { AskedOfDeal } from './known.ts';
import { fact, opportunityId } from './open-deal.ts';

type DataOf<T extends OpportunityEvent['type']> = Extract<OpportunityEvent, { type: T }>['data'];
type CommandOf<T extends OpportunityCommand['type']> = Extract<OpportunityCommand, { type: T }>['data'];

/** A command on the deal. */
export const ask = <T extends OpportunityCommand['type']>(
  type: T,
  data: Omit<CommandOf<T>, 'opportunityId'>,
  known: Partial<Known> = {},
): AskedOfDeal => ({ type, data: { opportunityId, ...data }, known }) as unknown as AskedOfDeal;

/** What somebody other than `rep1` caused. */
export const by = (userId: string, event: OpportunityEvent): OpportunityEvent =>
  ({ ...event, actor: { userId, rolesAtThatTime: [], userRevision: 0, channel: 'api' } }) as unknown as OpportunityEvent;

/** Presales, who does not own the deal. */
export const presales: Partial<Known> = { userId: 'pre1', roles: ['PRESALES'] };

export const received = (documentId: string, kind: DocumentKind): OpportunityEvent =>
  fact('DocumentReceived', { documentId, kind, sha256: 'a'.repeat(64), size: 7, mediaType: 'application/pdf' });
export const claimed = (documentId: string, kind: DocumentKind): OpportunityEvent => fact('DocumentClaimed', { documentId, kind });

/** Somebody of the customer's, in these roles. */
export const stakeholder = (stakeholderId: string, ...roles: DataOf<'StakeholderIdentified'>['roles']): OpportunityEvent =>
  fact('StakeholderIdentified', { stakeholderId, contactId: `contact-${stakeholderId}`, roles, influence: 3 });
/** A meeting with the customer. */
export const meeting = (activityId: string): OpportunityEvent =>
  fact('ActivityLogged', { activityId, type: 'meeting', purpose: 'Needs', heldAt: '2026-01-05T08:00:00.000Z' });
