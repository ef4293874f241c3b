import { Type, type Static } from '@sinclair/typebox';
import { Id, Line, OneOf, Sha256 } from './fields.ts';

/** What a document is to the process: the documents and forms that the policy names, and `other`. */
export const documentKinds = [
  /** L226. */
  'leadEntryForm',
  /** L226. */
  'campaignReport',
  /** Scripts and mails for the first contact (L238). */
  'outreachTemplate',
  /** L238. */
  'bantAssessment',
  /** Questionnaire or outline of an interview on needs (L125, L251). */
  'needsQuestionnaire',
  /** L144, L181, L251. */
  'meetingMinutes',
  /** L41, L133, L249, L252. */
  'needsAnalysisReport',
  /** L133. */
  'solutionDraft',
  /** L41, L138, L144, L258, L265. */
  'solutionProposal',
  /** L75, L133, L264. */
  'presentation',
  /** L75, L264. */
  'productManual',
  /** L75. */
  'companyProfile',
  /** L75. */
  'caseStudy',
  /** L139, L144, L258, L265. */
  'quote',
  /** The customer's word on a proposal, by mail or in minutes (L144, L145). */
  'customerConfirmation',
  /** L149, L278. */
  'negotiationStrategy',
  /** L157. */
  'negotiationRecord',
  /** L278. */
  'priceApproval',
  /** L75, L278. */
  'contractTemplate',
  /** L157. */
  'contractDraft',
  /** L155, L160, L291. */
  'signedContract',
  /** L291. */
  'orderProcessingForm',
  /** L181. */
  'handover',
  /** L305. */
  'satisfactionSurvey',
  /** L306. */
  'satisfactionReport',
  /** L305, L306. */
  'followUpRecord',
  /** L316. */
  'salesForecastReport',
  /** L316. */
  'salesPerformanceReport',
  /** How the system of record is used (L184). */
  'systemManual',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** RFC 9110: type and subtype, without parameters, in lower case. */
export const MediaType = Type.String({ maxLength: 127, pattern: '^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$' });

/** An address without a user's name or password in it, and without a fragment. */
const Link = Type.String({ maxLength: 2000, pattern: '^https?://[^\\s@/?#\\\\]+([/?][^\\s#]*)?$' });

/** The standard form that a document was made from. */
const Template = Type.Object({ id: Id, version: Id }, { additionalProperties: false });

const identity = {
  /** Names the document within the case; another version of it is another document. */
  documentId: Id,
  kind: OneOf(...documentKinds),
  /** What the document is of, for readers of the case; never who a person is, for it stays readable for ever. */
  title: Type.Optional(Line),
};

/** A document whose bytes the server received and hashed itself: the only kind that is evidence. */
export const DocumentRef = Type.Object(
  {
    ...identity,
    sha256: Sha256,
    /** Bytes. */
    size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    /** As whoever sent it says; the bytes are not looked into. */
    mediaType: MediaType,
    template: Type.Optional(Template),
  },
  { additionalProperties: false },
);
export type DocumentRef = Static<typeof DocumentRef>;

/** A document that somebody says exists elsewhere: the server never had its bytes, so nothing is proved by it. */
export const ClaimedDocument = Type.Object(
  { ...identity, url: Type.Optional(Link), claimedSha256: Type.Optional(Sha256) },
  { additionalProperties: false },
);
export type ClaimedDocument = Static<typeof ClaimedDocument>;
