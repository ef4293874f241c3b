import { catalogue, eventCodec, ledgerDecoder, type AnyEvent } from '#event-contracts';
import { documentOnFile, type Actor, type CommandResult, type LedgerEvent } from '#eventsourcing';
import { inMemoryDocumentStore } from '#documents';
import { InMemoryEventStore } from '#in-memory';
import { caseOfLead, leadCommands, leadStream, type LeadCommand } from '#leads';
import { caseOfOpportunity, opportunityCommands, opportunityStream, type OpportunityCommand } from '#opportunities';
import { directory, foundOrganisation, teamCommands, userCommands, userStream, type OrgSeed } from '#organisation';
import { accountStream, referenceCommands } from '#imports';
import { acting, givingCommands, keysInMemory, leadPorts } from '../../../test/support/commands.ts';
import { rulebookWithoutGates } from '../../../test/support/rulebook-without-gates.ts';
import { conversion, dispatcher, erasure, ReactionUnanswered, requestFor } from './index.ts';

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f11';
const seed: OrgSeed = {
  users: [
    { userId: 'dana', roles: ['SALES_MANAGER'], teamId: 'sales' },
    { userId: 'nora', roles: ['SALES_MANAGER'], teamId: 'north' },
    { userId: 'sergio', roles: ['SALES_MANAGER'], teamId: 'south' },
    { userId: 'wei', roles: ['SALES_REP'], teamId: 'north' },
    { userId: 'lina', roles: ['SALES_REP'], teamId: 'north' },
    { userId: 'aisha', roles: ['SALES_REP'], teamId: 'south' },
    { userId: 'gone', roles: ['SALES_REP'], teamId: 'north' },
  ],
  teams: [
    { teamId: 'sales', name: 'Sales', managerId: 'dana' },
    { teamId: 'north', name: 'North', parentTeamId: 'sales', managerId: 'nora' },
    { teamId: 'south', name: 'South', parentTeamId: 'sales', managerId: 'sergio' },
  ],
};

const wei = acting('wei', ['SALES_REP']);
const lina = acting('lina', ['SALES_REP']);
const nora = acting('nora', ['SALES_MANAGER']);
const sergio = acting('sergio', ['SALES_MANAGER']);
const dana = acting('dana', ['SALES_MANAGER']);
const sdr = acting('sam', ['SDR']);
const ops = acting('otto', ['SALES_OPS']);
const contracts = acting('carla', ['CONTRACT_ADMIN']);
const amount = { minor: 150_000, currency: 'EUR' };

const company = async () => {
  const store = new InMemoryEventStore();
  const vault = keysInMemory();
  const codec = eventCodec<AnyEvent>(catalogue, vault);
  const who = directory(store, codec);
  const users = userCommands({ store, codec, directory: who });
  await foundOrganisation(seed, ledgerId, { users, teams: teamCommands({ store, codec, directory: who }) });
  await givingCommands(users)(acting('ada', ['ADMIN']), userStream('gone'), { type: 'DeactivateUser', data: { userId: 'gone' } });
  const handleDeal = opportunityCommands({
    store,
    codec,
    directory: who,
    rulebook: rulebookWithoutGates,
    documents: documentOnFile(inMemoryDocumentStore()),
  });
  const giveLead = givingCommands(leadCommands({ ...leadPorts, store, codec, directory: who }));
  const giveDeal = givingCommands(handleDeal);
  return {
    store,
    codec,
    vault,
    handleDeal,
    lead: (actor: Actor, command: LeadCommand) => giveLead(actor, leadStream('l1'), command, { caseId: caseOfLead('l1') }),
    deal: (actor: Actor, command: OpportunityCommand) =>
      giveDeal(actor, opportunityStream('o1'), command, { caseId: caseOfOpportunity('o1') }),
  };
};
type Company = Awaited<ReturnType<typeof company>>;

const kinds = (results: readonly CommandResult[]) =>
  results.map((result) => {
    if (result.kind !== 'answered') return result.kind;
    return result.answer.kind === 'refused' ? result.answer.reason : result.answer.kind;
  });

