import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import {
  document,
  quoteDrafted,
  quoteIssued,
  quoteReference,
  quoteRevised,
  stakeholder,
} from '../../../../../test/support/proposed-deal.ts';
import type { RaiseObjection, RecordCustomerConfirmation, RecordExecutiveMeeting, ResolveObjection } from './persuasion.ts';

const { given } = specification(deal);

const decider = stakeholder('s1', 'decisionMaker');
const meeting = (
  more: Partial<RecordExecutiveMeeting['data']> = {},
  type: 'RecordExecutiveMeeting' | 'RecordWorkshop' = 'RecordExecutiveMeeting',
): AskedOfDeal => ({
  type,
  data: { opportunityId, meetingId: 'm1', heldOn: '2026-05-20', stakeholderIds: ['s1'], ourUserIds: ['rep1', 'mona'], ...more },
  known: { people: { rep1: ['SALES_REP'], mona: ['SALES_MANAGER'] } },
});
const held = (type: 'ExecutiveMeetingHeld' | 'WorkshopHeld'): OpportunityEvent => ({
  type,
  data: {
    ...{ opportunityId, meetingId: 'm1', heldOn: '2026-05-20', stakeholderIds: ['s1'] },
    ours: [
      { userId: 'rep1', roles: ['SALES_REP'] },
      { userId: 'mona', roles: ['SALES_MANAGER'] },
    ],
  },
});
const raise = (more: Partial<RaiseObjection['data']> = {}): AskedOfDeal => ({
  type: 'RaiseObjection',
  data: { opportunityId, objectionId: 'o1', category: 'sla', description: 'four hours at most', ...more },
});
const raised: OpportunityEvent = {
  type: 'ObjectionRaised',
  data: { opportunityId, objectionId: 'o1', category: 'sla', description: 'four hours at most' },
};
const resolve = (more: Partial<ResolveObjection['data']> = {}): AskedOfDeal => ({
  type: 'ResolveObjection',
  data: { opportunityId, objectionId: 'o1', how: 'a spare node', ...more },
});
const resolved: OpportunityEvent = { type: 'ObjectionResolved', data: { opportunityId, objectionId: 'o1', how: 'a spare node' } };
const confirmed = { opportunityId, confirmationId: 'c1', scope: ['solution', 'quote'], form: 'oral', stakeholderId: 's1' } as const;
const confirm = (more: Partial<RecordCustomerConfirmation['data']> = {}): AskedOfDeal => ({
  type: 'RecordCustomerConfirmation',
  data: { ...confirmed, scope: [...confirmed.scope], confirmedOn: '2026-05-28', ...more },
});
const confirmation = (quote?: ReturnType<typeof quoteReference>): OpportunityEvent => ({
  type: 'CustomerConfirmationObtained',
  data: { ...confirmed, scope: [...confirmed.scope], confirmedOn: '2026-05-28', ...(quote && { quote }) },
});
const witness = (userId = 'mona', more: { note?: string } = {}): AskedOfDeal => ({
  type: 'WitnessCustomerConfirmation',
  data: { opportunityId, confirmationId: 'c1', ...more },
  known: { userId },
});
const witnessed: OpportunityEvent = { type: 'CustomerConfirmationWitnessed', data: { opportunityId, confirmationId: 'c1' } };

describe.each([
  ['an executive meeting', 'RecordExecutiveMeeting', 'ExecutiveMeetingHeld'],
  ['a workshop', 'RecordWorkshop', 'WorkshopHeld'],
] as const)('%s (L43, L140)', (_, command, event) => {
  const record = (more: Partial<RecordExecutiveMeeting['data']> = {}) => meeting(more, command);
  it('is recorded with who was there, and as what', () => given(opened, decider).when(record()).then(held(event)));
  it('does nothing when it was recorded just so, whatever roles they hold by now', () =>
    given(opened, decider, held(event))
      .when({ ...record(), known: { people: { rep1: ['SALES_REP'], mona: ['SALES_DIRECTOR'] } } })
      .thenNothing());
  it('refuses another one under the same id', () =>
    given(opened, decider, held(event))
      .when(record({ heldOn: '2026-05-21' }))
      .thenRefused('StatedOtherwise', { meetingId: 'm1' }));
  it.each(['ghost', 'constructor'])('refuses people of ours who are no users, for example %s', (userId) =>
    given(opened, decider)
      .when(record({ ourUserIds: [userId] }))
      .thenRefused('NotOnFile', { what: 'user', ids: [userId] }),
  );
  it('refuses people of the customer whom nobody identified', () =>
    given(opened)
      .when(record())
      .thenRefused('NotOnFile', { ids: ['s1'] }));
  it('refuses minutes that the deal does not have', () =>
    given(opened, decider)
      .when(record({ minutesDocumentId: 'd1' }))
      .thenRefused('NotOnFile', { what: 'document' }));
});

