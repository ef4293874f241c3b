import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, Money, OneOf, open, openOptional, personal, Prose } from '../../fields.ts';
import { CriterionId, FormQuestion, FormQuestions, FormVersion, GateRecord, ProcessVersion, segments, Stage } from '../shared.ts';
import { bantQuestions, disqualificationReasons, qualificationLevels } from './codes.ts';

/** One answer of BANT (L230, L234). */
const BantAnswer = Type.Object({ met: Type.Boolean(), answer: Prose }, { additionalProperties: false });

/** What is absent was not answered. */
export const Bant = Type.Partial(
  Type.Object({ budget: BantAnswer, authority: BantAnswer, need: BantAnswer, timeline: BantAnswer }, { additionalProperties: false }),
);

/** How far a lead is qualified, and how it ends. */
export const leadQualification = {
  LeadBantAnswered: event('LeadBantAnswered', {
    aggregate: 'lead',
    description:
      'One question of the BANT form in force was answered: budget, authority, need, time frame, or what a company asks beside (L113, L230, L234).',
    version: 2,
    // Before forms were data: their questions came with the program.
    upcasters: { 1: (data) => ({ ...data, form: 'BANT@1', asks: bantQuestions }) },
    fields: {
      leadId: open(Id),
      question: open(FormQuestion),
      met: open(Type.Boolean()),
      answer: open(Prose),
      form: open(FormVersion),
      /** All that the form asks: what the lead is judged by until a question is answered by another form. */
      asks: open(FormQuestions),
    },
  }),
  PurchaseIntentAssessed: event('PurchaseIntentAssessed', {
    aggregate: 'lead',
    description: 'Intent to buy, budget range, decision chain and time table of a lead were assessed (L234).',
    fields: {
      leadId: open(Id),
      intent: open(OneOf('high', 'medium', 'low', 'none')),
      budgetFrom: openOptional(Money),
      budgetTo: openOptional(Money),
      decisionChainKnown: open(Type.Boolean()),
      decisionExpectedBy: openOptional(CalendarDate),
      contactId: open(Id),
      /** Who decides, and in which order: names people. */
      decisionChain: personal('contactId', Prose),
    },
  }),
  LeadQualified: event('LeadQualified', {
    aggregate: 'lead',
    description: 'A lead reached a level of qualification, on BANT answers (L105, L107, L113, L208, L234).',
    version: 2,
    // Before forms were data.
    upcasters: { 1: (data) => data },
    fields: {
      leadId: open(Id),
      from: open(Type.Union([OneOf(...qualificationLevels), Type.Null()])),
      as: open(OneOf(...qualificationLevels)),
      bant: open(Bant),
      /** Answers to what the company’s form asks beside those four. */
      more: openOptional(
        Type.Array(Type.Object({ question: FormQuestion, met: Type.Boolean(), answer: Prose }, { additionalProperties: false })),
      ),
      /** The form whose questions decided; absent where none did. */
      form: openOptional(FormVersion),
    },
  }),
  LeadCriterionOverridden: event('LeadCriterionOverridden', {
    aggregate: 'lead',
    description:
      'Someone who may let a lead pass the gate of a stage without a criterion, for a stated reason. It holds at that gate, until the lead goes back.',
    fields: {
      leadId: open(Id),
      stage: open(Stage),
      criterion: open(CriterionId),
      reason: open(Prose),
      /** The role that allowed it. */
      role: open(Id),
    },
  }),
  LeadDisqualified: event('LeadDisqualified', {
    aggregate: 'lead',
    description: 'A lead is not pursued, for a stated reason (L236).',
    fields: {
      leadId: open(Id),
      reason: open(OneOf(...disqualificationReasons)),
      contactId: open(Id),
      note: personal('contactId', Prose),
    },
  }),
  LeadArchived: event('LeadArchived', {
    aggregate: 'lead',
    description: 'A lead that is not pursued was put on file (L236).',
    fields: { leadId: open(Id), from: open(OneOf('disqualified', 'invalid')) },
  }),
  LeadReopened: event('LeadReopened', {
    aggregate: 'lead',
    description: 'A lead that was not pursued is pursued again, from the beginning (L104, L236).',
    fields: { leadId: open(Id), from: open(OneOf('disqualified', 'invalid', 'archived')), reason: open(Prose) },
  }),
  LeadConverted: event('LeadConverted', {
    aggregate: 'lead',
    description: 'A qualified lead became an opportunity of the same case, through the gates of the stages before (L118).',
    version: 2,
    // Before gates asked for anything of a lead, and segments chose a variant of the process.
    upcasters: { 1: (data) => data },
    fields: {
      leadId: open(Id),
      opportunityId: open(Id),
      name: open(Line),
      company: open(Line),
      contactId: open(Id),
      ownerId: open(Id),
      expectedAmount: open(Money),
      expectedSigningDate: open(CalendarDate),
      segment: openOptional(OneOf(...segments)),
      /** The process that the lead was under. */
      process: openOptional(ProcessVersion),
      gate: openOptional(GateRecord),
    },
  }),
};
