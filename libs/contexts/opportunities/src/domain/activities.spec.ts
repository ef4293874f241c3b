import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const heldAt = '2026-05-29T07:00:00.000Z';
const meeting = { activityId: 'a1', type: 'meeting', purpose: 'First meeting', heldAt } as const;
const logged = fact('ActivityLogged', meeting);
const identified = fact('StakeholderIdentified', { stakeholderId: 'st1', contactId: 'c1', roles: ['user'], influence: 3 });
const minutes = fact('DocumentReceived', {
  ...{ documentId: 'd1', kind: 'meetingMinutes', sha256: 'a'.repeat(64), size: 1, mediaType: 'text/plain' },
});
const log = (more: object = {}) => ({ type: 'LogActivity', data: { opportunityId, ...meeting, ...more } }) as AskedOfDeal;
const correct = (more: object = {}) =>
  ({ type: 'CorrectActivity', data: { opportunityId, activityId: 'a1', reason: 'mistyped', ...more } }) as AskedOfDeal;
const share = (more: object = {}) =>
  ({
    type: 'ShareReferenceCase',
    data: { opportunityId, sharingId: 's1', referenceCaseId: 'r1', title: 'Betatech', ...more },
  }) as AskedOfDeal;
const tell = (more: object = {}) =>
  ({ type: 'ShareDealInsight', data: { opportunityId, insightId: 'i1', topic: 'Markets', ...more } }) as AskedOfDeal;

describe('logging an activity (L29, L35)', () => {
  it('states it as it was', () => given(opened).when(log()).then(logged));
  it('does nothing when it is logged just so', () => given(opened, logged).when(log()).thenNothing());
  it('refuses another one under the same id', () =>
    given(opened, logged)
      .when(log({ type: 'call' }))
      .thenRefused('StatedOtherwise'));
  it('refuses what is still to be held', () =>
    given(opened)
      .when(log({ heldAt: '2026-06-01T08:00:00.001Z' }))
      .thenRefused('NotYetHeld'));
  it('refuses people whom nobody identified, and minutes that are not there', () => {
    given(opened)
      .when(log({ stakeholderIds: ['st1'] }))
      .thenRefused('NotOnFile', { what: 'stakeholders', ids: ['st1'] });
    given(opened)
      .when(log({ minutesDocumentId: 'd1' }))
      .thenRefused('NotOnFile', { what: 'documents', ids: ['d1'] });
  });
  it('names both where they are known', () =>
    given(opened, identified, minutes)
      .when(log({ stakeholderIds: ['st1'], minutesDocumentId: 'd1' }))
      .thenTypes('ActivityLogged'));
});

describe('the first formal meeting (L112)', () => {
  it.each(['meeting', 'visit'])('may be a %s', (type) =>
    given(opened)
      .when(log({ type, firstFormal: true }))
      .thenTypes('ActivityLogged'),
  );
  it.each(['call', 'email', 'demo'])('is no %s', (type) =>
    given(opened)
      .when(log({ type, firstFormal: true }))
      .thenRefused('NotAFormalMeeting', { type }),
  );
  it('is held once', () =>
    given(opened, fact('ActivityLogged', { ...meeting, firstFormal: true }))
      .when(log({ activityId: 'a2', firstFormal: true }))
      .thenRefused('FirstMeetingAlreadyHeld', { activityId: 'a1', heldAt }));
});

describe('correcting an activity (L35)', () => {
  const corrected = fact('ActivityCorrected', { ...meeting, rating: 4, reason: 'mistyped' });
  it('states it anew as a whole, with what changed', () =>
    given(opened, logged)
      .when(correct({ rating: 4 }))
      .then(corrected));
  it('builds on what was corrected before', () =>
    given(opened, logged, corrected)
      .when(correct({ purpose: 'Second meeting' }))
      .then(fact('ActivityCorrected', { ...meeting, rating: 4, purpose: 'Second meeting', reason: 'mistyped' })));
  it('does nothing when it is so already', () =>
    given(opened, logged, corrected)
      .when(correct({ rating: 4 }))
      .thenNothing());
  it('lets a repeated log of it change nothing', () => given(opened, logged, corrected).when(log()).thenNothing());
  it('refuses what nobody logged', () =>
    given(opened)
      .when(correct())
      .thenRefused('NotOnFile', { what: 'activities', ids: ['a1'] }));
  it('refuses what would not be taken as a log either', () => {
    given(opened, logged)
      .when(correct({ heldAt: '2027-01-01T00:00:00.000Z' }))
      .thenRefused('NotYetHeld');
    given(opened, logged)
      .when(correct({ type: 'call', firstFormal: true }))
      .thenRefused('NotAFormalMeeting');
  });
});

describe('sharing insights and references (L8, L22, L33)', () => {
  it('may name the activity in which it was done', () =>
    given(opened, logged)
      .when(share({ activityId: 'a1' }))
      .then(fact('ReferenceCaseShared', { sharingId: 's1', referenceCaseId: 'r1', title: 'Betatech', activityId: 'a1' })));
  it.each([share({ activityId: 'a1' }), share({ documentId: 'd1' }), tell({ activityId: 'a1' }), tell({ stakeholderIds: ['st1'] })])(
    'refuses what is not on file: $data',
    (command) => given(opened).when(command).thenRefused('NotOnFile'),
  );
  it('states an insight', () =>
    given(opened)
      .when(tell())
      .then(fact('DealInsightShared', { insightId: 'i1', topic: 'Markets' })));
});

describe('any activities of a deal', () => {
  const activityId = fc.constantFrom('a1', 'a2');
  const moves = fc
    .oneof(
      fc.constant(opening),
      fc.record({ activityId, type: fc.constantFrom('call', 'visit'), firstFormal: fc.constantFrom(true, undefined) }).map(log),
      fc.record({ activityId, rating: fc.constantFrom(1, 5) }).map(correct),
      fc.record({ activityId, heldAt: fc.constantFrom(heldAt, '2027-01-01T00:00:00.000Z') }).map(correct),
      fc.record({ sharingId: fc.constantFrom('s1', 's2'), activityId }).map(share),
      fc.record({ insightId: fc.constantFrom('i1', 'i2'), topic: fc.constantFrom('x', 'y') }).map(tell),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'ActivityLogged', 'ActivityCorrected', 'DealInsightShared', 'ReferenceCaseShared', 'OpportunityUnknown'],
      ...['NotOnFile', 'NotYetHeld', 'NotAFormalMeeting', 'FirstMeetingAlreadyHeld', 'StatedOtherwise'],
    ],
  });
});
