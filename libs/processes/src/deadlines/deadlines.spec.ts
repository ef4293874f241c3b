import fc from 'fast-check';
import { InMemoryEventStore } from '#in-memory';
import type { LedgerEvent, PendingDeadline } from '#eventsourcing';
import { catalogue, eventCodec, type AnyEvent } from '#event-contracts';
import { caseOfLead, leadCommands, leadStream } from '#leads';
import { byProgram, leadPorts } from '../../../../test/support/commands.ts';
import { rowsOf, salesLedger, testVault, type Circumstances } from '../../../../test/support/sales-ledger.ts';
import {
  deadline,
  deadlineDispatcher,
  deadlinesProjection,
  deadlinesProjectionOf,
  DeadlineUnanswered,
  definitionHandlers,
  requestForDeadline,
} from '../index.ts';
import type { AnyDeadline } from './deadline.ts';

const leadId = 'l1';
const dueAt = '2026-01-06T08:00:00.000Z';
const assigned = (to = 'rep1', contactDueAt = dueAt, from: string | null = null): AnyEvent => ({
  type: 'LeadAssigned',
  data: { leadId, from, to, contactDueAt },
});
const contacted: AnyEvent = {
  type: 'LeadContacted',
  data: { leadId, channel: 'call', direction: 'outbound', effective: true, first: true, contactId: 'p1' },
};
const disqualified: AnyEvent = { type: 'LeadDisqualified', data: { leadId, reason: 'noNeed', contactId: 'p1' } };
const noEffect: AnyEvent = { type: 'CommandHadNoEffect', data: { command: 'BreachFirstContact' } };
const refused: AnyEvent = { type: 'CommandRefused', data: { command: 'X', reason: 'y', detail: {}, liftedBy: [] } };
const breached: AnyEvent = { type: 'FirstContactSlaBreached', data: { leadId, assigneeId: 'rep1', dueAt } };
const [early, late] = ['2026-01-06T07:59:59.999Z', '2026-01-06T08:00:00.001Z'];

type Told = readonly [AnyEvent, Circumstances?];

const pendingAfter = async (told: readonly Told[], projection = deadlinesProjection, stream = 'lead-l1') => {
  const ledger = salesLedger();
  for (const [event, given] of told) await ledger.record(stream, event, { caseId: 'case-l1', ...given });
  const rows = rowsOf(projection, ledger.events());
  return rows.flatMap(({ caseId, stream, pending }) => pending.map((each): PendingDeadline => ({ caseId, stream, ...each })));
};

const only = async (...told: readonly Told[]): Promise<PendingDeadline> => {
  const [one, ...more] = await pendingAfter(told);
  if (!one || more.length > 0) throw new Error(`${more.length + Number(!!one)} deadlines are pending`);
  return one;
};

describe('a deadline', () => {
  it('is pending from the event that sets it on', async () => {
    expect(await only([assigned()])).toEqual({
      name: 'first-contact',
      subject: leadId,
      caseId: 'case-l1',
      stream: 'lead-l1',
      dueAt,
      firesAt: dueAt,
      commandId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      command: { type: 'BreachFirstContact', data: { leadId, assigneeId: 'rep1', dueAt } },
      source: {
        eventId: 'event-0',
        commandId: 'command-0',
        correlationId: 'command-0',
        index: 0,
        policyVersion: 'SALES-PROC-003@1',
        processVersion: expect.stringContaining('SALES-PROC-003@1#'),
      },
    });
  });
  it('is not set where no time was given', async () =>
    expect(await pendingAfter([[{ type: 'LeadAssigned', data: { leadId, from: null, to: 'rep1' } }]])).toEqual([]));
  it('is not set by an event in the stream of something else', async () =>
    expect(await pendingAfter([[assigned()]], deadlinesProjection, 'opportunity-l1')).toEqual([]));
  it.each([contacted, disqualified])('ends with $type in time, whenever that was recorded', async (event) =>
    expect(await pendingAfter([[assigned()], [event, { occurredAt: early }]])).toEqual([]),
  );
  it.each([contacted, disqualified])('outlives $type that comes too late', async (event) =>
    expect(await pendingAfter([[assigned()], [event, { occurredAt: late }]])).toHaveLength(1),
  );
  it('gives way to a new one about the same, unless it is past', async () => {
    const next = assigned('rep2', '2026-01-09T08:00:00.000Z', 'rep1');
    const subjects = async (occurredAt: string) =>
      (await pendingAfter([[assigned()], [next, { occurredAt }]])).map(
        ({ command }) => (command.data as { assigneeId: string }).assigneeId,
      );
    expect(await subjects(early)).toEqual(['rep2']);
    expect(await subjects(late)).toEqual(['rep1', 'rep2']);
  });
  it.each([noEffect, refused, breached])('ends with the answer to its command: $type', async (answer) => {
    const { commandId } = await only([assigned()]);
    expect(await pendingAfter([[assigned()], [answer, { commandId }]])).toEqual([]);
    expect(await pendingAfter([[assigned()], [answer, { commandId: 'of another command' }]])).toHaveLength(1);
  });
  it('that was recorded when it was past waits a day for the rest of the story', async () => {
    const { firesAt } = await only([assigned('rep1', '2026-01-02T08:00:00.000Z'), { occurredAt: '2026-01-01T08:00:00.000Z' }]);
    expect(firesAt).toBe('2026-01-06T08:00:00.000Z');
  });
  it('that follows from another one does not', async () => {
    const past = assigned('rep1', '2026-01-02T08:00:00.000Z');
    const { firesAt } = await only([past, { occurredAt: '2026-01-01T08:00:00.000Z', channel: 'process' }]);
    expect(firesAt).toBe('2026-01-02T08:00:00.000Z');
  });
  it('has a command id of its own, the same for ever', async () => {
    const id = async (told: readonly Told[]) => (await pendingAfter(told)).at(-1)!.commandId;
    expect(await id([[assigned()]])).toBe(await id([[assigned('rep2')]]));
    expect(await id([[contacted], [assigned()]])).not.toBe(await id([[assigned()]]));
  });
});

