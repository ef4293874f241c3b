import type { ProcessContents } from '../process-definition.ts';
import { acquire, analyse, followUp, propose } from './classic-sales.stages.ts';
import { close, deliver, maintain } from './classic-sales.later-stages.ts';
import { defaults, text } from './notation.ts';

/** The classic process of seven stages, by departments (L194–L322). */
export const classicSalesV1: ProcessContents = {
  id: 'CLASSIC-SALES',
  version: 1,
  title: text('经典销售流程(七阶段)', 'Classic sales process, seven stages'),
  notes: defaults,
  stages: [acquire, followUp, analyse, propose, close, deliver, maintain],
  opensAt: 'C3',
  signsAt: 'C5',
  signing: 'contract',
  closesAt: 'C7',
  wonLabel: text('已签约', 'Signed'),
  stalledAfter: { days: 21 },
  reopening: { within: { days: 365 }, by: ['SALES_REP', 'SALES_MANAGER', 'SALES_DIRECTOR'] },
};
