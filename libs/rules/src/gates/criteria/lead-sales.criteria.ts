import { evidenceOf, listed, type Fact } from '../../facts/gathering.ts';
import type { LeadFacts } from '../../facts/lead-facts.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';

/** L24, L105, L232: someone is answerable. */
const leadAssigned: Criterion<LeadFacts> = {
  name: 'leadAssigned',
  version: 1,
  title: { zh: '线索已分配负责人', en: 'Someone is answerable for the lead' },
  policyLines: [24, 105, 232],
  parameters: {},
  suppliedBy: ['AssignLead', 'AssignLeadByRules'],
  judge: ({ assignment }) => (assignment ? met([assignment.eventId]) : missing()),
};

/** L232: the assignee was in touch; `effective` asks that someone was reached. */
const firstContactMade: Criterion<LeadFacts> = {
  name: 'firstContactMade',
  version: 1,
  title: { zh: '已完成首次联系', en: 'The assignee has been in touch' },
  policyLines: [232],
  parameters: { effective: 'flag?' },
  suppliedBy: ['LogLeadContact'],
  judge: ({ assignment, firstContact, contacts }, { effective = false }) => {
    if (!assignment || !firstContact) return missing();
    const since = contacts.filter(({ revision }) => revision >= firstContact.revision);
    const counting = since.filter(({ data }) => effective === false || data.effective);
    return counting.length > 0 ? met(evidenceOf([assignment, ...counting])) : unmet('nobodyReached', evidenceOf([assignment, ...since]));
  },
};

/** The answers that count, and the questions that are open: of the form by which the lead was last answered. */
const bantOf = ({ bantAnswers }: LeadFacts) => {
  const answers = listed(bantAnswers);
  const asks = answers.at(-1)?.data.asks ?? [];
  return {
    answers: answers.filter(({ data }) => asks.includes(data.question)),
    open: asks.filter((question) => !bantAnswers[question]),
  };
};

/** L113, L230, L234: budget, authority, need and time frame, and what a company's form asks beside, each in a statement of its own; answers given in one breath with a qualification do not count. */
const bantAnswered: Criterion<LeadFacts> = {
  name: 'bantAnswered',
  version: 1,
  title: { zh: 'BANT 四项已逐项回答', en: 'Each of the four questions of BANT was answered' },
  policyLines: [113, 230, 234],
  parameters: {},
  suppliedBy: ['AnswerLeadBant'],
  judge: (facts) => {
    const { answers, open } = bantOf(facts);
    if (answers.length === 0) return missing();
    const evidence = evidenceOf(answers);
    return open.length === 0 ? met(evidence) : unmet('unanswered', evidence, { unanswered: open });
  },
};

/** L208: need, budget, authority and time frame are confirmed. */
const bantMet: Criterion<LeadFacts> = {
  name: 'bantMet',
  version: 1,
  title: { zh: 'BANT 四项均已满足', en: 'All four questions of BANT are met' },
  policyLines: [208, 230],
  parameters: {},
  suppliedBy: ['AnswerLeadBant'],
  judge: (facts) => {
    const { answers, open } = bantOf(facts);
    if (answers.length === 0) return missing();
    const evidence = evidenceOf(answers);
    if (open.length > 0) return unmet('unanswered', evidence, { unanswered: open });
    const not = answers.filter(({ data }) => !data.met).map(({ data }) => data.question);
    return not.length === 0 ? met(evidence) : unmet('notMet', evidence, { notMet: not });
  },
};

const reached = ({ contacts }: LeadFacts): Fact | undefined => contacts.findLast(({ data }) => data.effective);

/** L234: intent, budget range, decision chain and time table were assessed, of a customer who was really reached. */
const purchaseIntentAssessed: Criterion<LeadFacts> = {
  name: 'purchaseIntentAssessed',
  version: 1,
  title: { zh: '已评估购买意向、预算范围、决策链和项目时间表', en: 'Intent, budget range, decision chain and time table were assessed' },
  policyLines: [234],
  parameters: {},
  suppliedBy: ['LogLeadContact', 'AssessPurchaseIntent'],
  judge: (facts) => {
    const last = listed(facts.intents).at(-1);
    if (!last) return missing();
    const { intent, budgetFrom, budgetTo, decisionChainKnown, decisionExpectedBy } = last.data;
    if (intent === 'none') return unmet('noIntent', [last.eventId]);
    const lacks = [
      ...((budgetFrom ?? budgetTo) ? [] : ['budget']),
      ...(decisionChainKnown ? [] : ['decisionChain']),
      ...(decisionExpectedBy === undefined ? ['timetable'] : []),
    ];
    if (lacks.length > 0) return unmet('incomplete', [last.eventId], { lacks });
    const contact = reached(facts);
    return contact ? met([contact.eventId, last.eventId]) : unmet('nobodyReached', [last.eventId]);
  },
};

/** Whether one person is on both sides, themself or through a delegate. */
const isSamePerson = (
  { data: { by }, through: accepting }: NonNullable<LeadFacts['acceptance']>,
  { data: { from }, through: handing }: NonNullable<LeadFacts['handover']>,
): boolean => by === from || accepting === from || handing === by || (accepting !== undefined && accepting === handing);

/** L107: sales took over need, contacts and score; whoever handed over does not accept it themself. */
const salesAccepted: Criterion<LeadFacts> = {
  name: 'salesAccepted',
  version: 1,
  title: { zh: '销售已接收线索(SQL)', en: 'Sales accepted the lead' },
  policyLines: [107],
  parameters: {},
  suppliedBy: ['HandOverLead', 'AcceptLead'],
  judge: ({ handover, acceptance }) => {
    if (!handover) return missing();
    if (!acceptance) return unmet('notAccepted', [handover.eventId], { to: handover.data.to });
    const evidence = evidenceOf([handover, acceptance]);
    return isSamePerson(acceptance, handover) ? unmet('acceptedByWhoHandedOver', evidence) : met(evidence);
  },
};

export const leadSalesCriteria: readonly Criterion<LeadFacts>[] = [
  leadAssigned,
  firstContactMade,
  bantAnswered,
  bantMet,
  purchaseIntentAssessed,
  salesAccepted,
];
