import { frameworks, type Framework } from '#rules';
import { competitors, contactNames } from '../cast.ts';
import { asSaidAtFirstMeeting, attach, firstMeetingId, onDeal, type Evidence } from './scene.ts';

/** Everyone at the customer's who matters to a gate; a simple deal has to do with the first alone. */
const buyingCentre = [
  { stakeholderId: 'decider', roles: ['decisionMaker', 'business'], influence: 5 },
  { stakeholderId: 'expert', roles: ['influencer', 'technical'], influence: 3 },
  { stakeholderId: 'user', roles: ['user'], influence: 2 },
];

/** L31, L112, L247: those who matter are known, and were met; there are minutes. */
export const firstMeeting =
  (people: 1 | 3): Evidence =>
  (scene) => {
    const { rep, dice, opportunityId, line } = scene;
    const met = buyingCentre.slice(0, people);
    for (const person of met) {
      const name = `${dice.pick(contactNames.given)} ${dice.pick(contactNames.family)}`;
      onDeal(scene, rep, 'stakeholders', { ...person, contactId: `${person.stakeholderId}-${opportunityId}`, name });
    }
    attach(scene, rep, 'minutes');
    onDeal(scene, rep, 'activities', {
      ...{ activityId: firstMeetingId, type: dice.pick(['meeting', 'visit']), purpose: 'First meeting', firstFormal: true },
      ...{ heldAt: line.time.toISOString(), userIds: [rep], minutesDocumentId: 'minutes' },
      stakeholderIds: met.map(({ stakeholderId }) => stakeholderId),
    });
  };

/** L30, L113: each question of a method is answered, as it was said at the first meeting. */
export const qualification =
  (framework: Framework): Evidence =>
  (scene) => {
    for (const element of frameworks[framework])
      onDeal(scene, scene.rep, 'qualification-answers', {
        ...{ framework, element, met: true, answer: 'Clear, as said at the first meeting' },
        evidence: asSaidAtFirstMeeting,
      });
  };

/** L114. */
export const painsAndObjectives: Evidence = (scene) => {
  onDeal(scene, scene.rep, 'pain-points', { painPointId: 'pain', description: `What hurts: ${scene.need}`, scope: 'specific' });
  onDeal(scene, scene.rep, 'objectives', { objectiveId: 'goal', description: scene.need });
};

/** L115, L246. */
export const currentSolution: Evidence = (scene) => {
  const { rep, dice } = scene;
  const description = dice.pick(['Spreadsheets', 'A system of the nineties', '手工台账', 'Three systems that do not talk']);
  onDeal(scene, rep, 'current-solutions', { solutionId: 'today', description, deficiencies: ['Nobody sees the whole'] });
};

/** L44, L115: a competitor, how it stands, and how it is met. */
export const competition: Evidence = (scene) => {
  const { rep, dice } = scene;
  onDeal(scene, rep, 'competitors', { competitorId: 'rival', kind: 'vendor', name: dice.pick(competitors) });
  onDeal(scene, rep, 'competitor-positions', { competitorId: 'rival', position: dice.pick(['ahead', 'level', 'behind']) });
};
export const counterStrategy: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'counter-strategies', { competitorId: 'rival', strategy: 'Service nearby, and a shorter start' });

/** L116. */
export const fit: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'fit', {
    ...{ phase: 'preliminary', score: scene.dice.between(60, 95), reasons: 'Mostly what the product does as it is' },
    ...{ painPointIds: ['pain'], objectiveIds: ['goal'] },
  });

/** L117. */
export const commitment: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'customer-commitments', { commitmentId: 'go-on', type: 'continue', evidence: asSaidAtFirstMeeting });

/** L248, L252. */
export const decisionChain: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'procurement-process', {
    ...{ steps: ['The department asks', 'Purchasing compares', 'The board decides'], budgetSource: 'Operations' },
    ...{ approvalAuthority: 'The board, from a million on', approverIds: ['decider'] },
  });

/** L33. */
export const referenceCase: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'reference-cases', {
    sharingId: 'betatech',
    referenceCaseId: 'betatech',
    title: 'Betatech',
    activityId: firstMeetingId,
  });
