import type { DealFacts } from '../../facts/deal-facts.ts';
import { activitiesOf, stakeholdersOf, type StakeholderData, type Standing } from '../../facts/evidence.ts';
import { listed } from '../../facts/gathering.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';

/** Where else in a deal someone appears than in the statement that they matter: it takes more than naming them. */
const appearances = (facts: DealFacts, stakeholderId: string): readonly string[] => [
  ...activitiesOf(facts)
    .filter(({ data }) => data.stakeholderIds?.includes(stakeholderId))
    .flatMap(({ evidence }) => evidence),
  ...listed(facts.qualificationAnswers)
    .filter(({ data }) => data.evidence?.stakeholderIds?.includes(stakeholderId))
    .map(({ eventId }) => eventId),
  ...listed(facts.procurementProcess)
    .filter(({ data }) => data.approverIds?.includes(stakeholderId))
    .map(({ eventId }) => eventId),
];

/** L31, L247, L252: for each role someone is known, of whom there is more than a name. */
const stakeholdersKnown: Criterion<DealFacts> = {
  name: 'stakeholdersKnown',
  version: 1,
  title: { zh: '关键人物已识别', en: 'Who matters at the customer’s is known' },
  policyLines: [31, 247, 252],
  parameters: { roles: 'many' },
  suppliedBy: ['IdentifyStakeholder', 'LogActivity'],
  judge: (facts, { roles }) => {
    const asked = roles as readonly string[];
    const known = stakeholdersOf(facts).filter(({ data }) => data.roles.some((role) => asked.includes(role)));
    if (known.length === 0) return missing(undefined, { roles: asked });
    const seen = known.map((each) => ({ ...each, seenIn: appearances(facts, each.data.stakeholderId) }));
    const evidence = seen.flatMap(({ evidence: stated, seenIn }) => [...stated, ...seenIn]);
    const without = (held: readonly Standing<StakeholderData>[]) =>
      asked.filter((role) => !held.some(({ data }) => (data.roles as readonly string[]).includes(role)));
    const open = without(known);
    if (open.length > 0) return unmet('roleOpen', evidence, { roles: open });
    const nameOnly = without(seen.filter(({ seenIn }) => seenIn.length > 0));
    return nameOnly.length > 0 ? unmet('nameOnly', evidence, { roles: nameOnly }) : met(evidence);
  },
};

const deciding: readonly string[] = ['decisionMaker', 'economicBuyer'];

/** L248, L252: how the customer buys is known step by step, and who in the end decides. */
const decisionChainKnown: Criterion<DealFacts> = {
  name: 'decisionChainKnown',
  version: 1,
  title: { zh: '决策链已明确', en: 'The chain of decision is known' },
  policyLines: [248, 252],
  parameters: {},
  suppliedBy: ['RecordProcurementProcess', 'IdentifyStakeholder'],
  judge: (facts) => {
    const [process] = listed(facts.procurementProcess);
    if (!process) return missing();
    const { steps, approverIds = [] } = process.data;
    const approvers = stakeholdersOf(facts).filter(({ data }) => approverIds.includes(data.stakeholderId));
    const evidence = [process.eventId, ...approvers.flatMap((each) => each.evidence)];
    if (steps.length === 0) return unmet('noSteps', evidence);
    if (approvers.length === 0) return unmet('noApprover', evidence);
    return approvers.some(({ data }) => data.roles.some((role) => deciding.includes(role)))
      ? met(evidence)
      : unmet('nobodyDecides', evidence);
  },
};

export const stakeholderCriteria: readonly Criterion<DealFacts>[] = [stakeholdersKnown, decisionChainKnown];