describe('deadlines of one stream', () => {
  const perLevel = deadline({
    name: 'per-level',
    version: 3,
    of: 'lead',
    starts: {
      LeadQualified: ({ data: { as } }) =>
        (['a', 'b'] as const).map((part) => ({
          subject: `${as}-${part}`,
          dueAt,
          command: { type: 'BreachFirstContact', data: { leadId, assigneeId: as, dueAt } },
        })),
    },
    ends: ['LeadConverted'],
    endsOne: { LeadEnriched: ({ data: { contactId } }) => contactId },
    effects: [],
  }) as unknown as AnyDeadline;
  const projection = deadlinesProjectionOf([perLevel]);
  const level = (as: 'MQL' | 'SQL'): Told => [{ type: 'LeadQualified', data: { leadId, from: null, as, bant: {} } }];
  const enriched = (contactId: string): Told => [{ type: 'LeadEnriched', data: { leadId, changes: [], contactId } }];

  it('end one by one where the event names the subject', async () => {
    const left = await pendingAfter([level('MQL'), level('SQL'), enriched('SQL-a'), enriched('none')], projection);
    expect(left.map(({ subject }) => subject)).toEqual(['MQL-a', 'MQL-b', 'SQL-b']);
    expect(new Set(left.map(({ commandId }) => commandId)).size).toBe(3);
  });
  it('make the version of the whole', () => {
    expect(projection.projection.version).toBe(4);
    expect(deadlinesProjectionOf([perLevel, perLevel]).projection.version).toBe(7);
  });

  it('stand in one row, which tells the earliest, and is gone with the last of them', () => {
    const events = fc.array(
      fc.oneof(
        fc.record({ to: fc.constantFrom('a', 'b'), due: fc.integer({ min: 0, max: 60 }) }).map(({ to, due }): Told => {
          const at = new Date(Date.parse(dueAt) + due * 3_600_000).toISOString();
          return [assigned(to, at)];
        }),
        fc.constantFrom<Told>([contacted], [disqualified], [noEffect]),
      ),
      { maxLength: 20 },
    );
    return fc.assert(
      fc.asyncProperty(events, async (told) => {
        const ledger = salesLedger();
        for (const [event] of told) await ledger.record('lead-l1', event);
        for (const row of rowsOf(deadlinesProjection, ledger.events())) {
          expect(row.count).toBe(row.pending.length);
          expect(row.count).toBeGreaterThan(0);
          expect(row.pending.every(({ firesAt }) => firesAt >= row.firesAt)).toBe(true);
          expect(row.pending.some(({ firesAt }) => firesAt === row.firesAt)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the command of a deadline', () => {
  const active = async () => 'active' as const;
  const office = () => {
    const store = new InMemoryEventStore();
    const codec = eventCodec<AnyEvent>(catalogue, testVault());
    const clock = () => '2026-01-06T09:00:00.000Z';
    const directory = { ...byProgram, standing: active, teamExists: async () => true };
    const lead = leadCommands({ ...leadPorts, store, codec, directory, clock });
    const nobody = async (): Promise<never> => {
      throw new Error('no opportunity is asked');
    };
    const give = (type: string, data: object, occurredAt: string) =>
      lead({
        stream: leadStream(leadId),
        caseId: caseOfLead(leadId),
        command: { type, data: { leadId, ...data } } as Parameters<typeof lead>[0]['command'],
        commandId: crypto.randomUUID(),
        bodyDigest: 'd',
        actor: { userId: 'sdr', rolesAtThatTime: ['SDR'], userRevision: 0, channel: 'api' },
        correlationId: 'c',
        causationId: 'c',
        occurredAt,
        policyVersion: 'p',
        processVersion: 'q',
      });
    const history = async () =>
      (await store.read(leadStream(leadId))).map((stored) => codec.decode(stored)) as unknown as LedgerEvent<AnyEvent>[];
    const pending = async () =>
      rowsOf(deadlinesProjection, await history()).flatMap(({ caseId, stream, pending: all }) =>
        all.map((each): PendingDeadline => ({ caseId, stream, ...each })),
      );
    return {
      give,
      history,
      pending,
      dispatch: deadlineDispatcher({ lead, opportunity: nobody, approval: nobody, contract: nobody, ...definitionHandlers(nobody) }),
    };
  };
  const assignedLead = async () => {
    const desk = office();
    await desk.give('CaptureLead', { source: 'web', company: 'Acme', contactId: 'p1' }, '2026-01-05T07:00:00.000Z');
    await desk.give('AssignLead', { to: 'rep1' }, '2026-01-05T08:00:00.000Z');
    const [first] = await desk.pending();
    return { ...desk, first: first! };
  };

  it('records the breach at the time it happened, once, and so ends the deadline; the next one takes the lead back', async () => {
    const { dispatch, first, history, pending } = await assignedLead();
    expect([await dispatch(first), await dispatch(first)]).toEqual(['accepted', 'accepted']);
    const breaches = (await history()).filter(({ type }) => type === 'FirstContactSlaBreached');
    expect(breaches).toMatchObject([
      {
        data: { leadId, assigneeId: 'rep1', dueAt },
        occurredAt: dueAt,
        recordedAt: '2026-01-06T09:00:00.000Z',
        caseId: 'case-l1',
        causationId: first.source.eventId,
        actor: { userId: 'dealtrail-process', rolesAtThatTime: ['PROCESS'], channel: 'process' },
      },
    ]);
    expect(breaches[0]!.actor.onBehalfOf).toBeUndefined();
    const [next, ...others] = await pending();
    expect([next, ...others]).toMatchObject([{ name: 'reclaim', dueAt: '2026-01-07T08:00:00.000Z', command: { type: 'ReclaimLead' } }]);
    expect(await dispatch(next!)).toBe('accepted');
    expect((await history()).at(-1)).toMatchObject({ type: 'LeadReclaimed', data: { leadId, from: 'rep1', missedDueAt: dueAt } });
    expect(await pending()).toEqual([]);
  });
  it('leaves the lead with who contacted it after all (L232)', async () => {
    const { dispatch, first, give, pending } = await assignedLead();
    await dispatch(first);
    await give('LogLeadContact', { channel: 'call', direction: 'outbound', effective: true }, '2026-01-06T10:00:00.000Z');
    expect(await pending()).toEqual([]);
  });
  it('wakes a nurtured lead when its time has come, once (L104)', async () => {
    const { dispatch, give, pending, history } = office();
    await give('CaptureLead', { source: 'web', company: 'Acme', contactId: 'p1' }, '2026-01-05T07:00:00.000Z');
    await give('EnterNurture', { reason: 'notReady', wakeAt: '2026-01-06T07:00:00.000Z' }, '2026-01-05T08:00:00.000Z');
    const [wake] = await pending();
    expect(wake).toMatchObject({ name: 'nurture-wake', dueAt: '2026-01-06T07:00:00.000Z' });
    expect([await dispatch(wake!), await dispatch(wake!)]).toEqual(['accepted', 'accepted']);
    expect((await history()).at(-1)).toMatchObject({ type: 'LeadNurtureExited', data: { leadId, because: 'wakeUp' } });
    expect(await pending()).toEqual([]);
  });
  it('has no effect when the contact was in time, though it was read as pending; that answer ends it too', async () => {
    const { dispatch, give, first, pending, history } = await assignedLead();
    await give('LogLeadContact', { channel: 'call', direction: 'outbound', effective: true }, early);
    expect(await dispatch(first)).toBe('noEffect');
    expect((await history()).map(({ type }) => type)).not.toContain('FirstContactSlaBreached');
    expect(await pending()).toEqual([]);
  });
  it('is the same after it was kept as JSON with its keys in another order', async () => {
    const { first } = await assignedLead();
    const { leadId: id, ...data } = first.command.data as { leadId: string };
    const stored = { ...first, command: { data: { ...data, leadId: id }, type: first.command.type } };
    expect(requestForDeadline(stored)).toEqual(requestForDeadline(first));
  });
  it('is not taken for answered when nothing was decided', async () => {
    const { dispatch, first } = await assignedLead();
    await expect(dispatch({ ...first, stream: 'lead-unknown' })).rejects.toThrow(DeadlineUnanswered);
    await expect(dispatch({ ...first, stream: 'team-t1' })).rejects.toThrow('nobody decides on team-t1');
  });
});
