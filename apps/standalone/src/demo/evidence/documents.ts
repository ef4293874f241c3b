import { createHash } from 'node:crypto';
import type { DocumentKind } from '#event-contracts';

/** A document of the demonstration: sent to the server once, and attached to deal after deal by its hash. */
export interface DemoDocument {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export const mediaType = 'text/plain';

const documentOf = (kind: DocumentKind, title: string, text: string): DemoDocument => {
  const bytes = Buffer.from(`${title}\n\n${text}\n`);
  return { kind, title, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
};

/** What gates want to see the bytes of. */
export const documents = {
  minutes: documentOf('meetingMinutes', 'Minutes 会议纪要', 'Who was there, what was said, and who does what next.'),
  report: documentOf('needsAnalysisReport', 'Needs analysis 需求分析报告', 'What the customer needs, in order of what depends on it.'),
  draft: documentOf('solutionDraft', 'Draft of the solution 方案初稿', 'Products, services, and how they are put into place.'),
  proposal: documentOf('solutionProposal', 'Proposal 解决方案建议书', 'Solution, plan, service and return, with the quote.'),
  confirmation: documentOf('customerConfirmation', 'Confirmation 客户确认', 'We confirm solution and quote.'),
} as const;

export type DocumentName = keyof typeof documents;
