import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const open = { stakeholderId: 'st1', contactId: 'c1', roles: ['decisionMaker'], influence: 4, concerns: ['price'] } as const;
const known = { ...open, roles: [...open.roles], concerns: [...open.concerns] };
const identified = fact('StakeholderIdentified', known);
const identify = (more: object = {}) => ({ type: 'IdentifyStakeholder', data: { opportunityId, ...known, ...more } }) as AskedOfDeal;
const revise = (more: object = {}) =>
  ({ type: 'ReviseStakeholder', data: { opportunityId, stakeholderId: 'st1', ...more } }) as AskedOfDeal;

describe('identifying who matters (L31, L247, L252)', () => {
  it('states roles, influence and concerns, and seals who it is', () =>
    given(opened)
      .when(identify({ name: 'Han Meimei' }))
      .then(fact('StakeholderIdentified', { ...known, name: 'Han Meimei' })));
  it('does nothing when nothing is new', () => given(opened, identified).when(identify()).thenNothing());
  it('takes details that are given as news', () =>
    given(opened, identified)
      .when(identify({ phone: '1' }))
      .thenTypes('StakeholderIdentified'));
  it('refuses other roles under the same id', () =>
    given(opened, identified)
      .when(identify({ roles: ['user'] }))
      .thenRefused('StatedOtherwise'));
  it('has each person once', () =>
    given(opened, identified)
      .when(identify({ stakeholderId: 'st2' }))
      .thenRefused('StakeholderAlreadyIdentified', { stakeholderId: 'st1' }));
});

describe('revising what is known of someone (L31, L252)', () => {
  const revised = fact('StakeholderRevised', { ...known, stance: 'champion' });
  it('states it anew as a whole', () =>
    given(opened, identified)
      .when(revise({ stance: 'champion' }))
      .then(revised));
  it('builds on what was revised before', () =>
    given(opened, identified, revised)
      .when(revise({ influence: 5 }))
      .then(fact('StakeholderRevised', { ...known, stance: 'champion', influence: 5 })));
  it('does nothing when it is so already', () =>
    given(opened, identified, revised)
      .when(revise({ stance: 'champion' }))
      .thenNothing());
  it('adds sealed details', () =>
    given(opened, identified)
      .when(revise({ note: 'likes figures' }))
      .then(fact('StakeholderRevised', { ...known, note: 'likes figures' })));
  it('refuses who was never identified', () => given(opened).when(revise()).thenRefused('NotOnFile', { what: 'stakeholders' }));
});

describe('any stakeholders of a deal', () => {
  const stakeholderId = fc.constantFrom('st1', 'st2');
  const moves = fc
    .oneof(
      fc.constant(opening),
      fc.record({ stakeholderId, contactId: fc.constantFrom('c1', 'c2'), influence: fc.constantFrom(1, 5) }).map(identify),
      fc.record({ stakeholderId, stance: fc.constantFrom('neutral', 'critic') }).map(revise),
      fc.record({ stakeholderId, name: fc.constant('Li Lei') }).map(revise),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    newEachTime: ({ data }) => 'name' in data,
    reached: [
      ...['OpportunityOpened', 'StakeholderIdentified', 'StakeholderRevised'],
      ...['OpportunityUnknown', 'NotOnFile', 'StakeholderAlreadyIdentified', 'StatedOtherwise'],
    ],
  });
});
