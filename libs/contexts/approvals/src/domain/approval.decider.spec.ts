import fc from 'fast-check';
import type { ApprovalEvent, Role } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { standardApprovalMatrix, type ApprovalMatrixContents } from '#rules';
import {
  approvalId,
  approvalUnderTest,
  asked,
  askOf,
  contentSha256,
  matrix,
  otherSha256,
  someone,
  type AskedOfApproval,
} from '../../../../../test/support/approval-story.ts';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import type { AddApprovalSigner, DecideApprovalStep, Known } from './approval-command.ts';

const { given } = specification(approvalUnderTest);

const open = (ask = askOf(), known: Partial<Known> = {}): AskedOfApproval => ({
  type: 'OpenApproval',
  data: { approvalId, ask, barred: ['author'] },
  known,
});
const decide = (step: number, who: Partial<Known>, more: Partial<DecideApprovalStep['data']> = {}): AskedOfApproval => ({
  type: 'DecideApprovalStep',
  data: { approvalId, step, decision: 'approved', contentSha256, ...more },
  known: who,
});
const sign = (signerId: string, who: Partial<Known>, step = 1): AskedOfApproval => ({
  type: 'AddApprovalSigner',
  data: { approvalId, step, signerId, reason: 'They know the customer' } satisfies AddApprovalSigner['data'],
  known: who,
});
const recall = (who: Partial<Known>): AskedOfApproval => ({
  type: 'RecallApproval',
  data: { approvalId, reason: 'A mistake' },
  known: who,
});
const escalate = (dueAt: string, step = 1): AskedOfApproval => ({
  type: 'EscalateApproval',
  data: { approvalId, step, dueAt },
  known: { at: dueAt, now: dueAt },
});
const annul: AskedOfApproval = {
  type: 'VoidApproval',
  data: { approvalId, because: 'contentChanged', approvedSha256: contentSha256, currentSha256: otherSha256 },
};

const mona = someone('mona', 'SALES_MANAGER');
const dora = someone('dora', 'SALES_DIRECTOR');
const lena = someone('lena', 'LEGAL');
const fred = someone('fred', 'FINANCE');
const max = someone('max', 'MANAGEMENT');

/** What happened when these commands were given one after the other; each must have been accepted. */
const after = (...commands: readonly AskedOfApproval[]): readonly (ApprovalEvent & { occurredAt: string })[] => {
  const history: (ApprovalEvent & { occurredAt: string })[] = [];
  for (const command of commands) {
    const decision = approvalUnderTest.decide(command, foldAll(approvalUnderTest, history));
    if (decision.kind === 'refused') throw new Error(`${command.type} was refused: ${decision.reason}`);
    history.push(...decision.events.map((event) => ({ ...event, occurredAt: command.known?.at ?? asked })));
  }
  return history;
};

const contract = askOf({ type: 'contract', subject: { kind: 'contract', id: 'c1', version: 1, contentSha256 }, measures: {} });
const monday = '2026-06-01T08:00:00.000Z';
const tuesday = '2026-06-02T08:00:00.000Z';

const withMatrix = (more: Partial<ApprovalMatrixContents>): Partial<Known> => ({
  matrix: { name: matrix.name, contents: { ...standardApprovalMatrix, ...more } },
});
/** One step that any of two roles decides. */
const anyOf = withMatrix({
  routes: [
    {
      type: 'discount',
      tiers: [
        {
          ...{ code: 'either', above: {} },
          steps: [
            {
              ...{ name: { zh: '任一', en: 'Either' }, roles: ['SALES_MANAGER', 'FINANCE'], decides: 'any' },
              ...{ within: { workdays: 1 }, escalatesTo: ['MANAGEMENT'] },
            },
          ],
        },
      ],
    },
  ],
});

