import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { NeedsCommand } from '../domain/needs.ts';
import { dealController } from './deal-controller.ts';

const { NeedsResearchSessionHeld, NeedRecorded, NeedConfirmed, TechnicalNeedConfirmed } = opportunities;
const { NeedsAnalysisReportSubmitted, NeedsAnalysisReportReviewed } = opportunities;

export const NeedsController = dealController<NeedsCommand['type']>('Needs', 'deals: needs', {
  RecordNeedsResearchSession: {
    path: 'needs-research-sessions',
    summary: 'The customer was asked about its needs (L125, L244, L251).',
    body: bodyOf(NeedsResearchSessionHeld.fields, 'opportunityId', 'sessionId'),
    makes: { sessionId: 'research-session' },
  },
  RecordNeed: {
    path: 'needs',
    summary: 'A need of the customer; under the same id, the need in another wording (L27, L34, L35, L249).',
    body: bodyOf(NeedRecorded.fields, 'opportunityId', 'needId', 'version'),
    makes: { needId: 'need' },
  },
  ConfirmNeed: {
    path: 'confirm-need',
    summary: 'The customer says that it needs this, as it is worded now (L27, L35, L125).',
    body: bodyOf(NeedConfirmed.fields, 'opportunityId', 'version'),
  },
  ConfirmTechnicalNeed: {
    path: 'confirm-technical-need',
    summary: 'Presales confirms a technical need, as it is worded now (L34). Never the deal’s owner.',
    body: bodyOf(TechnicalNeedConfirmed.fields, 'opportunityId', 'version', 'role'),
  },
  SubmitNeedsAnalysisReport: {
    path: 'needs-reports',
    summary: 'The report on the analysis of needs; under the same id, its next version (L133, L249, L252).',
    body: bodyOf(NeedsAnalysisReportSubmitted.fields, 'opportunityId', 'reportId', 'version'),
    makes: { reportId: 'needs-report' },
  },
  ReviewNeedsAnalysisReport: {
    path: 'review-needs-report',
    summary: 'How complete and how accurate the report is, by someone other than who handed it in (L253).',
    body: bodyOf(NeedsAnalysisReportReviewed.fields, 'opportunityId'),
  },
});
