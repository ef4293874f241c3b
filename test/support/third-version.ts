import { builtInProcesses, hashOf, salesProc003v1, type ProcessContents, type ProcessMigrationContents } from '#rules';
import { grantTogether, type Answer, type Client } from './running-app.ts';

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

const accepted = (answer: Answer): void => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
};

/** Adds those who change rules: `olga` writes and publishes them, `max` approves. `dora` has the role that the new gate names: somebody must. */
export const withRulemakers = async <C extends Client>(running: C): Promise<C> => {
  for (const [userId, role] of [
    ['olga', 'SALES_OPS'],
    ['max', 'MANAGEMENT'],
    ['dora', 'SALES_DIRECTOR'],
  ] as const) {
    accepted(await running.post('/v1/users', { userId }, { as: 'operator' }));
    await grantTogether(running, userId, role);
  }
  return running;
};

/** Takes a version of a definition to where it is in force. */
export const publishDefinition = async (running: Client, kind: string, contents: { readonly id: string }): Promise<void> => {
  const at = `/v1/definitions/${kind}/${contents.id}`;
  accepted(await running.post(`${at}/draft`, { contents }, { as: 'olga' }));
  accepted(await running.post(`${at}/submit`, {}, { as: 'olga' }));
  accepted(await running.post(`${at}/approve`, { sha256: hashOf(contents) }, { as: 'max' }));
  accepted(await running.post(`${at}/publish`, {}, { as: 'olga' }));
};
