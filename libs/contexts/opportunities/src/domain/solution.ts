import { accept, refuse, type Command } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { distinct, latestVersionOf, present, same, type Given } from '#rules';
import { onFile, stating, type Chapter } from './chapter.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { knownDocuments } from './references.ts';
import { documentsKnown, needsKnown, ofLatestVersion, solutionUnknown, somethingNamed } from './solution-references.ts';
import { judgements, type JudgementCommand } from './solution-judgement.ts';

/** L27, L34. */
export type ProposeSolutionDirection = Command<'ProposeSolutionDirection', Data<'SolutionDirectionProposed'>>;
/** L126. */
export type StartSolutionDesign = Command<'StartSolutionDesign', Data<'SolutionDesignStarted'>>;
/** L257. The first version. */
export type DesignSolution = Command<'DesignSolution', Given<Omit<Data<'SolutionDesigned'>, 'version'>>>;
/** L130, L262. The next version, which is to be examined, reviewed and shown anew; it answers the feedback that it names. */
export type ReviseSolution = Command<'ReviseSolution', Given<Omit<Data<'SolutionRevised'>, 'version'>>>;
/** L128, L133. */
export type SubmitSolutionDraft = Command<'SubmitSolutionDraft', Data<'SolutionDraftSubmitted'>>;

export type SolutionCommand =
  ProposeSolutionDirection | StartSolutionDesign | DesignSolution | ReviseSolution | SubmitSolutionDraft | JudgementCommand;

const partsKnown = ({ implementationPlan, needIds }: DesignSolution['data'], deal: OpenDeal) =>
  needsKnown(deal, needIds) ??
  (implementationPlan && 'documentId' in implementationPlan ? knownDocuments(deal.facts, [implementationPlan.documentId]) : undefined);

const design = (given: DesignSolution['data'], deal: OpenDeal): Outcome => {
  const { solutionId } = given;
  const designed = present({ ...given, version: 1 });
  const earlier = deal.facts.solutionDesigns[solutionId]?.data;
  if (!earlier) return partsKnown(given, deal) ?? accept({ type: 'SolutionDesigned', data: designed });
  return same(designed, earlier) ? accept() : refuse('StatedOtherwise', { solutionId, event: 'SolutionDesigned' }, ['ReviseSolution']);
};

/** What a version offers, whatever the reason for it. */
const contentsOf = ({ products, services, implementationPlan, needIds }: DesignSolution['data']) => ({
  ...{ products, services, needIds },
  ...present({ implementationPlan }),
});

const revise = (given: ReviseSolution['data'], deal: OpenDeal): Outcome => {
  const { opportunityId, solutionId, feedbackIds } = given;
  const latest = latestVersionOf(deal.facts, solutionId)?.data;
  if (!latest) return solutionUnknown(solutionId);
  if (same(present({ ...given, version: latest.version }), latest)) return accept();
  if (same(contentsOf(given), contentsOf(latest))) return refuse('SolutionUnchanged', { solutionId, version: latest.version }, []);
  const unknown = partsKnown(given, deal) ?? onFile('feedback', deal.facts.feedback, feedbackIds, 'RecordFeedback');
  if (unknown) return unknown;
  const version = latest.version + 1;
  const addressed = distinct(feedbackIds).map(
    (feedbackId) => ({ type: 'FeedbackAddressed', data: { opportunityId, feedbackId, solutionId, solutionVersion: version } }) as const,
  );
  return accept<OpportunityEvent>({ type: 'SolutionRevised', data: present({ ...given, version }) }, ...addressed);
};

/** What is offered (L27, L34, L122–L134, L255–L262). */
export const solution: Chapter<SolutionCommand> = {
  ProposeSolutionDirection: stating('SolutionDirectionProposed', {
    among: ({ facts }) => facts.solutionDirections,
    id: 'directionId',
    revisable: true,
    check: ({ needIds }, deal) => somethingNamed('needIds', needIds) ?? needsKnown(deal, needIds),
  }),
  StartSolutionDesign: stating('SolutionDesignStarted', { among: ({ facts }) => facts.solutionDesignStarts, id: 'solutionId' }),
  DesignSolution: design,
  ReviseSolution: revise,
  SubmitSolutionDraft: stating('SolutionDraftSubmitted', {
    among: ({ facts }) => facts.solutionDrafts,
    id: 'solutionId',
    revisable: true,
    check: (given, deal) =>
      ofLatestVersion(deal, given) ??
      somethingNamed('documentIds', given.documentIds) ??
      documentsKnown(deal, given.documentIds, ['solutionDraft', 'presentation', 'solutionProposal']),
  }),
  ...judgements,
};
