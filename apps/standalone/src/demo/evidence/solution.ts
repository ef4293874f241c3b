import { asSaidAtFirstMeeting, attach, currency, onDeal, presales, type Evidence } from './scene.ts';

const thisVersion = { solutionId: 'solution', version: 1 };

/** L11, L126: presales joins the owner. */
export const team: Evidence = (scene) => onDeal(scene, scene.rep, 'team-members', { userId: presales, role: 'PRESALES' });

/** L125, L244: as many rounds of research, on site, with presales; the first meeting's minutes stand for the talk. */
export const research =
  (rounds: number): Evidence =>
  (scene) => {
    for (let round = 1; round <= rounds; round += 1)
      onDeal(scene, scene.rep, 'needs-research-sessions', {
        ...{ sessionId: `round-${round}`, round, onsite: true, minutesDocumentId: 'minutes' },
        participants: { stakeholderIds: ['decider'], colleagues: [{ userId: presales, role: 'PRESALES' }] },
      });
  };

/** L27, L35. */
export const needs: Evidence = (scene) => {
  onDeal(scene, scene.rep, 'needs', { needId: 'need', statement: scene.need, kind: 'business', priority: 'must' });
  onDeal(scene, scene.rep, 'confirm-need', { needId: 'need', byStakeholderId: 'decider', evidence: asSaidAtFirstMeeting });
};

/** L34: confirmed by presales, and by the customer as every need is. */
export const technicalNeeds: Evidence = (scene) => {
  const statement = 'Orders are read from the ERP';
  onDeal(scene, scene.rep, 'needs', { needId: 'interface', statement, kind: 'technical', priority: 'should' });
  onDeal(scene, scene.rep, 'confirm-need', { needId: 'interface', byStakeholderId: 'decider', evidence: asSaidAtFirstMeeting });
  onDeal(scene, presales, 'confirm-technical-need', { needId: 'interface' });
};

/** L133, L249, L253: handed in by the owner, reviewed by presales. */
export const needsReport: Evidence = (scene) => {
  attach(scene, scene.rep, 'report');
  onDeal(scene, scene.rep, 'needs-reports', { reportId: 'report', documentId: 'report' });
  const [completeness, accuracy] = [scene.dice.between(80, 100), scene.dice.between(80, 100)];
  onDeal(scene, presales, 'review-needs-report', { reportId: 'report', version: 1, outcome: 'accepted', completeness, accuracy });
};

/** L27, L34. */
export const direction: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'solution-directions', { directionId: 'direction', description: 'One plan, fed by the ERP', needIds: ['need'] });

/** L123, L257. */
export const design: Evidence = (scene) =>
  onDeal(scene, presales, 'solutions', {
    ...{ solutionId: 'solution', needIds: ['need'], products: [{ productId: 'planner', quantity: scene.dice.between(5, 200) }] },
    ...{ services: [{ name: 'Introduction' }], implementationPlan: { text: 'In three steps, one plant after the other' } },
  });

/** L126: by presales, never by the owner. */
export const feasibility: Evidence = (scene) =>
  onDeal(scene, presales, 'assess-feasibility', { ...thisVersion, result: 'feasible', conditions: [] });

/** L127: presales finds the project simple. */
export const simpleProject: Evidence = (scene) =>
  onDeal(scene, presales, 'complexity', { complex: false, reasons: 'The product as it is' });

/** L127, L259: product and research approve; presales keeps the record. */
export const review: Evidence = (scene) => {
  const departments = ['PRODUCT', 'RND'];
  onDeal(scene, scene.rep, 'solution-reviews', { reviewId: 'review', ...thisVersion, departments });
  onDeal(scene, presales, 'record-solution-review', { reviewId: 'review', departments, decision: 'approved' });
};

/** L128, L133. */
export const draft: Evidence = (scene) => {
  attach(scene, scene.rep, 'draft');
  onDeal(scene, scene.rep, 'solution-drafts', { ...thisVersion, documentIds: ['draft'] });
};

/** L32, L129, L260: shown by presales to those named, for the pain that is known. */
export const demo =
  (...stakeholderIds: readonly string[]): Evidence =>
  (scene) => {
    const shown = scene.designed ? { solution: thisVersion } : {};
    onDeal(scene, presales, 'demos', { demoId: 'demo', ...shown, painPointIds: ['pain'], stakeholderIds });
    onDeal(scene, presales, 'demo-outcomes', { demoId: 'demo', rating: scene.dice.between(3, 5), result: 'succeeded' });
  };

/** L130, L133. */
export const feedback: Evidence = (scene) =>
  onDeal(scene, scene.rep, 'feedback', {
    ...{ feedbackId: 'feedback', subject: 'solution', subjectId: 'solution', subjectVersion: 1 },
    ...{ sentiment: scene.dice.between(0, 2), fromStakeholderId: 'decider', evidence: asSaidAtFirstMeeting },
  });

/** L131. */
export const value: Evidence = (scene) => {
  onDeal(scene, scene.rep, 'value-points', { valuePointId: 'value', description: 'Fewer late deliveries' });
  onDeal(scene, scene.rep, 'value-acknowledgements', {
    acknowledgementId: 'acknowledged',
    ...{ ...thisVersion, valuePointIds: ['value'], byStakeholderId: 'decider', evidence: asSaidAtFirstMeeting },
  });
};

/** L42, L138: reckoned by presales. */
export const roi: Evidence = (scene) => {
  const money = (share: number) => ({ minor: Math.round(scene.minor * share), currency });
  const year = { benefits: money(0.9), costs: money(0.2) };
  onDeal(scene, presales, 'roi-analyses', { roiId: 'roi', investment: money(1), years: [year, year], horizonMonths: 24 });
};
