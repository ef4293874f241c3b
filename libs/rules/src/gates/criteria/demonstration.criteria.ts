import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { isOthers } from '../../facts/others.ts';
import { isOfVersion, latestSolution } from '../../facts/solution-versions.ts';
import { met, missing, notApplicable, unmet, type Criterion } from '../criterion.ts';

type Demo = DealFacts['demos'][string];

/** Demonstrations of what is offered now; of anything while there is no solution yet (L32). */
const currentDemos = (facts: DealFacts, demos: readonly Demo[]): readonly Demo[] => {
  const latest = latestSolution(facts);
  return latest ? demos.filter(({ data }) => isOfVersion(latest, data.solution)) : demos;
};

const rolesOf = (demos: readonly Demo[]): ReadonlySet<string> =>
  new Set(demos.flatMap(({ data: { audience } }) => audience.flatMap(({ roles }) => roles)));

/**
 * L32, L129, L260: what is offered now was shown, for pains of the customer, to people of the roles that are asked for, and how that went is on record.
 * Once a solution is revised, it is to be shown again: nobody saw what it is now.
 */
const demoHeld: Criterion<DealFacts> = {
  name: 'demoHeld',
  version: 1,
  title: { zh: '已向客户关键干系人演示', en: 'A demonstration was held for the key people of the customer’s' },
  policyLines: [32, 129, 260],
  parameters: { audience: 'many?' },
  suppliedBy: ['IdentifyStakeholder', 'RecordPainPoint', 'RecordDemo', 'RecordDemoOutcome'],
  judge: (facts, { audience = [] }) => {
    const held = listed(facts.demos);
    if (held.length === 0) return missing();
    const demos = currentDemos(facts, held);
    if (demos.length === 0) return unmet('ofEarlierVersion', evidenceOf(held));
    const outcomes = demos.flatMap(({ data: { demoId } }) => facts.demoOutcomes[demoId] ?? []);
    const evidence = evidenceOf([...demos, ...outcomes]);
    if (outcomes.length === 0) return unmet('outcomeNotRecorded', evidence);
    const concluded = demos.filter(({ data: { demoId } }) => facts.demoOutcomes[demoId]);
    if (!concluded.some(({ data }) => data.painPointIds.length > 0)) return unmet('noPainPoint', evidence);
    const seenBy = rolesOf(concluded);
    const absent = [audience]
      .flat()
      .map(String)
      .filter((role) => !seenBy.has(role));
    return absent.length > 0 ? unmet('audienceAbsent', evidence, { roles: absent }) : met(evidence);
  },
};

/**
 * L129: every proof of concept that was asked for came to an end, and the last one succeeded, by a report on file or by the word of someone other than the
 * owner. What a POC showed of the technology outlives a revision of the solution; whether the revision can be built is judged anew all the same.
 */
const pocConcluded: Criterion<DealFacts> = {
  name: 'pocConcluded',
  version: 1,
  title: { zh: '概念验证(POC)已完成', en: 'The proof of concept is concluded' },
  policyLines: [129],
  parameters: {},
  suppliedBy: ['StartPoc', 'AttachDocument', 'ConcludePoc'],
  judge: (facts) => {
    const requests = listed(facts.pocRequests).filter(({ data: { pocId } }) => !facts.pocCancellations[pocId]);
    if (requests.length === 0) return notApplicable;
    const conclusions = listed(facts.pocConclusions);
    const last = conclusions.at(-1);
    if (!last) return missing('noneConcluded', { pocIds: requests.map(({ data: { pocId } }) => pocId) });
    const report = last.data.reportDocumentId === undefined ? undefined : facts.documents[last.data.reportDocumentId];
    const evidence = evidenceOf([...requests, ...conclusions, ...(report ? [report] : [])]);
    const pocIds = requests.map(({ data: { pocId } }) => pocId).filter((pocId) => !facts.pocConclusions[pocId]);
    if (pocIds.length > 0) return unmet('notConcluded', evidence, { pocIds });
    if (last.data.result !== 'succeeded') return unmet(last.data.result, evidence, { pocId: last.data.pocId });
    return report || isOthers(facts, last) ? met(evidence) : unmet('reportNotReceived', evidence, { pocId: last.data.pocId });
  },
};

export const demonstrationCriteria: readonly Criterion<DealFacts>[] = [demoHeld, pocConcluded];
