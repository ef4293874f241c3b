import { defaultCalendar } from '../../calendar/default-calendar.ts';
import { builtInProcesses } from '../../process/built-in/index.ts';
import type { KindedContents } from '../definition.ts';
import { standardAuthority } from './authority.ts';
import { standardApprovalMatrix } from './approval-matrix.ts';
import { bantForm, meddicForm, meddpiccForm, spinForm } from './forms.ts';
import { standardKpiParameters } from './kpi-parameters.ts';
import { standardAssignmentRules, standardLeadRules } from './lead-rules.ts';
import { functionalPolicy, journeyPolicy, sevenStagePolicy } from './policies.ts';
import { standardScoring } from './scoring.ts';

/**
 * What comes with the program and is published on a fresh ledger, in this order: a process before its variants, a version before the next. Each
 * version stays as it is once it was released; a change is a new version beside it.
 */
export const builtInDefinitions: readonly KindedContents[] = [
  { kind: 'calendar', contents: defaultCalendar },
  { kind: 'kpiParameters', contents: standardKpiParameters },
  { kind: 'scoringModel', contents: standardScoring },
  { kind: 'qualificationForm', contents: bantForm },
  { kind: 'qualificationForm', contents: meddicForm },
  { kind: 'qualificationForm', contents: meddpiccForm },
  { kind: 'qualificationForm', contents: spinForm },
  { kind: 'leadRules', contents: standardLeadRules },
  { kind: 'assignmentRules', contents: standardAssignmentRules },
  { kind: 'authority', contents: standardAuthority },
  { kind: 'approvalMatrix', contents: standardApprovalMatrix },
  { kind: 'policy', contents: sevenStagePolicy },
  { kind: 'policy', contents: journeyPolicy },
  { kind: 'policy', contents: functionalPolicy },
  ...builtInProcesses.map((contents) => ({ kind: 'process', contents }) as const),
];