describe('asking for an approval (L149, L154, L156, L188)', () => {
  const ways = (ask = askOf(), known: Partial<Known> = {}) =>
    after(open(ask, known)).flatMap((event) => (event.type === 'ApprovalRequested' ? event.data.route.map(({ roles }) => roles) : []));
  it('starts the first step at once, with its time', () => given().when(open()).thenTypes('ApprovalRequested', 'ApprovalStepStarted'));
  it.each([
    [1_300, [['SALES_MANAGER']]],
    [2_000, [['SALES_MANAGER'], ['SALES_DIRECTOR']]],
    [3_500, [['SALES_MANAGER'], ['SALES_DIRECTOR'], ['FINANCE'], ['MANAGEMENT']]],
  ])('goes by tiers: a discount of %i basis points to %j', (documentDiscountBp, roles) =>
    expect(ways(askOf({ measures: { documentDiscountBp } }))).toEqual(roles),
  );
  it('goes the stricter way where an amount is in another currency', () =>
    expect(ways(askOf({ measures: { documentDiscountBp: 1_300, amount: { minor: 1, currency: 'USD' } } }))).toContainEqual(['MANAGEMENT']));
  it('lets sales director, legal and finance look at every contract (L154)', () =>
    expect(ways(contract)).toEqual([['SALES_DIRECTOR', 'LEGAL', 'FINANCE']]));
  it('asks finance about terms of payment (L156)', () =>
    expect(ways(askOf({ type: 'paymentTerms', measures: { paymentDays: 60 } }))).toContainEqual(['FINANCE']));
  it('bars whoever owns the deal, asked, or wrote it', () =>
    expect(given().when(open(askOf({ requestedBy: 'other' }))).decision).toMatchObject({
      events: [{ data: { barred: ['author', 'rep1', 'other'] } }, {}],
    }));
  it('is opened once', () =>
    given(...after(open()))
      .when(open())
      .thenNothing());
  it('is opened for nothing else under the same id', () =>
    given(...after(open()))
      .when(open(askOf({ reason: 'another' })))
      .thenRefused('ApprovalOtherwise'));
  it('is refused where no matrix is in force', () =>
    given()
      .when(open(askOf(), { matrix: undefined }))
      .thenRefused('NoMatrixInForce'));
  it('is refused where the matrix has no way for it', () =>
    given()
      .when(open(askOf(), withMatrix({ routes: [] })))
      .thenRefused('NoRoute', { type: 'discount' }));
  it('goes on under the matrix it began with, when another one takes its place', () => {
    const begun = after(
      open(),
      decide(1, { ...mona, ...withMatrix({ routes: [] }), matrix: { name: 'APPROVAL-MATRIX@2#x', contents: standardApprovalMatrix } }),
    );
    const ended = after(open(), decide(1, mona), decide(2, { ...dora, ...withMatrix({ routes: [] }) }));
    expect(begun.at(-1)).toMatchObject({ type: 'ApprovalStepStarted', data: { step: 2, roles: ['SALES_DIRECTOR'] } });
    expect(ended.at(-1)).toMatchObject({ type: 'ApprovalGranted', data: { matrix: matrix.name } });
  });
});

