import { Value } from '@sinclair/typebox/value';
import { DocumentRef } from './documents.ts';

const received = { documentId: 'd1', sha256: 'ab'.repeat(32), size: 1, mediaType: 'application/pdf' };

/** The documents and forms that the policy names up to the signed contract, each with a line that does. */
const named: readonly (readonly [kind: string, line: number])[] = [
  ['caseStudy', 19],
  ['companyProfile', 75],
  ['leadEntryForm', 226],
  ['campaignReport', 226],
  ['outreachTemplate', 238],
  ['bantAssessment', 238],
  ['needsQuestionnaire', 251],
  ['meetingMinutes', 251],
  ['needsAnalysisReport', 252],
  ['solutionDraft', 133],
  ['solutionProposal', 138],
  ['quote', 139],
  ['customerConfirmation', 144],
  ['negotiationStrategy', 149],
  ['contractDraft', 157],
  ['negotiationRecord', 157],
  ['signedContract', 164],
  ['productManual', 264],
  ['presentation', 264],
  ['contractTemplate', 278],
  ['priceApproval', 278],
];

it.each(named)('a document may be of the kind %s (L%i)', (kind) => expect(Value.Check(DocumentRef, { ...received, kind })).toBe(true));
