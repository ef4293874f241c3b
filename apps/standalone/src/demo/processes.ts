import { builtInDefinitions, type KindedContents, type ProcessContents, type Requirement, type Stage } from '#rules';
import { processOfToday } from './today/deal.ts';

/** What negotiation, approvals and the contract have to have come to. */
const ofContracts: ReadonlySet<string> = new Set(
  ['negotiationStrategySet', 'negotiationConcluded', 'risksMitigated', 'discountWithinAuthority'].concat([
    'contractApproved',
    'contractSent',
    'contractSigned',
    'contractFiled',
  ]),
);

const isOfContracts = (requirement: Requirement): boolean =>
  'criterion' in requirement && ofContracts.has(requirement.criterion.split('/')[0] ?? '');

const withoutContracts = ({ exit, ...stage }: Stage): Stage => {
  const asked = exit && 'all' in exit ? exit.all.filter((each) => !isOfContracts(each)) : [];
  return asked.length === 0 ? stage : { ...stage, exit: { all: asked } };
};

const signedInDeal = ({ signing: _, ...process }: ProcessContents): ProcessContents => ({
  ...process,
  notes: [...process.notes, 'demonstration: the year has passed, and approvals cannot be dated back; contracts are signed in the deal'],
  stages: process.stages.map(withoutContracts),
});

/**
 * The processes of the demonstration's year. It has passed when it is played, and an approval is of the moment in which it is given: so its deals are
 * signed in the deal, as they were before contracts had streams of their own, and nothing is asked of negotiation and contract.
 */
const processesOfTheYear = builtInDefinitions.flatMap((definition) =>
  definition.kind === 'process' ? [{ kind: 'process', contents: signedInDeal(definition.contents) } as const] : [],
);

/** With that of the deal which is won at the end of it. */
export const demoProcesses: readonly KindedContents[] = [...processesOfTheYear, processOfToday];