describe('deciding in sequence (L149, L188)', () => {
  it('passes to the next step, then grants', () => {
    given(...after(open()))
      .when(decide(1, mona))
      .thenTypes('ApprovalStepDecided', 'ApprovalStepStarted');
    given(...after(open(), decide(1, mona)))
      .when(decide(2, dora))
      .thenTypes('ApprovalStepDecided', 'ApprovalGranted');
  });
  it('refuses a step before its turn', () =>
    given(...after(open()))
      .when(decide(2, dora))
      .thenRefused('StepNotCurrent', { step: 2, current: 1 }));
  it('refuses whoever is not asked', () =>
    given(...after(open()))
      .when(decide(1, fred))
      .thenRefused('NotAsked', { roles: ['SALES_MANAGER'] }));
  it('does nothing when it is decided just so', () =>
    given(...after(open(), decide(1, mona)))
      .when(decide(1, mona))
      .thenNothing());
  it('refuses another content, and shows both hashes', () =>
    given(...after(open()))
      .when(decide(1, mona, { contentSha256: otherSha256 }))
      .thenRefused('ContentDiffers', { askedSha256: contentSha256, decidedSha256: otherSha256 }));
  it('knows of each step when it began and was decided', () => {
    const granted = after(
      open(),
      decide(1, { ...mona, at: tuesday, now: tuesday }),
      decide(2, { ...dora, at: '2026-06-03T09:00:00.000Z', now: '2026-06-03T09:00:00.000Z' }),
    ).at(-1);
    expect(granted).toMatchObject({
      data: {
        signatures: [
          { step: 1, userId: 'mona', role: 'SALES_MANAGER', startedAt: monday, decidedAt: tuesday },
          { step: 2, userId: 'dora', role: 'SALES_DIRECTOR', startedAt: tuesday, decidedAt: '2026-06-03T09:00:00.000Z' },
        ],
      },
    });
  });
  it('refuses a decision that is dated back before its step began', () =>
    given(...after(open(), decide(1, { ...mona, at: tuesday, now: tuesday })))
      .when(decide(2, { ...dora, at: monday, now: '2026-06-03T09:00:00.000Z' }))
      .thenRefused('DecidedBeforeStart', { at: monday, startedAt: tuesday }));
});

describe('deciding by any, and by all (L154)', () => {
  it.each([
    ['a sales manager', mona],
    ['finance', fred],
  ])('is done by %s alone, where any of both may', (_, who) =>
    given(...after(open(askOf(), anyOf)))
      .when(decide(1, who))
      .thenTypes('ApprovalStepDecided', 'ApprovalGranted'),
  );
  it('waits for one of each role, where all have to', () => {
    given(...after(open(contract), decide(1, lena)))
      .when(decide(1, fred))
      .thenTypes('ApprovalStepDecided');
    given(...after(open(contract), decide(1, lena), decide(1, fred)))
      .when(decide(1, dora))
      .thenTypes('ApprovalStepDecided', 'ApprovalGranted');
  });
  it('counts a second person of the same role for nothing', () =>
    given(...after(open(contract), decide(1, lena)))
      .when(decide(1, someone('lola', 'LEGAL')))
      .thenRefused('NotAsked', { roles: ['SALES_DIRECTOR', 'FINANCE'] }));
});

describe('rejecting and sending back', () => {
  it('ends it at once', () => {
    given(...after(open()))
      .when(decide(1, mona, { decision: 'rejected', comment: 'Too much' }))
      .thenTypes('ApprovalStepDecided', 'ApprovalRejected');
    given(...after(open()))
      .when(decide(1, mona, { decision: 'sentBack' }))
      .thenTypes('ApprovalStepDecided', 'ApprovalSentBack');
  });
  it('leaves nothing to decide: it is asked for anew, under an id of its own', () =>
    given(...after(open(), decide(1, mona, { decision: 'sentBack' })))
      .when(decide(1, someone('mike', 'SALES_MANAGER')))
      .thenRefused('ApprovalEnded', { as: 'sentBack' }));
});