const answer = { met: true, answer: 'yes' };
const bant = { budget: answer, authority: answer, need: answer, timeline: answer };
const capture: LeadCommand = { type: 'CaptureLead', data: { leadId: 'l1', source: 'web', company: 'Acme', contactId: 'p1' } };
const assign = (to: string): LeadCommand => ({ type: 'AssignLead', data: { leadId: 'l1', to } });
const qualify: LeadCommand = { type: 'QualifyLead', data: { leadId: 'l1', as: 'SQL', bant } };
const convert: LeadCommand = {
  type: 'ConvertLead',
  data: { leadId: 'l1', opportunityId: 'o1', name: 'Acme: planning', expectedAmount: amount, expectedSigningDate: '2027-06-30' },
};
const open = (ownerId = 'wei', leadId?: string): OpportunityCommand => ({
  type: 'OpenOpportunity',
  data: { leadId, opportunityId: 'o1', name: 'n', company: 'c', ownerId, expectedAmount: amount, expectedSigningDate: '2027-06-30' },
});
const advance = (to: string): OpportunityCommand => ({ type: 'AdvanceOpportunity', data: { opportunityId: 'o1', to } });
const reassign = (to: string): OpportunityCommand => ({ type: 'ReassignOpportunity', data: { opportunityId: 'o1', to } });
const sign = (party: 'customer' | 'company'): OpportunityCommand => ({
  type: 'RecordContractSignature',
  data: { opportunityId: 'o1', contractId: 'c1', party, signedOn: '2026-11-01', amount, signatoryId: `${party}-1`, signatoryName: '张强' },
});
const win: OpportunityCommand = { type: 'WinOpportunity', data: { opportunityId: 'o1' } };

const sequenced = async ({ store }: Company, stream: string): Promise<readonly LedgerEvent[]> => {
  const decode = ledgerDecoder(catalogue);
  return (await store.read(stream)).map((stored, index) => decode({ ...stored, index, leaf: Buffer.alloc(32) }));
};

const conversionOf = async (acme: Company) => {
  for (const [actor, command] of [
    [sdr, capture],
    [sdr, assign('wei')],
    [wei, qualify],
    [wei, convert],
  ] as const)
    await acme.lead(actor, command);
  const converted = (await sequenced(acme, leadStream('l1'))).at(-1);
  if (converted?.type !== 'LeadConverted') throw new Error('the lead was not converted');
  return converted as Parameters<typeof conversion.react>[0];
};

describe('work on a lead', () => {
  it('is its assignee’s, their managers’, and of those who tend leads', async () => {
    const acme = await company();
    await acme.lead(sdr, capture);
    await acme.lead(sdr, assign('wei'));
    const enrich = (company: string): LeadCommand => ({ type: 'EnrichLead', data: { leadId: 'l1', company } });
    const tried = [
      await acme.lead(wei, enrich('a')),
      await acme.lead(lina, enrich('b')),
      await acme.lead(nora, enrich('c')),
      await acme.lead(sergio, enrich('d')),
      await acme.lead(dana, enrich('e')),
      await acme.lead(ops, enrich('f')),
      await acme.lead(acting('aya', ['ANALYST', 'COMPLIANCE', 'ADMIN', 'SERVICE']), enrich('g')),
    ];
    expect(kinds(tried)).toEqual(['accepted', 'denied', 'accepted', 'denied', 'accepted', 'denied', 'denied']);
  });

  it('that nobody has yet is taken up by a rep for themself, by a manager for the team', async () => {
    const taken = async (actor: Actor, to: string) => {
      const acme = await company();
      await acme.lead(sdr, capture);
      return acme.lead(actor, assign(to));
    };
    expect(kinds([await taken(wei, 'wei'), await taken(wei, 'lina'), await taken(nora, 'lina'), await taken(nora, 'aisha')])).toEqual([
      'accepted',
      'denied',
      'accepted',
      'denied',
    ]);
  });

  it('goes to active users only', async () => {
    const acme = await company();
    await acme.lead(sdr, capture);
    expect(kinds([await acme.lead(sdr, assign('gone')), await acme.lead(sdr, assign('nobody'))])).toEqual([
      'AssigneeNotActive',
      'AssigneeNotActive',
    ]);
  });

  it('needs a lead', async () => {
    const acme = await company();
    expect(kinds([await acme.lead(sdr, assign('wei'))])).toEqual(['notFound']);
  });
});

