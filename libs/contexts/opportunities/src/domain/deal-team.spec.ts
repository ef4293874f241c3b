import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const added = fact('DealTeamMemberAdded', { userId: 'pia', role: 'PRESALES' });
const removed = fact('DealTeamMemberRemoved', { userId: 'pia' });
const requested = fact('CollaborationRequested', { requestId: 'q1', role: 'PRESALES', need: 'technical needs' });
const responded = fact('CollaborationResponded', { requestId: 'q1', userId: 'pia', response: 'accepted' });
const add = (role = 'PRESALES', known: AskedOfDeal['known'] = { named: 'active', namedRoles: ['PRESALES', 'RND'] }, userId = 'pia') =>
  ({ type: 'AddDealTeamMember', data: { opportunityId, userId, role }, known }) as AskedOfDeal;
const remove: AskedOfDeal = { type: 'RemoveDealTeamMember', data: { opportunityId, userId: 'pia' } };
const request = (more: object = {}) =>
  ({
    type: 'RequestCollaboration',
    data: { opportunityId, requestId: 'q1', role: 'PRESALES', need: 'technical needs', ...more },
  }) as AskedOfDeal;
const respond = (response = 'accepted', known: AskedOfDeal['known'] = { userId: 'pia', roles: ['PRESALES'] }) =>
  ({ type: 'RespondToCollaboration', data: { opportunityId, requestId: 'q1', response }, known }) as AskedOfDeal;
const assess = (complex: boolean, userId = 'pia') =>
  ({ type: 'AssessProjectComplexity', data: { opportunityId, complex, reasons: 'three plants' }, known: { userId } }) as AskedOfDeal;

describe('the team of a deal (L11, L93, L126)', () => {
  it('takes in an active user in a role that they hold', () => given(opened).when(add()).then(added));
  it('does nothing when they are on it just so, or own the deal', () => {
    given(opened, added).when(add()).thenNothing();
    given(opened)
      .when(add('SALES_REP', {}, 'rep1'))
      .thenNothing();
  });
  it('lets them have another role', () => given(opened, added).when(add('RND')).thenTypes('DealTeamMemberAdded'));
  it('refuses who is not active', () =>
    given(opened)
      .when(add('PRESALES', { named: 'inactive' }))
      .thenRefused('AssigneeNotActive'));
  it('refuses a role that they do not hold', () =>
    given(opened)
      .when(add('LEGAL'))
      .thenRefused('RoleNotHeld', { userId: 'pia', role: 'LEGAL', holds: ['PRESALES', 'RND'] }));
  it('lets them go, and take part again', () => {
    given(opened, added).when(remove).then(removed);
    given(opened, added, removed).when(remove).thenNothing();
    given(opened, added, removed).when(add()).then(added);
  });
});

describe('asking another department (L11, L34)', () => {
  it('states what is needed', () => given(opened).when(request()).then(requested));
  it('puts who accepts on the team', () => given(opened, requested).when(respond()).then(responded, added));
  it('leaves who is on the team there', () => given(opened, requested, added).when(respond()).then(responded));
  it('keeps who declines out', () => given(opened, requested).when(respond('declined')).thenTypes('CollaborationResponded'));
  it('lets another accept after that', () =>
    given(opened, requested, fact('CollaborationResponded', { requestId: 'q1', userId: 'paul', response: 'declined' }))
      .when(respond())
      .thenTypes('CollaborationResponded', 'DealTeamMemberAdded'));
  it('does nothing when it was answered just so', () => given(opened, requested, responded, added).when(respond()).thenNothing());
  it('refuses who comes later', () =>
    given(opened, requested, responded)
      .when(respond('accepted', { userId: 'paul', roles: ['PRESALES'] }))
      .thenRefused('RequestAlreadyAccepted', { userId: 'pia' }));
  it('refuses who does not hold the role, and the owner', () => {
    given(opened, requested)
      .when(respond('accepted', { userId: 'lee', roles: ['LEGAL'] }))
      .thenRefused('RoleNotHeld');
    given(opened, requested)
      .when(respond('accepted', { userId: 'rep1', roles: ['PRESALES'] }))
      .thenRefused('OwnDeal');
  });
  it('refuses an answer to what was not asked', () => given(opened).when(respond()).thenRefused('NotOnFile'));
});

describe('judging how complex a project is (L127)', () => {
  it('is not the owner’s to do', () => given(opened).when(assess(true, 'rep1')).thenRefused('OwnDeal', { ownerId: 'rep1' }));
  it('may be judged anew', () =>
    given(opened, fact('ProjectComplexityAssessed', { complex: true, reasons: 'three plants' }))
      .when(assess(false))
      .thenTypes('ProjectComplexityAssessed'));
});

describe('any team of a deal', () => {
  const role = fc.constantFrom('PRESALES', 'RND', 'LEGAL');
  const who = fc.constantFrom('pia', 'paul', 'rep1');
  const moves = fc
    .oneof(
      fc.constant(opening),
      role.map((held) => add(held)),
      fc.constant(add('PRESALES', { named: 'inactive', namedRoles: [] })),
      fc.constant(remove),
      role.map((asked) => request({ role: asked })),
      fc.tuple(fc.constantFrom('accepted', 'declined'), who).map(([answer, userId]) => respond(answer, { userId, roles: ['PRESALES'] })),
      fc.tuple(fc.boolean(), who).map(([complex, userId]) => assess(complex, userId)),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'DealTeamMemberAdded', 'DealTeamMemberRemoved', 'CollaborationRequested', 'CollaborationResponded'],
      ...['ProjectComplexityAssessed', 'OpportunityUnknown', 'AssigneeNotActive', 'RoleNotHeld', 'OwnDeal', 'NotOnFile'],
      ...['RequestAlreadyAccepted', 'StatedOtherwise'],
    ],
  });
});
