import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { Id, Instant, Line, OneOf, open, openOptional, Prose, Sha256 } from '../fields.ts';
import { ApprovalAsk, ApprovalSubject, approvalTypes, withReviews } from './approval.shared.ts';
import { roles } from './organisation.events.ts';
import { DefinitionName } from './shared.ts';

const closed = { additionalProperties: false };
const aggregate = 'approval';
const Step = Type.Integer({ minimum: 1, maximum: 100 });
const Roles = Type.Array(OneOf(...roles));

/** What someone who is asked may answer (L149, L154): sent back, it is to be changed or explained and asked for again. */
export const approvalDecisions = ['approved', 'rejected', 'sentBack'] as const;
/** Of each role of a step, whether one of them decides or one of every one. */
export const stepRules = ['any', 'all'] as const;
/** Why an approval counts no longer; a deal grows by another quote: more is given away in all, or at a larger amount. */
export const overturnReasons = ['contentChanged', 'withdrawn', 'dealGrew', 'dealEnded'] as const;

/** One step of a route, as the matrix had it when the approval was asked for. */
export const ApprovalStep = Type.Object(
  {
    step: Step,
    name: Type.Object({ zh: Line, en: Line }, closed),
    roles: Roles,
    decides: OneOf(...stepRules),
    within: Type.Object({ workdays: Type.Integer({ minimum: 1, maximum: 1_000 }) }, closed),
    escalatesTo: Roles,
  },
  closed,
);

/** Who took part in granting it: nobody of them may be, or become, the one for whom it was granted. */
const Signature = Type.Object(
  { step: Step, role: Type.Optional(OneOf(...roles)), userId: Id, onBehalfOf: Type.Optional(Id), startedAt: Instant, decidedAt: Instant },
  closed,
);

const named = { approvalId: open(Id) };
/** All that the stream which asked for it has to know of its end. */
const ended = {
  ...named,
  opportunityId: open(Id),
  type: open(OneOf(...approvalTypes)),
  subject: open(ApprovalSubject),
  matrix: open(DefinitionName),
};

/** Streams `approval-{approvalId}`, in the case of the deal. */
export const approvals = {
  ApprovalRequested: event('ApprovalRequested', {
    aggregate,
    ...withReviews,
    description: 'An approval was asked for, and goes the way that the matrix in force gives it (L149, L154, L156, L188, L278).',
    fields: {
      ...named,
      ask: open(ApprovalAsk),
      /** Who may not decide: all who ever owned the deal, who asked, who wrote what is to be approved. */
      barred: open(Type.Array(Id)),
      matrix: open(DefinitionName),
      /** The tier of the matrix that its measures belong to. */
      tier: open(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' })),
      route: open(Type.Array(ApprovalStep)),
      /** Whether the same person may decide more than one step. */
      samePersonMay: open(Type.Boolean()),
    },
  }),
  ApprovalStepStarted: event('ApprovalStepStarted', {
    aggregate,
    description: 'It is the turn of a step: from now on, and by a certain time (L188).',
    fields: { ...named, step: open(Step), roles: open(Roles), startedAt: open(Instant), dueAt: open(Instant) },
  }),
  ApprovalStepDecided: event('ApprovalStepDecided', {
    aggregate,
    description: 'Someone decided at a step, on this very content (L149, L154, L188).',
    fields: {
      ...named,
      step: open(Step),
      /** As what they decided; absent for a signer who was added by name. */
      role: openOptional(OneOf(...roles)),
      userId: open(Id),
      /** Whose authority was delegated to them. */
      onBehalfOf: openOptional(Id),
      decision: open(OneOf(...approvalDecisions)),
      comment: openOptional(Prose),
      contentSha256: open(Sha256),
      startedAt: open(Instant),
      decidedAt: open(Instant),
    },
  }),
  ApprovalSignerAdded: event('ApprovalSignerAdded', {
    aggregate,
    description: 'One more person has to approve at the step whose turn it is (L154).',
    fields: { ...named, step: open(Step), signerId: open(Id), addedBy: open(Id), reason: open(Prose) },
  }),
  ApprovalEscalated: event('ApprovalEscalated', {
    aggregate,
    description: 'A step was not decided in time: those above may decide it too, for whoever did not (L188).',
    fields: { ...named, step: open(Step), to: open(Roles), overdueSince: open(Instant), dueAt: open(Instant) },
  }),
  ApprovalGranted: event('ApprovalGranted', {
    aggregate,
    ...withReviews,
    description: 'All steps approved this very content (L149, L154, L278).',
    fields: { ...ended, signatures: open(Type.Array(Signature)) },
  }),
  ApprovalRejected: event('ApprovalRejected', {
    aggregate,
    ...withReviews,
    description: 'A step rejected it.',
    fields: { ...ended, step: open(Step) },
  }),
  ApprovalSentBack: event('ApprovalSentBack', {
    aggregate,
    ...withReviews,
    description: 'A step sent it back: it is to be changed or explained better, and asked for again.',
    fields: { ...ended, step: open(Step) },
  }),
  ApprovalRecalled: event('ApprovalRecalled', {
    aggregate,
    ...withReviews,
    description: 'Who asked for it, or whose deal it is, takes it back.',
    fields: { ...ended, reason: openOptional(Prose) },
  }),
  ApprovalVoided: event('ApprovalVoided', {
    aggregate,
    ...withReviews,
    description: 'What was to be approved, or was, is not any more what it was asked for.',
    fields: {
      ...ended,
      because: open(OneOf(...overturnReasons)),
      /** How far it had come. */
      from: open(OneOf('waiting', 'granted')),
      approvedSha256: open(Sha256),
      currentSha256: open(Sha256),
    },
  }),
};
