import { definitionCategories } from '#event-contracts';
import { deadline } from './deadline.ts';

/** L191, L321: every definition in force is reviewed at least yearly. The next version has a review of its own, in the place of this one's. */
export const reviews = Object.values(definitionCategories).map((category) =>
  deadline({
    name: `review-${category}`,
    version: 1,
    of: category,
    starts: {
      DefinitionPublished: ({ data: { kind, id, version, reviewDueAt: dueAt } }) => ({
        subject: id,
        dueAt,
        command: { type: 'MarkReviewDue', data: { kind, id, version, dueAt } },
      }),
      DefinitionReviewed: ({ data: { kind, id, version, reviewDueAt: dueAt } }) => ({
        subject: id,
        dueAt,
        command: { type: 'MarkReviewDue', data: { kind, id, version, dueAt } },
      }),
    },
    effects: ['DefinitionReviewDue'],
  }),
);
