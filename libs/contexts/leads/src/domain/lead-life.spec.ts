import fc from 'fast-check';
import type { LeadEvent } from '#event-contracts';
import { defineProcess, salesProc003v1, standardAssignmentRules } from '#rules';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { aLead, assigningBy, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { contactKey } from '../../../../../test/support/lead-events.ts';
import type { Lead, OpenLead } from './lead.state.ts';

const leadId = 'l1';
const assignmentRules = assigningBy({
  ...standardAssignmentRules,
  version: 2,
  rules: [{ code: 'north', name: { zh: '北区', en: 'North' }, when: { territory: ['north'] }, to: { teamId: 'north', by: 'load' } }],
});
const definition = defineProcess({
  ...salesProc003v1,
  version: 9,
  stages: salesProc003v1.stages.map((each) =>
    each.code === 'S1' ? { ...each, exit: { criterion: 'bantAnswered/1', override: ['SALES_MANAGER'] } } : each,
  ),
});

const people = fc.constantFrom('rep1', 'rep2', 'mia');
const survivor = fc.record({
  status: fc.constantFrom('open', 'merged'),
  capturedAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'),
  companyKey: fc.constant('acme'),
  contactKeys: fc.constant([]),
});
const known = fc
  .record({
    ...{
      userId: people,
      named: fc.constantFrom('active', 'active', 'active', 'inactive'),
      survivor: fc.option(survivor, { nil: undefined }),
    },
    candidates: fc.constantFrom([{ userId: 'rep1', load: 1 }], [{ userId: 'rep2', load: 0 }], []),
    ...{
      contactKeys: fc.constantFrom([], [contactKey]),
      assignmentRules: fc.constant(assignmentRules),
      definition: fc.constant(definition),
    },
    processInForce: fc.boolean(),
  })
  .map(({ survivor: other, ...rest }) => ({ ...rest, ...(other && { survivor: other }) }));

const commands = fc.oneof(
  fc.record({
    type: fc.constant('CaptureLead'),
    data: fc.record({
      source: fc.constantFrom('web', 'partner'),
      company: fc.constantFrom('Acme', 'Other'),
      contactId: fc.constant('p1'),
      method: fc.option(fc.constant('callIn'), { nil: undefined, freq: 8 }),
    }),
  }),
  fc.record({
    type: fc.constant('EnrichLead'),
    data: fc.record({ need: fc.constantFrom('a', 'b'), contactId: fc.constantFrom('p1', 'p2') }),
  }),
  fc.record({
    type: fc.constant('ClassifyLead'),
    data: fc.record({ awareness: fc.constant('unaware'), territory: fc.constantFrom('north', 'south') }),
  }),
  fc.record({
    type: fc.constant('ScreenLead'),
    data: fc.record({ sourceValid: fc.boolean(), industryMatch: fc.boolean(), sizeMatch: fc.boolean() }),
  }),
  fc.record({
    type: fc.constant('EnterNurture'),
    data: fc.record({ reason: fc.constant('notReady'), wakeAt: fc.constantFrom('2026-09-01T08:00:00.000Z', '2026-01-01T08:00:00.000Z') }),
  }),
  fc.constant({ type: 'TouchNurturedLead', data: { touchId: 't1', channel: 'email' } }),
  fc.constant({ type: 'ExitNurture', data: { because: 'exhausted' } }),
  fc.constant({ type: 'WakeNurturedLead', data: { wakeAt: '2026-09-01T08:00:00.000Z' } }),
  fc.record({
    type: fc.constant('RecordLeadBehaviour'),
    data: fc.record({
      externalId: fc.constantFrom('x1', 'x2', 'x3'),
      kind: fc.constantFrom('download', 'webinarAttended', 'eventAttended'),
    }),
  }),
  fc.constant({ type: 'ShareInsight', data: { insightId: 'i1', topic: 't', channel: 'email' } }),
  fc.constant({ type: 'RecordLeadPainPoint', data: { painPointId: 'q1', description: 'd', scope: 'general' } }),
  fc.constant({ type: 'ScoreLead', data: {} }),
  fc.record({ type: fc.constant('AssignLead'), data: fc.record({ to: fc.constantFrom('rep1', 'rep2') }) }),
  fc.constant({ type: 'AssignLeadByRules', data: {} }),
  fc.record({ type: fc.constant('ReassignLead'), data: fc.record({ to: fc.option(fc.constantFrom('rep1', 'rep2'), { nil: undefined }) }) }),
  fc.constant({ type: 'LogLeadContact', data: { channel: 'call', direction: 'outbound', effective: true } }),
  fc.record({ type: fc.constant('QualifyLead'), data: fc.record({ as: fc.constantFrom('MQL', 'SQL', 'prospect') }) }),
  fc.record({
    type: fc.constant('AnswerLeadBant'),
    data: fc.record({
      question: fc.constantFrom('budget', 'authority', 'need', 'timeline', 'sponsor'),
      met: fc.boolean(),
      answer: fc.constant('a'),
    }),
  }),
  fc.constant({ type: 'AssessPurchaseIntent', data: { intent: 'high', decisionChainKnown: true } }),
  fc.record({ type: fc.constant('HandOverLead'), data: fc.record({ to: fc.constantFrom('rep1', 'rep2'), brief: fc.constant('b') }) }),
  fc.constant({ type: 'AcceptLead', data: {} }),
  fc.constant({ type: 'AbsorbLead', data: { merged: 'l9' } }),
);
/** Throws a lead back. */
const setbacks = fc.oneof(
  fc.constant({ type: 'InvalidateLead', data: { reason: 'fabricated' } }),
  fc.constant({ type: 'ReclaimLead', data: {} }),
  fc.constant({ type: 'RejectLead', data: { reason: 'incomplete' } }),
  fc.constant({ type: 'ReturnLead', data: { reason: 'notReady' } }),
  fc.record({ type: fc.constantFrom('ArchiveLead', 'ReopenLead', 'DisqualifyLead'), data: fc.constant({ reason: 'noNeed' }) }),
);
/** Ends a lead for good, so it comes up seldom. */
const endings = fc.oneof(
  fc.record({ type: fc.constant('MergeLead'), data: fc.record({ into: fc.constantFrom('l0', leadId) }) }),
  fc.constant({
    type: 'ConvertLead',
    data: { opportunityId: 'o1', name: 'n', expectedAmount: { minor: 1, currency: 'EUR' }, expectedSigningDate: '2026-09-30' },
  }),
);

type Asked = { readonly type: string; readonly data: object };

const asked = ({ type, data }: Asked, looked: NonNullable<AskedOfLead['known']>): AskedOfLead =>
  ({ type, data: { leadId, ...data }, known: looked }) as unknown as AskedOfLead;

const missedOf = (state: Lead): AskedOfLead['data'] => ({
  leadId,
  ...(state.status === 'unknown' ? { assigneeId: 'rep1', dueAt: '2026-06-02T08:00:00.000Z' } : state.contactsOwed[0]),
});

const sure = (state: Lead, userId: string): NonNullable<AskedOfLead['known']> => ({
  ...{ userId, named: 'active', assignmentRules, definition, contactKeys: [contactKey], candidates: [] },
  survivor: { status: 'open', capturedAt: '2026-01-01T00:00:00.000Z', companyKey: 'acme', contactKeys: [] },
  processInForce: state.status === 'unknown',
});

type Step = readonly [type: string, data: object, userId: string];

const nextOf = ({ facts }: OpenLead): Step => {
  const { level, handover, acceptance, nurture, screenings } = facts;
  if (nurture) return ['TouchNurturedLead', { touchId: 't1', channel: 'email' }, 'mia'];
  if (!screenings[leadId]) return ['ScreenLead', { sourceValid: true, industryMatch: true, sizeMatch: true }, 'mia'];
  if (level === null) return ['QualifyLead', { as: 'MQL' }, 'mia'];
  if (!handover) return ['HandOverLead', { to: 'rep1', brief: 'b' }, 'mia'];
  return acceptance ? ['LogLeadContact', { channel: 'call', direction: 'outbound', effective: true }, 'rep1'] : ['AcceptLead', {}, 'rep1'];
};

/** What would be done next with a lead that goes well, by who would do it. */
const next = (state: Lead): Step => {
  if (state.status === 'open') return nextOf(state);
  if (state.status === 'disqualified' || state.status === 'invalid') return ['ArchiveLead', {}, 'mia'];
  if (state.status === 'archived') return ['ReopenLead', { reason: 'r' }, 'mia'];
  return ['CaptureLead', { source: 'web', company: 'Acme', need: 'n', contactId: 'p1' }, 'mia'];
};

const goingWell: Move<Lead, AskedOfLead> = (state) => {
  const [type, data, userId] = next(state);
  return asked({ type, data }, sure(state, userId));
};

const unanswered: Move<Lead, AskedOfLead> = (state) => ({
  type: 'BreachAcceptance',
  data: {
    ...{ leadId, from: 'mia', to: 'rep1', handedOverAt: '2026-06-01T08:00:00.000Z', dueAt: '2026-06-03T08:00:00.000Z' },
    ...(state.status === 'unknown' ? {} : state.answersOwed[0]),
  },
});

const missing: Move<Lead, AskedOfLead> = (state) => ({ type: 'BreachFirstContact', data: missedOf(state) }) as AskedOfLead;

/** All four questions, answered and mostly met, each in its turn. */
const answering = fc.tuple(fc.constantFrom('budget', 'authority', 'need', 'timeline'), fc.constantFrom(true, true, true, false)).map(
  ([question, met]): Move<Lead, AskedOfLead> =>
    (state) =>
      asked({ type: 'AnswerLeadBant', data: { question, met, answer: 'b' } }, sure(state, 'rep1')),
);

/** Someone lets it pass a gate: who may, who may not, whose lead it is, and what the gate does not ask for. */
const letting = fc
  .tuple(fc.constantFrom('boss', 'boss', 'rep1', 'rep2'), fc.constantFrom('bantAnswered/1', 'bantAnswered/1', 'leadComplete/1'))
  .map(
    ([userId, criterion]): Move<Lead, AskedOfLead> =>
      (state) =>
        asked(
          { type: 'OverrideLeadCriterion', data: { criterion, reason: 'r' } },
          { ...sure(state, userId), roles: userId === 'rep2' ? ['SALES_REP'] : ['SALES_MANAGER'] },
        ),
  );

const given = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Move<Lead, AskedOfLead>> =>
  fc.tuple(arbitrary, known).map(
    ([command, looked]) =>
      () =>
        asked(command as Asked, looked),
  );

const moves: fc.Arbitrary<Move<Lead, AskedOfLead>> = fc.oneof(
  { weight: 30, arbitrary: given(commands) },
  { weight: 5, arbitrary: given(setbacks) },
  { weight: 2, arbitrary: given(endings) },
  { weight: 30, arbitrary: fc.constant(goingWell) },
  { weight: 16, arbitrary: answering },
  { weight: 3, arbitrary: fc.constant(missing) },
  { weight: 2, arbitrary: letting },
  { weight: 3, arbitrary: fc.constant(unanswered) },
);

const events: readonly LeadEvent['type'][] = [
  ...(['LeadCaptured', 'LeadEnriched', 'LeadClassified', 'LeadScreened', 'LeadInvalidated', 'LeadMergedInto', 'LeadsMerged'] as const),
  ...(['LeadNurtureEntered', 'LeadNurtureTouched', 'LeadNurtureExited', 'LeadBehaviourRecorded', 'LeadScored', 'InsightShared'] as const),
  ...(['LeadPainPointRecorded', 'LeadAssigned', 'LeadReassigned', 'LeadReclaimed', 'LeadContacted', 'FirstContactSlaBreached'] as const),
  ...(['LeadHandedOver', 'LeadSalesAccepted', 'LeadSalesRejected', 'LeadReturnedToMarketing', 'LeadBantAnswered'] as const),
  'LeadAcceptanceOverdue',
  ...(['PurchaseIntentAssessed', 'LeadQualified', 'LeadDisqualified', 'LeadArchived', 'LeadReopened', 'LeadConverted'] as const),
  'LeadCriterionOverridden',
];

describe('any life of a lead', () => {
  deciderProperties(aLead, moves, {
    newEachTime: ({ type }) => type === 'LogLeadContact',
    length: 60,
    reached: [
      ...events,
      ...['LeadUnknown', 'LeadAlreadyCaptured', 'ProcessNotInForce', 'SourceContradicted', 'LeadInvalid', 'LeadNotClosed'],
      ...['LeadMerged', 'LeadAlreadyConverted', 'LeadNotScreened', 'ScreeningPassed', 'LeadInNurture', 'LeadNotInNurture'],
      ...['WakeNotAhead', 'LeadUnassigned', 'AssigneeNotActive', 'NoRuleFits', 'NobodyToAssignTo', 'FirstContactNotMissed', 'LeadNotMql'],
      ...['NothingHandedOver', 'NotHandedToYou', 'HandOverNotAccepted', 'HandOverAccepted', 'ContactUnknown', 'QualificationNotAscending'],
      ...['BantUnanswered', 'BantUnmet', 'LeadNotQualified', 'GateNotPassed', 'MergeIntoItself', 'SurvivorUnknown', 'SurvivorNotOpen'],
      ...['SurvivorLater', 'StatedOtherwise'],
      ...['CriterionNotAsked', 'CriterionNotOpen', 'OverrideNotAllowed', 'OwnLead', 'QuestionUnknown'],
    ],
  });
});
