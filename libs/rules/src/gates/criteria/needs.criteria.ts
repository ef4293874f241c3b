import type { DealFacts } from '../../facts/deal-facts.ts';
import { provenBy } from '../../facts/evidence.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { isOthers, isStatedBy, statersOf } from '../../facts/others.ts';
import { met, missing, unmet, type Criterion, type Verdict, type Detail } from '../criterion.ts';
import type { Parameters } from '../requirement.ts';
import { distinct } from '../../values.ts';

type Session = DealFacts['researchSessions'][string];
type Need = DealFacts['needs'][string];

/** Its minutes are on file, or someone other than the deal's owner says that it was held. */
const isBorneOut = (facts: DealFacts, session: Session): boolean => {
  const { minutesDocumentId } = session.data;
  return isOthers(facts, session) || (minutesDocumentId !== undefined && facts.documents[minutesDocumentId] !== undefined);
};

const withPresales = ({ data: { participants } }: Session): boolean =>
  participants.colleagues.some(({ role }) => role === 'PRESALES' || role === 'SOLUTION_ARCHITECT');

/** What is lacking of the sessions that count, with what tells how much. */
const lacking = (counted: readonly Session[], { rounds = 1, onsite, presales }: Parameters): readonly [string, Detail?] | undefined => {
  const held = new Set(counted.map(({ data: { round } }) => round)).size;
  if (held < Number(rounds)) return ['tooFewRounds', { held, asked: Number(rounds) }];
  if (onsite === true && !counted.some(({ data }) => data.onsite)) return ['neverOnsite'];
  return presales === true && !counted.some(withPresales) ? ['neverWithPresales'] : undefined;
};

/** L125, L244: the customer was asked, in as many rounds, on its site, with presales, where that is asked for. */
const needsResearched: Criterion<DealFacts> = {
  name: 'needsResearched',
  version: 1,
  title: { zh: '已开展客户需求调研', en: 'The customer’s needs were researched' },
  policyLines: [125, 244],
  parameters: { rounds: 'number?', onsite: 'flag?', presales: 'flag?' },
  suppliedBy: ['AttachDocument', 'RecordNeedsResearchSession'],
  judge: (facts, parameters) => {
    const sessions = listed(facts.researchSessions);
    const counted = sessions.filter((session) => isBorneOut(facts, session));
    if (sessions.length === 0) return missing();
    if (counted.length === 0) return unmet('minutesNotReceived', evidenceOf(sessions));
    const [because, detail] = lacking(counted, parameters) ?? [];
    return because === undefined ? met(evidenceOf(counted)) : unmet(because, evidenceOf(counted), detail);
  },
};

/** What the deal stands on; what the customer could do without need not be confirmed (default, not policy). */
const decisive = (needs: DealFacts['needs']): readonly Need[] => listed(needs).filter(({ data: { priority } }) => priority !== 'could');

/** Each of the needs is confirmed as it is worded now, with the events that show it; a confirmation of earlier words does not count. */
const allConfirmed = (needs: readonly Need[], shownBy: (need: Need['data']) => readonly string[]): Verdict => {
  if (needs.length === 0) return missing('noNeed');
  const confirmations = needs.map((need) => ({ need, shown: shownBy(need.data) }));
  const evidence = distinct(confirmations.flatMap(({ need, shown }) => [need.eventId, ...shown]));
  const needIds = confirmations.filter(({ shown }) => shown.length === 0).map(({ need }) => need.data.needId);
  return needIds.length > 0 ? unmet('needsOpen', evidence, { needIds }) : met(evidence);
};

/** L27, L35: the customer said of its needs that they are; each time a meeting with it or a document of it bears that out. */
const needsConfirmed: Criterion<DealFacts> = {
  name: 'needsConfirmed',
  version: 1,
  title: { zh: '客户已确认需求', en: 'The customer confirmed its needs' },
  policyLines: [27, 35, 125],
  parameters: {},
  suppliedBy: ['RecordNeed', 'LogActivity', 'ConfirmNeed'],
  judge: (facts) =>
    allConfirmed(decisive(facts.needs), ({ needId, version }) => {
      const confirmed = facts.needConfirmations[needId];
      if (confirmed?.data.version !== version) return [];
      const proof = provenBy(facts, confirmed.data.evidence);
      return proof.length > 0 ? [confirmed.eventId, ...proof] : [];
    }),
};

/** L34: presales confirmed each technical need; never who owns the deal now. */
const technicalNeedsConfirmed: Criterion<DealFacts> = {
  name: 'technicalNeedsConfirmed',
  version: 1,
  title: { zh: '售前已确认技术需求', en: 'Presales confirmed the technical needs' },
  policyLines: [34],
  parameters: {},
  suppliedBy: ['RecordNeed', 'ConfirmTechnicalNeed'],
  judge: (facts) =>
    allConfirmed(
      decisive(facts.needs).filter(({ data: { kind } }) => kind === 'technical'),
      ({ needId, version }) => {
        const confirmed = facts.technicalConfirmations[needId];
        return confirmed?.data.version === version && isOthers(facts, confirmed) ? [confirmed.eventId] : [];
      },
    ),
};

/** L133, L249, L252, L253: the last report handed in is on file, and someone other than its author accepted that very version. */
const needsReportReviewed: Criterion<DealFacts> = {
  name: 'needsReportReviewed',
  version: 1,
  title: { zh: '需求分析报告已提交并通过评审', en: 'The needs analysis report is handed in and reviewed' },
  policyLines: [133, 249, 252, 253],
  parameters: {},
  suppliedBy: ['AttachDocument', 'SubmitNeedsAnalysisReport', 'ReviewNeedsAnalysisReport'],
  judge: ({ needsReports, needsReportReviews, documents }) => {
    const report = listed(needsReports).at(-1);
    if (!report) return missing();
    const { reportId, version, documentId } = report.data;
    const [document, review] = [documents[documentId], needsReportReviews[reportId]];
    if (!document) return unmet('documentNotReceived', evidenceOf([report]), { documentId });
    const evidence = evidenceOf([report, document]);
    if (review?.data.version !== version || isStatedBy(review, statersOf(report)))
      return unmet('notReviewed', evidence, { reportId, version });
    const reviewed = [...evidence, review.eventId];
    return review.data.outcome === 'accepted' ? met(reviewed) : unmet('sentBack', reviewed, { reportId, version });
  },
};

export const needsCriteria: readonly Criterion<DealFacts>[] = [
  needsResearched,
  needsConfirmed,
  technicalNeedsConfirmed,
  needsReportReviewed,
];
