import { builtInDefinitions, type KindedContents } from '#rules';
import { managerOf } from '../cast.ts';
import { dice } from '../dice.ts';
import { standard } from '../evidence/gates.ts';
import { currency } from '../evidence/scene.ts';
import { dateOf, day, Storyline, type Story } from '../storyline.ts';

/** The deal that is still under way when the year is over, and is won before the eyes of whoever looks on. */
export const today = {
  ...{ opportunityId: 'demo-today', rep: 'lina', company: 'Zephyr Instruments', need: 'plan all orders in one place' },
  /** What was quoted, in minor units; a tenth more by the list. */
  minor: 24_000_000,
  ...{ negotiationId: 'today-negotiation', contractId: 'today-contract' },
} as const;

export const money = (minor: number) => ({ minor, currency });

const processId = 'SALES-PROC-003-TODAY';

/** The standard process as it comes with the program, with negotiation, approvals and contract; under a name of its own, for the year's deals have none of it. */
export const processOfToday: KindedContents = {
  kind: 'process',
  contents: {
    ...builtInDefinitions.flatMap(({ kind, contents }) => (kind === 'process' && contents.id === 'SALES-PROC-003' ? [contents] : []))[0]!,
    ...{ id: processId, version: 1, title: { zh: '标准销售流程(含谈判、审批与合同)', en: 'Standard sales process, with contracts' } },
  },
};

/** How it came to its confirmed proposal, within the year: what each gate asks for, piece by piece, and nothing left to chance that matters. */
export const wayToToday = (until: Date): Story => {
  const { opportunityId, rep, company, need, minor } = today;
  const chance = dice(1);
  const line = new Storyline(new Date(until.getTime() - 200 * day), until, chance);
  const scene = { line, dice: chance, rep, manager: managerOf(rep), opportunityId, need, minor, designed: standard.designed };
  const opening = { opportunityId, ownerId: rep, name: `${company}: planning`, company, process: processId, expectedAmount: money(minor) };
  line.add(rep, '/v1/opportunities', { ...opening, expectedSigningDate: dateOf(new Date(until.getTime() + 60 * day)) });
  for (const [at, [, evidence]] of standard.stages.slice(0, 3).entries()) {
    for (const piece of evidence) {
      line.pass(0.7);
      piece(scene);
    }
    line.pass(0.6).add(rep, `/v1/opportunities/${opportunityId}/advance`, { to: standard.stages[at + 1]![0] });
  }
  return { leadId: opportunityId, opportunityId, steps: line.steps };
};
