import { randomUUID } from 'node:crypto';
import { accepted, dealOf, line } from '../support/attempted.ts';
import { grantTogether, runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withStaff(await runningApp());
  // Of mona's roles one is asked at the step, and one is not.
  await grantTogether(running, 'mona', 'SDR');
}, 120_000);
afterAll(() => running?.stop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const ofMona = async (path: string, body: object): Promise<Answer> =>
  accepted(await running.post(`/v1/users/mona/${path}`, body, { as: 'mona' }));

/** Mona is away, and names somebody to turn to. */
const away = (absenceId: string, substituteId: string) => ofMona('absences', { absenceId, until: inDays(3), substituteId });
const back = (absenceId: string) => ofMona('absences/end', { absenceId });
const delegates = (delegationId: string, to: string, role = 'SALES_MANAGER') =>
  ofMona('delegations', { delegationId, to, roles: [role], until: inDays(5) });
const revokes = (delegationId: string) => ofMona('delegations/revoke', { delegationId });

/** A discount on a deal of rita's that waits for the manager of her team, which is mona. */
const asked = async () => {
  const deal = await dealOf(running, 'rita');
  const approvalId = `approval-${randomUUID()}`;
  await deal.drafts('q1', line('seats', 100_000, 80_000));
  const contentSha256 = await deal.seeks(approvalId);
  const waitingFor = async (as: string, position?: string) => {
    const headers = position === undefined ? {} : { 'dealtrail-after': position };
    return (await running.get(`/v1/approvals?waitingFor=me&opportunityId=${deal.id}`, { as, headers })).body.items as Answer['body'][];
  };
  expect(await until(async () => (await waitingFor('mona')).length === 1)).toBe(true);
  return { waitingFor, decides: (as: string) => deal.decides(approvalId, 1, contentSha256, { as, onBehalfOf: 'mona' }) };
};

interface Situation {
  /** Who would decide for mona. */
  readonly who: string;
  /** Sets it up; the last answer. */
  readonly given: (id: string) => Promise<Answer>;
  /** Undoes what is left of it. */
  readonly after: (id: string) => Promise<unknown>;
  readonly may: boolean;
  /** Why not. */
  readonly status?: number;
}

const situations: Readonly<Record<string, Situation>> = {
  'is only named as whom to turn to': { who: 'rolf', given: (id) => away(id, 'rolf'), after: back, may: false, status: 403 },
  'is named, and holds the role that is asked by a delegation': {
    who: 'rolf',
    given: async (id) => {
      await delegates(id, 'rolf');
      return away(id, 'rolf');
    },
    after: async (id) => [await revokes(id), await back(id)],
    may: true,
  },
  'is named, and lost the delegation': {
    who: 'rolf',
    given: async (id) => {
      await delegates(id, 'rolf');
      await away(id, 'rolf');
      return revokes(id);
    },
    after: back,
    may: false,
    status: 403,
  },
  'is named, and holds another role only': {
    who: 'rolf',
    given: async (id) => {
      await delegates(id, 'rolf', 'SDR');
      return away(id, 'rolf');
    },
    after: async (id) => [await revokes(id), await back(id)],
    may: false,
    status: 409,
  },
  'is named and delegated to, and owns the deal': {
    who: 'rita',
    given: async (id) => {
      await delegates(id, 'rita');
      return away(id, 'rita');
    },
    after: async (id) => [await revokes(id), await back(id)],
    may: false,
    status: 409,
  },
  'is delegated to, while somebody else is named': {
    who: 'sdr',
    given: async (id) => {
      await delegates(id, 'sdr');
      return away(id, 'rolf');
    },
    after: async (id) => [await revokes(id), await back(id)],
    may: true,
  },
  'is delegated to for longer than the absence lasted': {
    who: 'rolf',
    given: async (id) => {
      await delegates(id, 'rolf');
      await away(id, 'rolf');
      return back(id);
    },
    after: revokes,
    may: true,
  },
};

describe('what waits for somebody absent is on the list of who stands in exactly when they may decide it (L154)', () => {
  it.each(Object.entries(situations))('where that one %s', async (_, { who, given, after, may, status = 200 }) => {
    const id = randomUUID();
    const { waitingFor, decides } = await asked();
    const { body } = await given(id);
    expect((await waitingFor(who, body.position)).map(({ mayDecideFor }) => mayDecideFor as string[])).toEqual(may ? [['mona']] : []);
    expect((await decides(who)).status).toBe(status);
    await after(id);
  });
});