describe('work on a deal', () => {
  const opened = async () => {
    const acme = await company();
    await acme.deal(wei, open());
    return acme;
  };

  it('is opened for oneself, or by a manager for the team', async () => {
    const tries = [
      [wei, 'wei'],
      [wei, 'lina'],
      [nora, 'wei'],
      [sergio, 'wei'],
      [ops, 'wei'],
    ] as const;
    const results = await Promise.all(tries.map(async ([actor, ownerId]) => (await company()).deal(actor, open(ownerId))));
    expect(kinds(results)).toEqual(['accepted', 'denied', 'accepted', 'denied', 'denied']);
  });

  it('is its owner’s and their managers’', async () => {
    const acme = await opened();
    const tried = [
      await acme.deal(lina, advance('S3')),
      await acme.deal(sergio, advance('S3')),
      await acme.deal(ops, advance('S3')),
      await acme.deal(sdr, advance('S3')),
      await acme.deal(wei, advance('S3')),
      await acme.deal(nora, advance('S4')),
      await acme.deal(dana, advance('S5')),
    ];
    expect(kinds(tried)).toEqual(['denied', 'denied', 'denied', 'denied', 'accepted', 'accepted', 'accepted']);
  });

  it('moves to a new owner with the deal', async () => {
    const acme = await opened();
    const tried = [
      await acme.deal(wei, reassign('aisha')),
      await acme.deal(ops, reassign('gone')),
      await acme.deal(ops, reassign('aisha')),
      await acme.deal(wei, advance('S3')),
      await acme.deal(nora, advance('S3')),
      await acme.deal(sergio, advance('S3')),
    ];
    expect(kinds(tried)).toEqual(['denied', 'AssigneeNotActive', 'accepted', 'denied', 'denied', 'accepted']);
  });

  it('is won stage by stage, with both signatures', async () => {
    const acme = await opened();
    const steps: (readonly [Actor, OpportunityCommand, string])[] = [
      [wei, advance('S4'), 'StageSkipped'],
      [wei, advance('S3'), 'accepted'],
      [wei, advance('S3'), 'noEffect'],
      [wei, advance('S4'), 'accepted'],
      [wei, advance('S5'), 'accepted'],
      [wei, advance('S6'), 'accepted'],
      [wei, win, 'SignatureMissing'],
      [contracts, sign('customer'), 'accepted'],
      [wei, advance('S7'), 'SignatureMissing'],
      [wei, win, 'SignatureMissing'],
      [contracts, sign('company'), 'accepted'],
      [contracts, win, 'denied'],
      [wei, win, 'accepted'],
      [wei, advance('S7'), 'accepted'],
    ];
    for (const [actor, command, expected] of steps)
      expect([command.type, ...kinds([await acme.deal(actor, command)])]).toEqual([command.type, expected]);
    const stored = await acme.store.read(opportunityStream('o1'));
    expect(Buffer.concat(stored.flatMap(({ entry, data }) => [entry, data])).toString()).not.toContain('张强');
  });

  it('stands, when it comes from a lead, under the process that the lead does, which must be published', async () => {
    const { handleDeal } = await company();
    const give = givingCommands(handleDeal);
    await expect(give(wei, opportunityStream('o1'), open('wei', 'l1'), { processVersion: 'SALES-PROC-003@1#forged' })).rejects.toThrow(
      'never published',
    );
  });

  it('is refused to everyone alike while it is only claimed', async () => {
    const acme = await company();
    const claim = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, opportunityId: 'o1', externalId: 'X', claimedStage: 'Won' };
    const importing = acting('importer', [], 'import');
    const tried = [
      await acme.deal(wei, { type: 'ImportOpportunity', data: { ...claim, businessTime: 'unknown' } }),
      await acme.deal(importing, { type: 'ImportOpportunity', data: { ...claim, businessTime: 'unknown', account: undefined } }),
      await acme.deal(wei, win),
      await acme.deal(nora, win),
      await acme.deal(sdr, win),
    ];
    expect(kinds(tried)).toEqual(['denied', 'accepted', 'ImportedNotAdopted', 'ImportedNotAdopted', 'denied']);
  });
});

describe('imported master data', () => {
  it('is claimed on the import’s channel or by sales operations', async () => {
    const { store, codec } = await company();
    const give = givingCommands(referenceCommands({ store, codec, directory: directory(store, codec) }));
    const data = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, accountId: 'a1', name: 'Acme' };
    const tried = [
      await give(wei, accountStream('a1'), { type: 'ImportAccount', data }),
      await give(acting('importer', [], 'import'), accountStream('a1'), { type: 'ImportAccount', data }),
      await give(ops, accountStream('a1'), { type: 'ImportAccount', data }),
    ];
    expect(kinds(tried)).toEqual(['denied', 'accepted', 'noEffect']);
  });
});