describe('nobody decides in their own matter (L149, L188)', () => {
  const all: readonly Role[] = ['SALES_MANAGER', 'SALES_DIRECTOR'];
  it.each(['rep1', 'author'])('%s does not, whatever roles they hold', (userId) =>
    given(...after(open()))
      .when(decide(1, someone(userId, ...all)))
      .thenRefused('SelfApproval', { userIds: [userId] }),
  );
  it('not as the delegate of somebody who may', () =>
    given(...after(open()))
      .when(decide(1, { ...mona, through: 'rep1' }))
      .thenRefused('SelfApproval', { userIds: ['rep1'] }));
  it('not through a delegate', () =>
    given(...after(open()))
      .when(decide(1, { ...someone('rep1', ...all), through: 'mike' }))
      .thenRefused('SelfApproval', { userIds: ['rep1'] }));
  it('not as a signer who was added', () =>
    given(...after(open()))
      .when(sign('rep1', mona))
      .thenRefused('SelfApproval', { userIds: ['rep1'] }));
  it('not by who has taken the deal over since it was asked for, nor as their delegate, nor as a signer', () => {
    const dealOwners = ['rep1', 'mona'];
    given(...after(open()))
      .when(decide(1, { ...mona, dealOwners }))
      .thenRefused('SelfApproval', { userIds: ['mona'] });
    given(...after(open()))
      .when(decide(1, { ...mona, userId: 'mike', heldSince: mona.heldSince!, through: 'mona', dealOwners }))
      .thenRefused('SelfApproval', { userIds: ['mona'] });
    given(...after(open()))
      .when(sign('mona', { ...someone('mike', 'SALES_MANAGER'), dealOwners }))
      .thenRefused('SelfApproval', { userIds: ['mona'] });
  });
  it('not by a role that was granted since it was asked for', () =>
    given(...after(open()))
      .when(decide(1, { ...mona, heldSince: { SALES_MANAGER: tuesday }, at: tuesday, now: tuesday }))
      .thenRefused('RoleHeldTooLate', { role: 'SALES_MANAGER', heldSince: tuesday, requestedAt: asked }));
  it('not by a role of which nobody knows since when it is held', () =>
    given(...after(open()))
      .when(decide(1, { ...mona, heldSince: {}, at: tuesday, now: tuesday }))
      .thenRefused('RoleHeldTooLate'));
});

describe('one person has one word', () => {
  const both = someone('mona', 'SALES_MANAGER', 'SALES_DIRECTOR');
  it('refuses the same person in two steps', () =>
    given(...after(open(), decide(1, both)))
      .when(decide(2, both))
      .thenRefused('SamePerson', { step: 1 }));
  it('refuses them as a delegate of somebody else', () =>
    given(...after(open(), decide(1, both)))
      .when(decide(2, { ...dora, through: 'mona' }))
      .thenRefused('SamePerson'));
  it('refuses whoever a delegate has decided for', () =>
    given(...after(open(), decide(1, { ...both, through: 'dan' })))
      .when(decide(2, both))
      .thenRefused('SamePerson'));
  it('refuses one person with two of the roles that all have to decide', () =>
    given(...after(open(contract), decide(1, someone('lena', 'LEGAL', 'FINANCE'))))
      .when(decide(1, someone('lena', 'FINANCE'), { comment: 'as finance' }))
      .thenNothing());
  it('lets them, where the matrix does', () =>
    given(...after(open(askOf(), withMatrix({ samePersonMay: true })), decide(1, both)))
      .when(decide(2, both))
      .thenTypes('ApprovalStepDecided', 'ApprovalGranted'));
});

describe('a delegate (L154)', () => {
  it('decides with the roles of whom they stand for, and both are on record', () =>
    expect(given(...after(open())).when(decide(1, { ...mona, through: 'dan' })).decision).toMatchObject({
      events: [{ data: { userId: 'dan', onBehalfOf: 'mona', role: 'SALES_MANAGER' } }, { type: 'ApprovalStepStarted' }],
    }));
});

describe('adding a signer (L154)', () => {
  const added = [open(), sign('zoe', mona)] as const;
  it('makes the step wait for them', () => {
    given(...after(open()))
      .when(sign('zoe', mona))
      .thenTypes('ApprovalSignerAdded');
    given(...after(...added))
      .when(decide(1, mona))
      .thenTypes('ApprovalStepDecided');
    given(...after(...added, decide(1, mona)))
      .when(decide(1, someone('zoe')))
      .thenTypes('ApprovalStepDecided', 'ApprovalStepStarted');
  });
  it('is done once', () =>
    given(...after(...added))
      .when(sign('zoe', mona))
      .thenNothing());
  it('is up to whoever is asked', () =>
    given(...after(open()))
      .when(sign('zoe', fred))
      .thenRefused('NotAsked'));
  it('refuses somebody who is not active', () =>
    given(...after(open()))
      .when(sign('zoe', { ...mona, named: 'inactive' }))
      .thenRefused('SignerNotActive', { standing: 'inactive' }));
  it('refuses somebody who has decided already', () =>
    given(...after(open(), decide(1, mona)))
      .when(sign('mona', dora, 2))
      .thenRefused('SamePerson'));
  it('is refused at another step, and after the end', () => {
    given(...after(open()))
      .when(sign('zoe', dora, 2))
      .thenRefused('StepNotCurrent');
    given(...after(open(), annul))
      .when(sign('zoe', mona))
      .thenRefused('ApprovalEnded');
  });
});