describe('an objection of the customer (L39, L141, L261)', () => {
  it('is raised', () => given(opened).when(raise()).then(raised));
  it('is raised once', () => given(opened, raised).when(raise()).thenNothing());
  it('stays what it was', () =>
    given(opened, raised)
      .when(raise({ category: 'price' }))
      .thenRefused('StatedOtherwise', { objectionId: 'o1' }));
  it('names who raised it', () =>
    given(opened)
      .when(raise({ stakeholderId: 's1' }))
      .thenRefused('NotOnFile', { ids: ['s1'] }));
  it('is answered', () => given(opened, raised).when(resolve()).then(resolved));
  it('may be answered better', () =>
    given(opened, raised, resolved, document('d1'))
      .when(resolve({ how: 'two spare nodes', documentId: 'd1' }))
      .thenTypes('ObjectionResolved'));
  it('is not answered before it is raised', () => given(opened).when(resolve()).thenRefused('NotOnFile', { what: 'objection' }));
  it('is not answered by a document that the deal does not have', () =>
    given(opened, raised)
      .when(resolve({ documentId: 'd1' }))
      .thenRefused('NotOnFile', { what: 'document' }));
});

describe('what the customer confirms (L135, L142, L144)', () => {
  it('is bound to the quote as it was issued', () =>
    given(opened, decider, quoteDrafted, quoteIssued())
      .when(confirm({ quoteId: 'q1' }))
      .then(confirmation(quoteReference())));
  it('does nothing when it was recorded just so, even when the quote has changed since', () =>
    given(opened, decider, quoteDrafted, quoteIssued(), confirmation(quoteReference()), quoteRevised(2, '2026-07-31'))
      .when(confirm({ quoteId: 'q1' }))
      .thenNothing());
  it('refuses a quote that was not issued', () =>
    given(opened, decider, quoteDrafted)
      .when(confirm({ quoteId: 'q1' }))
      .thenRefused('QuoteNotIssued'));
  it('refuses a quote that was changed since', () =>
    given(opened, decider, quoteDrafted, quoteIssued(), quoteRevised(2, '2026-07-31'))
      .when(confirm({ quoteId: 'q1' }))
      .thenRefused('QuoteSuperseded'));
  it('refuses another confirmation under the same id', () =>
    given(opened, decider, confirmation())
      .when(confirm({ form: 'minutes' }))
      .thenRefused('StatedOtherwise'));
  it.each([
    ['the person', {}, []],
    ['the proposal', { proposalId: 'p1' }, [decider]],
    ['the document', { documentId: 'd1' }, [decider]],
  ] as const)('refuses what is not known: %s', (_what, more, history) =>
    given(opened, ...history)
      .when(confirm(more))
      .thenRefused('NotOnFile'),
  );
});

describe('bearing out what the customer confirmed (L142)', () => {
  it('takes a second person', () => given(opened, decider, confirmation()).when(witness()).then(witnessed));
  it('is done once', () => given(opened, decider, confirmation(), witnessed).when(witness()).thenNothing());
  it('is nothing for the owner', () => given(opened, decider, confirmation()).when(witness('rep1')).thenRefused('OwnDeal'));
  it('is nothing for whoever recorded it, even when the deal has another owner by now', () =>
    given(opened, decider, confirmation(), { type: 'OpportunityReassigned', data: { opportunityId, from: 'rep1', to: 'rep2' } })
      .when(witness('rep1'))
      .thenRefused('OwnStatement', { by: 'rep1' }));
  it('needs something to bear out', () => given(opened).when(witness()).thenRefused('NotOnFile', { what: 'confirmation' }));
});

describe('any persuasion', () => {
  const identify: AskedOfDeal = {
    type: 'IdentifyStakeholder',
    data: { opportunityId, stakeholderId: 's1', contactId: 'c1', roles: ['decisionMaker'], influence: 5 },
  };
  const moves = fc
    .oneof<fc.Arbitrary<AskedOfDeal>[]>(
      fc.constant(opening),
      fc.constant(identify),
      fc.constantFrom('2026-05-20', '2026-05-21').map((heldOn) => meeting({ heldOn })),
      fc.constantFrom('2026-05-20', '2026-05-21').map((heldOn) => meeting({ heldOn }, 'RecordWorkshop')),
      fc.constantFrom('sla', 'price').map((category) => raise({ category })),
      fc.constantFrom('one', 'other').map((how) => resolve({ how })),
      fc.constantFrom('oral', 'minutes').map((form) => confirm({ form })),
      fc.constant(confirm({ confirmationId: 'c2', quoteId: 'q1' })),
      fc.constantFrom('rep1', 'mona').map((userId) => witness(userId)),
      fc.constant<AskedOfDeal>({ type: 'ReassignOpportunity', data: { opportunityId, to: 'rep2' } }),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'OpportunityReassigned', 'StakeholderIdentified', 'ExecutiveMeetingHeld', 'WorkshopHeld'],
      ...['ObjectionRaised', 'ObjectionResolved', 'CustomerConfirmationObtained', 'CustomerConfirmationWitnessed'],
      ...['OpportunityUnknown', 'NotOnFile', 'StatedOtherwise', 'QuoteNotIssued', 'OwnDeal', 'OwnStatement'],
    ],
  });
});
