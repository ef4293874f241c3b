import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { Id, Instant, OneOf, open, openOptional, Prose, Sha256 } from '../fields.ts';

/** What the company's rules are kept in: versioned, approved data. */
export const definitionKinds = [
  'process',
  'policy',
  'scoringModel',
  'qualificationForm',
  'calendar',
  'kpiParameters',
  'assignmentRules',
  'leadRules',
  'authority',
  'processMigration',
  'approvalMatrix',
] as const;
export type DefinitionKind = (typeof definitionKinds)[number];

/** The category of each kind's streams: `process-SALES-PROC-003`. */
export const definitionCategories = {
  process: 'process',
  policy: 'policy',
  scoringModel: 'scoring',
  qualificationForm: 'form',
  calendar: 'calendar',
  kpiParameters: 'kpis',
  assignmentRules: 'assignment',
  leadRules: 'leadrules',
  authority: 'authority',
  processMigration: 'migration',
  approvalMatrix: 'matrix',
} as const satisfies Readonly<Record<DefinitionKind, string>>;
export type DefinitionCategory = (typeof definitionCategories)[DefinitionKind];

const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 });
/** A JSON object; what it consists of is the kind's matter, and only ever grows by members that may be absent. */
const Contents = Type.Record(Type.String(), Type.Unknown());

const named = { kind: open(OneOf(...definitionKinds)), id: open(Id), version: open(Version) };
const sealed = { ...named, sha256: open(Sha256) };
const aggregate = 'definition';
/** Eight kinds at first. */
const more = { version: 2, upcasters: { 1: (data: Readonly<Record<string, unknown>>) => data } };

/** Stream `standard-process`: which process deals are under that ask for no other. */
export const standards = {
  StandardProcessChosen: event('StandardProcessChosen', {
    aggregate: 'standard',
    description: 'From then on the company’s standard process is another one (L83, L97).',
    fields: { from: open(Id), to: open(Id), effectiveFrom: open(Instant) },
  }),
};

/** Streams of definitions: how each version came to be in force, under the hash of what was approved. */
export const definitions = {
  DefinitionDrafted: event('DefinitionDrafted', {
    aggregate,
    ...more,
    description: 'A new version of a definition was drafted, with its whole contents (L78, L320).',
    fields: { ...sealed, contents: open(Contents) },
  }),
  DefinitionRevised: event('DefinitionRevised', {
    aggregate,
    ...more,
    description: 'A draft was changed; what was decided on it before is void.',
    fields: { ...sealed, from: open(Sha256), contents: open(Contents) },
  }),
  DefinitionSubmitted: event('DefinitionSubmitted', {
    aggregate,
    ...more,
    description: 'A draft was handed in to be approved.',
    fields: sealed,
  }),
  DefinitionApproved: event('DefinitionApproved', {
    aggregate,
    ...more,
    description:
      'Management approved these very contents (L191). What comes with the program is approved by its founding, and says so by `BOOTSTRAP`.',
    fields: { ...sealed, role: open(OneOf('MANAGEMENT', 'BOOTSTRAP')) },
  }),
  DefinitionRejected: event('DefinitionRejected', {
    aggregate,
    ...more,
    description: 'Management did not approve a draft, and said why.',
    fields: { ...sealed, reason: open(Prose) },
  }),
  DefinitionPublished: event('DefinitionPublished', {
    aggregate,
    ...more,
    description: 'A version is in force from a time on (L85, L192, L322), and is to be reviewed within a year (L191, L321).',
    fields: { ...sealed, effectiveFrom: open(Instant), reviewDueAt: open(Instant) },
  }),
  DefinitionSuperseded: event('DefinitionSuperseded', {
    aggregate,
    ...more,
    description: 'A version is followed by a later one, and in force no longer from then on (L192).',
    fields: { ...named, by: open(Version), from: open(Instant) },
  }),
  DefinitionReviewDue: event('DefinitionReviewDue', {
    aggregate,
    ...more,
    description: 'The time for the yearly review of a definition has come (L191, L321).',
    fields: { ...named, dueAt: open(Instant) },
  }),
  DefinitionReviewed: event('DefinitionReviewed', {
    aggregate,
    ...more,
    description: 'A definition was reviewed: it stays, or is to be revised (L78, L191, L321). The next review is due within a year.',
    fields: { ...named, outcome: open(OneOf('keep', 'revise')), note: openOptional(Prose), reviewDueAt: open(Instant) },
  }),
  PolicyInterpreted: event('PolicyInterpreted', {
    aggregate,
    ...more,
    description: 'The department that a policy belongs to said how it is meant (L190, L320).',
    fields: { ...named, interpretationId: open(Id), question: open(Prose), answer: open(Prose) },
  }),
  PolicyAcknowledged: event('PolicyAcknowledged', {
    aggregate,
    ...more,
    description: 'Somebody whom a policy is for has read it (L80).',
    fields: { ...named, userId: open(Id) },
  }),
};
