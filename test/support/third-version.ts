import { builtInProcesses, hashOf, salesProc003v1, type ProcessContents, type ProcessMigrationContents } from '#rules';
import { rulemakers } from './rulemaking.ts';

/** The version that new deals begin under as the program comes. */
export const salesProc003v2 = builtInProcesses.find(({ id, version }) => id === 'SALES-PROC-003' && version === 2)!;

/** The one after it, with another gate out of the first stage. */
export const salesProc003v3: ProcessContents = {
  ...salesProc003v1,
  version: 3,
  stages: salesProc003v1.stages.map((stage) =>
    stage.code === 'S2' ? { ...stage, exit: { criterion: 'painsAndObjectivesKnown/1', override: ['SALES_DIRECTOR'] } } : stage,
  ),
};
const codes = ['S2', 'S3', 'S4', 'S5', 'S6', 'S7'];
/** Moves deals from the one to the other, each to the stage where it stands. */
export const toVersion3: ProcessMigrationContents = {
  ...{ id: 'SALES-PROC-003-2-TO-3', version: 1, title: { zh: '迁移到第三版', en: 'To version 3' }, notes: [] },
  reason: { zh: '所有在办商机按新版执行', en: 'All running deals follow the new version.' },
  from: { id: 'SALES-PROC-003', version: 2, sha256: hashOf(salesProc003v2) },
  to: { id: 'SALES-PROC-003', version: 3 },
  stages: codes.map((code) => ({ from: code, to: code })),
  gates: codes.slice(0, -1).map((stage) => ({ stage, is: 'carried' })),
};

/** Those who change rules, and `dora`, who has the role that the new gate names: somebody must. */
export const versionMakers = { ...rulemakers, dora: 'SALES_DIRECTOR' } as const;
