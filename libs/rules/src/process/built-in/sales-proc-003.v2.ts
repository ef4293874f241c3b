import type { ProcessContents } from '../process-definition.ts';
import { defaults, text } from './notation.ts';
import { fromNegotiation } from './sales-proc-003.later-stages.ts';
import { untilConfirmation } from './sales-proc-003.stages.ts';

/** The standard process of seven stages with its gates, up to the win (L83–L192), for everyone whose segment has no variant. */
export const salesProc003v2: ProcessContents = {
  id: 'SALES-PROC-003',
  version: 2,
  title: text('标准销售流程(七阶段)', 'Standard sales process, seven stages'),
  notes: defaults,
  stages: [...untilConfirmation, ...fromNegotiation],
  opensAt: 'S2',
  signsAt: 'S6',
  signing: 'contract',
  closesAt: 'S7',
  wonLabel: text('已赢单', 'Closed won'),
  stalledAfter: { days: 21 },
  reopening: { within: { days: 365 } },
  forecastEvery: ['week', 'month'],
};