describe('the conversion of a lead', () => {
  const dispatch = ({ handleDeal }: Company) => dispatcher(handleDeal);

  it('opens the opportunity in the lead’s case, for whoever converted it, at the time of the conversion', async () => {
    const acme = await company();
    const converted = await conversionOf(acme);
    for (const reaction of conversion.react(converted)) await dispatch(acme)(converted, reaction);
    const [opened, ...more] = await sequenced(acme, opportunityStream('o1'));
    expect(more).toEqual([]);
    expect(opened).toMatchObject({
      type: 'OpportunityOpened',
      caseId: caseOfLead('l1'),
      occurredAt: converted.occurredAt,
      actor: { userId: 'dealtrail-process', rolesAtThatTime: ['PROCESS'], onBehalfOf: 'wei', channel: 'process' },
      correlationId: converted.correlationId,
      causationId: converted.eventId,
      policyVersion: converted.policyVersion,
      processVersion: converted.processVersion,
      data: { opportunityId: 'o1', leadId: 'l1', company: 'Acme', ownerId: 'wei', stage: 'S2', forecast: { amount, probability: 10 } },
    });
  });

  it('opens it once, however often the ledger is read', async () => {
    const acme = await company();
    const converted = await conversionOf(acme);
    const [reaction] = conversion.react(converted);
    await dispatch(acme)(converted, reaction!);
    await acme.deal(wei, advance('S3'));
    expect(await dispatch(acme)(converted, reaction!)).toMatchObject({ repeated: true, revision: 0 });
    expect(await dispatcher(opportunityCommandsAnew(acme))(converted, reaction!)).toMatchObject({ repeated: true, revision: 0 });
    expect(await sequenced(acme, opportunityStream('o1'))).toHaveLength(2);
  });

  it('leaves a refusal when someone else’s deal stands there, and goes on', async () => {
    const acme = await company();
    await givingCommands(acme.handleDeal)(acting('aisha', ['SALES_REP']), opportunityStream('o1'), open('aisha'), {
      caseId: caseOfLead('l1'),
    });
    const converted = await conversionOf(acme);
    const [reaction] = conversion.react(converted);
    expect((await dispatch(acme)(converted, reaction!)).answer).toMatchObject({ kind: 'refused', reason: 'OpportunityAlreadyOpened' });
  });

  it('passes on whom a process acted for', async () => {
    const converted = await conversionOf(await company());
    const [reaction] = conversion.react(converted);
    const handed = { ...converted, actor: { ...converted.actor, userId: 'dealtrail-process', onBehalfOf: 'nora' } };
    expect(requestFor(handed, reaction!).actor.onBehalfOf).toBe('nora');
  });

  it('gives each event and stream a command id of its own, the same for ever', async () => {
    const converted = await conversionOf(await company());
    const [reaction] = conversion.react(converted);
    const idOf = (more: object, stream = reaction!.stream) => requestFor({ ...converted, ...more }, { ...reaction!, stream }).commandId;
    const other = { eventId: '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f12' };
    expect(idOf({})).toBe(idOf({ index: 9 }));
    expect(new Set([idOf({}), idOf(other), idOf({}, 'opportunity-o2')]).size).toBe(3);
  });

  it('is not passed over when it was not decided', async () => {
    const acme = await company();
    const converted = await conversionOf(acme);
    const winning = { stream: opportunityStream('o1'), command: win };
    await expect(dispatcher(acme.handleDeal)(converted, winning)).rejects.toThrow(ReactionUnanswered);
    const [reaction] = conversion.react(converted);
    await dispatch(acme)(converted, reaction!);
    await expect(dispatcher(acme.handleDeal)(converted, winning)).rejects.toThrow(/denied/);
  });
});

/** Another process on the same store. */
const opportunityCommandsAnew = ({ store, codec }: Company) =>
  opportunityCommands({
    store,
    codec,
    directory: directory(store, codec),
    rulebook: rulebookWithoutGates,
    documents: documentOnFile(inMemoryDocumentStore()),
  });

describe('an erasure on record', () => {
  it('is completed by whoever reads it, as often as it is read', async () => {
    const vault = keysInMemory();
    await vault.obtain('person-p1');
    const event = { type: 'PersonErased', data: { personId: 'p1', legalBasis: 'request' } };
    const { perform, handles } = erasure(vault);
    expect(handles).toEqual(['PersonErased']);
    await perform(event as Parameters<typeof perform>[0]);
    await perform(event as Parameters<typeof perform>[0]);
    expect(await vault.find('person-p1')).toEqual({ kind: 'erased' });
  });
});
