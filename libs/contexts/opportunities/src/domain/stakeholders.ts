import { accept, refuse, type Command } from '#eventsourcing';
import { present, same, stakeholdersOf, type Given, type StakeholderData } from '#rules';
import { stating, type Chapter } from './chapter.ts';
import { knownStakeholders } from './references.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';

const sealed = ['name', 'jobTitle', 'email', 'phone', 'note'] as const;
type Sealed = (typeof sealed)[number];

/** L31, L120, L247, L252. */
export type IdentifyStakeholder = Command<'IdentifyStakeholder', Given<Data<'StakeholderIdentified'>>>;
/** L31, L252. What is left out stays as it is. */
export type ReviseStakeholder = Command<
  'ReviseStakeholder',
  Pick<StakeholderData, 'opportunityId' | 'stakeholderId'> & {
    readonly [K in Exclude<keyof StakeholderData, 'opportunityId' | 'stakeholderId' | 'contactId'>]?: StakeholderData[K] | undefined;
  }
>;

export type StakeholderCommand = IdentifyStakeholder | ReviseStakeholder;

/** What is sealed cannot be compared, so details that are given count as news. */
const revise = (given: ReviseStakeholder['data'], { facts }: OpenDeal): Outcome => {
  const { stakeholderId, name, jobTitle, email, phone, note, ...changes } = given;
  const before = stakeholdersOf(facts).find(({ data }) => data.stakeholderId === stakeholderId)?.data;
  if (!before) return knownStakeholders(facts, [stakeholderId]) ?? accept();
  const details: { readonly [K in Sealed]?: string } = present({ name, jobTitle, email, phone, note });
  const revised: StakeholderData = { ...before, ...present(changes) };
  if (same(before, revised) && Object.keys(details).length === 0) return accept();
  return accept({ type: 'StakeholderRevised', data: { ...revised, ...details } });
};

/** Who matters at the customer's. A person is in a deal once: their roles there are one list. */
export const stakeholders: Chapter<StakeholderCommand> = {
  IdentifyStakeholder: stating('StakeholderIdentified', {
    among: ({ facts }) => facts.stakeholders,
    id: 'stakeholderId',
    sealed,
    check: ({ stakeholderId, contactId }, { facts }) => {
      const other = stakeholdersOf(facts).find(({ data }) => data.contactId === contactId && data.stakeholderId !== stakeholderId);
      return other && refuse('StakeholderAlreadyIdentified', { stakeholderId: other.data.stakeholderId }, ['ReviseStakeholder']);
    },
  }),
  ReviseStakeholder: revise,
};
