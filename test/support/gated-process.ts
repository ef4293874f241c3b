import { defineProcess, salesProc003v1, type ProcessDefinition, type Requirement } from '#rules';

const exit: Requirement = { criterion: 'painsAndObjectivesKnown/1', override: ['SALES_MANAGER', 'SALES_DIRECTOR'] };

/** The standard stages with a gate, a limit and a time to rest at the first of them that a deal is at, for whoever looks at deals that wait. */
export const gatedProcess: ProcessDefinition = defineProcess({
  ...salesProc003v1,
  id: 'GATED',
  version: 1,
  stages: salesProc003v1.stages.map((stage) => (stage.code === 'S2' ? { ...stage, exit, limit: { days: 30 } } : stage)),
  stalledAfter: { days: 21 },
});
