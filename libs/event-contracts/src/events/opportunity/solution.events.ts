import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';

/** Who may be asked to a review of a solution: product and research of the policy (L127), the others a default, not policy. */
export const reviewDepartments = ['PRODUCT', 'RND', 'PRESALES', 'SALES', 'SERVICE', 'DELIVERY', 'FINANCE', 'LEGAL'] as const;
export const needMatches = ['covered', 'partly', 'not'] as const;

/** 1 for the design, one more with each revision. */
const Version = Type.Integer({ minimum: 1 });
const Departments = Type.Array(OneOf(...reviewDepartments));

const designFields = {
  opportunityId: open(Id),
  solutionId: open(Id),
  version: open(Version),
  products: open(
    Type.Array(
      Type.Object({ productId: Id, quantity: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }) }, { additionalProperties: false }),
    ),
  ),
  services: open(Type.Array(Type.Object({ name: Line, scope: Type.Optional(Prose) }, { additionalProperties: false }))),
  /** A document on file, or in words. */
  implementationPlan: openOptional(
    Type.Union([
      Type.Object({ documentId: Id }, { additionalProperties: false }),
      Type.Object({ text: Prose }, { additionalProperties: false }),
    ]),
  ),
  /** The needs that it is to cover. */
  needIds: open(Type.Array(Id)),
};

/** What is offered to the customer: from the first direction to a solution that was examined and reviewed. */
export const solution = {
  SolutionDirectionProposed: event('SolutionDirectionProposed', {
    aggregate: 'opportunity',
    description: 'The direction was shown in which a solution is sought for needs (L27, L34).',
    fields: { opportunityId: open(Id), directionId: open(Id), description: open(Prose), needIds: open(Type.Array(Id)) },
  }),
  SolutionDesignStarted: event('SolutionDesignStarted', {
    aggregate: 'opportunity',
    description: 'Presales or an architect began to design a solution (L126).',
    fields: { opportunityId: open(Id), solutionId: open(Id) },
  }),
  SolutionDesigned: event('SolutionDesigned', {
    aggregate: 'opportunity',
    description: 'A solution was designed: products, services and how they are put into place (L123, L257).',
    fields: designFields,
  }),
  SolutionRevised: event('SolutionRevised', {
    aggregate: 'opportunity',
    description: 'A solution was changed, often in answer to what the customer said of it (L130, L262).',
    fields: {
      ...designFields,
      reason: open(Prose),
      /** The feedback that this version answers. */
      feedbackIds: open(Type.Array(Id)),
    },
  }),
  TechnicalFeasibilityAssessed: event('TechnicalFeasibilityAssessed', {
    aggregate: 'opportunity',
    description: 'Presales or an architect, not the deal’s owner, judged whether a version of a solution can be built (L126, L133).',
    fields: {
      opportunityId: open(Id),
      solutionId: open(Id),
      version: open(Version),
      result: open(OneOf('feasible', 'conditional', 'infeasible')),
      /** What has to be so, for one that is feasible on conditions. */
      conditions: open(Type.Array(Line)),
      /** The role in which it was judged. */
      role: open(Id),
    },
  }),
  SolutionReviewRequested: event('SolutionReviewRequested', {
    aggregate: 'opportunity',
    description: 'Departments were asked to review a version of a solution (L127, L259).',
    fields: { opportunityId: open(Id), reviewId: open(Id), solutionId: open(Id), version: open(Version), departments: open(Departments) },
  }),
  SolutionReviewHeld: event('SolutionReviewHeld', {
    aggregate: 'opportunity',
    description: 'Departments reviewed a version of a solution together, and decided on it (L127, L259).',
    fields: {
      opportunityId: open(Id),
      reviewId: open(Id),
      solutionId: open(Id),
      version: open(Version),
      departments: open(Departments),
      decision: open(OneOf('approved', 'changesRequested', 'rejected')),
      findings: openOptional(Prose),
      minutesDocumentId: openOptional(Id),
    },
  }),
  SolutionDraftSubmitted: event('SolutionDraftSubmitted', {
    aggregate: 'opportunity',
    description: 'The draft of the proposal, or what will be shown, was handed in for a version of a solution (L128, L133).',
    fields: { opportunityId: open(Id), solutionId: open(Id), version: open(Version), documentIds: open(Type.Array(Id)) },
  }),
  SolutionMatchAssessed: event('SolutionMatchAssessed', {
    aggregate: 'opportunity',
    description: 'How well a version of a solution covers the customer’s needs, need by need (L134).',
    fields: {
      opportunityId: open(Id),
      solutionId: open(Id),
      version: open(Version),
      matches: open(Type.Array(Type.Object({ needId: Id, match: OneOf(...needMatches) }, { additionalProperties: false }))),
      /** Over the needs that the customer confirmed, each by its priority; computed by the server. */
      scoreBasisPoints: open(Type.Integer({ minimum: 0, maximum: 10_000 })),
    },
  }),
};