describe('when nobody decides in time (L188)', () => {
  const dueOf = (...commands: readonly AskedOfApproval[]): string =>
    after(...commands)
      .flatMap((event) => (event.type === 'ApprovalStepStarted' ? [event.data.dueAt] : []))
      .at(-1) ?? '';
  it('is due after so many workdays by the calendar', () => expect(dueOf(open())).toBe(tuesday));
  it('goes to those above, who decide in the place of whoever is absent', () => {
    const due = dueOf(open());
    given(...after(open()))
      .when(escalate(due))
      .then({
        type: 'ApprovalEscalated',
        data: { approvalId, step: 1, to: ['SALES_DIRECTOR'], overdueSince: due, dueAt: '2026-06-03T08:00:00.000Z' },
      });
    given(...after(open(), escalate(due)))
      .when(decide(1, { ...dora, at: due, now: due }))
      .thenTypes('ApprovalStepDecided', 'ApprovalStepStarted');
  });
  it('is still open to whoever was asked', () =>
    given(...after(open(), escalate(dueOf(open()))))
      .when(decide(1, { ...mona, at: tuesday, now: tuesday }))
      .thenTypes('ApprovalStepDecided', 'ApprovalStepStarted'));
  it('relieves all who are missing: other roles, and signers', () => {
    const due = dueOf(open(contract));
    given(...after(open(contract), decide(1, lena), sign('zoe', fred), escalate(due)))
      .when(decide(1, { ...max, at: due, now: due }))
      .thenTypes('ApprovalStepDecided', 'ApprovalGranted');
  });
  it('does nothing for a step that was decided, that was escalated, or whose time is another', () => {
    const due = dueOf(open());
    given(...after(open(), decide(1, mona)))
      .when(escalate(due))
      .thenNothing();
    given(...after(open(), escalate(due)))
      .when(escalate(due))
      .thenNothing();
    given(...after(open()))
      .when(escalate(monday))
      .thenNothing();
  });
});

describe('recalling', () => {
  it.each([
    ['whoever asked', someone('rep1')],
    ['a delegate of theirs', { ...someone('rep1'), through: 'dan' }],
  ])('is up to %s', (_, who) =>
    given(...after(open()))
      .when(recall(who))
      .thenTypes('ApprovalRecalled'),
  );
  it('is done once', () =>
    given(...after(open(), recall(someone('rep1'))))
      .when(recall(someone('rep1')))
      .thenNothing());
  it('is refused to others', () =>
    given(...after(open()))
      .when(recall(mona))
      .thenRefused('NotTheRequester'));
  it('is refused after the end', () =>
    given(...after(open(), decide(1, mona), decide(2, dora)))
      .when(recall(someone('rep1')))
      .thenRefused('ApprovalEnded', { as: 'granted' }));
});

describe('voiding', () => {
  it.each([
    ['one under way', [open()], 'waiting'],
    ['one that was granted', [open(), decide(1, mona), decide(2, dora)], 'granted'],
  ] as const)('ends %s, with both hashes', (_, commands, from) =>
    expect(given(...after(...commands)).when(annul).decision).toMatchObject({
      events: [{ type: 'ApprovalVoided', data: { from, approvedSha256: contentSha256, currentSha256: otherSha256 } }],
    }),
  );
  it('changes nothing of one that ended otherwise, or never began', () => {
    given(...after(open(), recall(someone('rep1'))))
      .when(annul)
      .thenNothing();
    given().when(annul).thenNothing();
  });
});

