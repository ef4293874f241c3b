import fc from 'fast-check';
import type { LedgerEvent } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { lead, type Lead } from '#leads';
import { builtInAuthority, knownLeadFacts, defaultCalendar, defineProcess, salesProc003v1, type Requirement } from '#rules';
import { anySales, commandsOf, dealOf, played, rowsOf, salesLedger, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { crewOf, leadWorklistProjection, leadWorkOf, type Crew, type LeadWorkRow } from './index.ts';

const { capture, assign, contact, disqualify } = commandsOf('a');

const exit: Requirement = { all: [{ criterion: 'leadComplete/1' }, { criterion: 'leadAssigned/1' }] };
const waivable: Requirement = { criterion: 'leadScreened/1', override: ['SALES_MANAGER', 'SALES_DIRECTOR'] };
/** The standard stages with a gate before there is a deal, and a time to rest. */
const process = defineProcess({
  ...salesProc003v1,
  stages: salesProc003v1.stages.map((stage) => (stage.code === 'S1' ? { ...stage, exit } : stage)),
  stalledAfter: { days: 21 },
});

const story = async (...commands: readonly DealCommand[]): Promise<LeadWorkRow> => {
  const ledger = salesLedger();
  const work = dealOf(ledger, 'a');
  for (const command of commands) await work(command);
  return rowsOf(leadWorklistProjection, ledger.events())[0]!;
};

const rep = { userId: 'rep-1', active: true, roles: ['SALES_REP'], teamId: null, userRevision: 1 };
const authority = async () => builtInAuthority;
const directory = { user: async (userId: string) => (userId === rep.userId ? rep : undefined), managersOf: async () => [], authority };

let crew: Crew;
beforeAll(async () => {
  crew = await crewOf(directory, 'rep-1');
});

/** Captured on 5 January 2026, 08:00 UTC. */
const lookedAt = (row: LeadWorkRow, now: string) => leadWorkOf(row, crew, { process, calendar: defaultCalendar, now });
const soon = '2026-01-05T12:00:00.000Z';

const statesOf = (events: readonly LedgerEvent[]): Readonly<Record<string, Lead>> => {
  const states: Record<string, Lead> = {};
  for (const event of events.filter(({ stream }) => stream.startsWith('lead-')))
    states[event.stream] = lead.evolve(states[event.stream] ?? lead.initialState, event as LedgerEvent<LeadEvent>);
  return states;
};

describe('the worklist of leads', () => {
  it('has of every lead the facts that its decider has', async () => {
    await fc.assert(
      fc.asyncProperty(anySales(), async (commands) => {
        const ledger = await played(commands);
        const decided = Object.values(statesOf(ledger.events())).flatMap((state) =>
          state.status === 'unknown'
            ? []
            : [[state.facts.captured.leadId, { isOpen: state.status === 'open', facts: state.facts }] as const],
        );
        const rows = rowsOf(leadWorklistProjection, ledger.events());
        expect(
          Object.fromEntries(
            rows.map(({ leadId, status, facts }) => [leadId, { isOpen: status === 'open', facts: knownLeadFacts(facts) }]),
          ),
        ).toEqual(Object.fromEntries(decided));
      }),
      { numRuns: 30 },
    );
  });

  it('holds nothing of what is sealed', async () => {
    expect(JSON.stringify(await story(capture(), assign('rep-1'), contact()))).not.toMatch(/Li Lei|86 10/);
  });

  it('waits for the first contact until it is made (L232)', async () => {
    const assigned = await story(capture(), assign('rep-1'));
    expect(assigned).toMatchObject({ ownerId: 'rep-1', contactDueAt: '2026-01-06T02:00:00.000Z' });
    expect(lookedAt(assigned, soon)).toMatchObject({ due: [{ what: 'firstContact' }], overdue: [] });
    expect(lookedAt(assigned, '2026-01-06T02:00:00.001Z')).toMatchObject({ overdue: ['firstContact'], dueAt: '2026-01-06T02:00:00.000Z' });
    expect(lookedAt(await story(capture(), assign('rep-1'), contact()), '2026-01-06T03:00:00.000Z')).toMatchObject({
      due: [],
      dueAt: null,
    });
  });

  it('is closed for what is not pursued', async () => {
    expect(await story(capture(), disqualify())).toMatchObject({ status: 'closed' });
  });
});

describe('what a lead still needs before it is a deal', () => {
  it('is told stage by stage, with who can supply it', async () => {
    expect(lookedAt(await story(capture()), soon)).toMatchObject({
      ...{ stage: 'S1', gatePassed: false, ownerId: null },
      needs: [
        { criterion: 'leadComplete/1', result: 'unmet', detail: { lacks: expect.arrayContaining(['need']) as string[] } },
        { criterion: 'leadAssigned/1', result: 'missing', suppliedBy: [{ command: 'AssignLead' }, { command: 'AssignLeadByRules' }] },
      ],
    });
    const assigned = lookedAt(await story(capture(), assign('rep-1')), soon);
    expect(assigned.needs).toMatchObject([{ criterion: 'leadComplete/1', suppliedBy: [{ command: 'EnrichLead', people: ['rep-1'] }] }]);
    expect(assigned.needs[0]?.suppliedBy[0]?.roles).toContain('SDR');
  });

  it('names who may let it pass without a criterion, never its assignee', async () => {
    const overridable = { ...process, stages: process.stages.map((stage) => (stage.code === 'S1' ? { ...stage, exit: waivable } : stage)) };
    const boss = { ...rep, userId: 'boss', roles: ['SALES_MANAGER'] };
    const lead = await story(capture(), assign('rep-1'));
    const around = (users: Crew['users']): Crew => ({
      ownerId: 'rep-1',
      managerIds: ['boss', 'rep-1'],
      memberIds: [],
      table: builtInAuthority,
      users,
    });
    const { needs } = leadWorkOf(lead, around([boss, { ...rep, roles: ['SALES_MANAGER'] }]), {
      ...{ process: overridable, calendar: defaultCalendar, now: soon },
    });
    expect(needs).toMatchObject([
      { criterion: 'leadScreened/1', overridableBy: { people: ['boss'], roles: ['SALES_DIRECTOR'], rolesOnTeam: [] } },
    ]);
  });

  it('is not known where its process is not', async () => {
    const work = leadWorkOf(await story(capture()), crew, { process: undefined, calendar: defaultCalendar, now: soon });
    expect(work).toMatchObject({ gatePassed: null, stage: null, needs: [] });
  });
});

describe('a lead at risk', () => {
  it('is one that nobody is answerable for (L24), or at which nothing happens', async () => {
    expect(lookedAt(await story(capture()), soon).atRisk).toEqual([{ risk: 'unassigned', since: '2026-01-05T08:00:00.000Z' }]);
    const assigned = await story(capture(), assign('rep-1'), contact());
    expect(lookedAt(assigned, soon).atRisk).toEqual([]);
    const stalled = { risk: 'stalled', since: '2026-01-26T10:00:00.000Z' };
    expect(lookedAt(assigned, '2026-02-05T12:00:00.000Z').atRisk).toEqual([stalled]);
  });

  it('is one that was taken from its assignee, since that happened', async () => {
    const ledger = salesLedger();
    const work = dealOf(ledger, 'a');
    for (const command of [capture(), assign('rep-1')]) await work(command);
    const taken = { leadId: 'a', from: 'rep-1', missedDueAt: '2026-01-05T09:30:00.000Z' };
    await ledger.record('lead-a', { type: 'LeadReclaimed', data: taken }, { caseId: 'case-a' });
    const [row] = rowsOf(leadWorklistProjection, ledger.events());
    expect(lookedAt(row!, soon).atRisk).toEqual([{ risk: 'unassigned', since: '2026-01-05T10:00:00.000Z' }]);
  });

  it('is none that waits in the nurture pool, until it is to be looked at again (L104)', async () => {
    const wakeAt = '2026-03-01T08:00:00.000Z';
    const ledger = salesLedger();
    await dealOf(ledger, 'a')(capture());
    await ledger.record('lead-a', { type: 'LeadNurtureEntered', data: { leadId: 'a', reason: 'notReady', wakeAt } }, { caseId: 'case-a' });
    const [nurtured] = rowsOf(leadWorklistProjection, ledger.events());
    expect(lookedAt(nurtured!, '2026-02-28T08:00:00.000Z')).toMatchObject({ inNurture: true, atRisk: [], overdue: [] });
    expect(lookedAt(nurtured!, '2026-03-01T08:00:00.001Z')).toMatchObject({ overdue: ['nurtureWake'] });
  });
});