describe('any approval', () => {
  const who = fc.constantFrom(
    ...[
      mona,
      dora,
      lena,
      fred,
      max,
      someone('rep1', 'SALES_MANAGER'),
      someone('zoe'),
      someone('ann', 'SALES_MANAGER', 'SALES_DIRECTOR'),
      someone('ann', 'SALES_MANAGER', 'SALES_DIRECTOR'),
    ],
    ...[
      { ...mona, through: 'dan' },
      { ...someone('new', 'SALES_MANAGER', 'LEGAL'), heldSince: { SALES_MANAGER: tuesday, LEGAL: tuesday } },
    ],
    { ...dora, at: '2026-05-01T00:00:00.000Z' },
  );
  const step = fc.constantFrom(1, 1, 2);
  const decision = fc.constantFrom('approved', 'approved', 'approved', 'rejected', 'sentBack');
  const sha256 = fc.constantFrom(contentSha256, contentSha256, contentSha256, otherSha256);
  const asks = fc.constantFrom(askOf(), contract, askOf({ reason: 'another' }));
  const moves = fc
    .oneof(
      {
        weight: 3,
        arbitrary: fc.tuple(asks, fc.constantFrom({}, {}, { matrix: undefined }, withMatrix({ routes: [] }))).map((each) => open(...each)),
      },
      { weight: 14, arbitrary: fc.tuple(step, who, fc.record({ decision, contentSha256: sha256 })).map((each) => decide(...each)) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom('zoe', 'rep1', 'mona'), who, step).map((each) => sign(...each)) },
      { weight: 1, arbitrary: fc.constant(sign('zoe', { ...mona, named: 'unknown' })) },
      { weight: 1, arbitrary: fc.constantFrom(...[mona, someone('rep1')]).map(recall) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom(tuesday, '2026-06-03T08:00:00.000Z'), step).map((each) => escalate(...each)) },
      { weight: 1, arbitrary: fc.constant(annul) },
    )
    .map((command) => () => command);

  deciderProperties(approvalUnderTest, moves, {
    length: 24,
    reached: [
      ...['ApprovalRequested', 'ApprovalStepStarted', 'ApprovalStepDecided', 'ApprovalSignerAdded', 'ApprovalEscalated'],
      ...['ApprovalGranted', 'ApprovalRejected', 'ApprovalSentBack', 'ApprovalRecalled', 'ApprovalVoided'],
      ...['ApprovalUnknown', 'ApprovalOtherwise', 'NoMatrixInForce', 'NoRoute', 'ApprovalEnded', 'StepNotCurrent'],
      ...['ContentDiffers', 'DecidedBeforeStart', 'SelfApproval', 'SamePerson', 'NotAsked', 'RoleHeldTooLate'],
      ...['SignerNotActive', 'NotTheRequester'],
    ],
  });

  it('is granted by different persons only, none of whom has a part in it, each for the content that was asked for', () =>
    fc.assert(
      fc.property(fc.array(moves, { minLength: 8, maxLength: 30, size: 'max' }), (commands) => {
        const history: ApprovalEvent[] = [];
        for (const move of commands) {
          const decision = approvalUnderTest.decide(move(), foldAll(approvalUnderTest, history));
          if (decision.kind === 'accepted') history.push(...decision.events);
        }
        for (const event of history) {
          if (event.type !== 'ApprovalGranted') continue;
          const persons = event.data.signatures.flatMap(({ userId, onBehalfOf }) => [
            userId,
            ...(onBehalfOf === undefined ? [] : [onBehalfOf]),
          ]);
          expect(new Set(persons).size).toBe(persons.length);
          expect(persons).not.toContain('rep1');
          expect(event.data.subject.contentSha256).toBe(contentSha256);
          for (const { startedAt, decidedAt } of event.data.signatures) expect(decidedAt >= startedAt).toBe(true);
        }
      }),
    ));
});
