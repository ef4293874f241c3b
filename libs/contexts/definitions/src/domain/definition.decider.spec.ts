import fc from 'fast-check';
import type { Decider } from '#eventsourcing';
import type { DefinitionEvent, DefinitionKind } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { builtInDefinitions, hashOf, type AnyContents, type ContentsOf, type Fault } from '#rules';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import type { DefinitionCommand, InformedDefinitionCommand, Known } from './definition-command.ts';
import { definition } from './definition.decider.ts';
import { inForceAt, type DefinitionRefusal, type DefinitionState } from './definition.state.ts';

const builtIn = <K extends DefinitionKind>(kind: K, id: string): ContentsOf<K> =>
  builtInDefinitions.find((each) => each.kind === kind && each.contents.id === id)!.contents as ContentsOf<K>;

const now = '2026-06-01T08:00:00.000Z';
const known: Known = {
  ...{ userId: 'olga', roles: ['SALES_OPS'], founding: false, at: now, now, lastBefore: 0 },
  around: {
    vocabularies: { lead: new Map(), deal: new Map() },
    heldRoles: new Set(['SALES_OPS']),
    isProcess: () => false,
    publishedProcess: () => undefined,
  },
};

type AskedOf = DefinitionCommand & { readonly known?: Partial<Known> };
const asking = (command: AskedOf): InformedDefinitionCommand => ({ ...command, known: { ...known, ...command.known } });
const decider: Decider<DefinitionState, AskedOf, DefinitionEvent, DefinitionRefusal> = {
  ...definition,
  decide: (command, state) => definition.decide(asking(command), state),
};
const { given } = specification(decider);

const kind = 'policy';
const id = 'SALES-PROC-003';
const policy = builtIn('policy', id);
const contentsOf = (version: number, more: Partial<ContentsOf<'policy'>> = {}) =>
  ({ ...policy, version, ...more }) as unknown as Readonly<Record<string, unknown>>;
const on = { kind, id } as const;
const sealed = (version: number, contents = contentsOf(version)) => ({ ...on, version, sha256: hashOf(contents) });

// What is folded was recorded by `rep1`, who therefore wrote it.
const drafted = (version = 1, contents = contentsOf(version)): DefinitionEvent => ({
  type: 'DefinitionDrafted',
  data: { ...sealed(version, contents), contents },
});
const submitted = (version = 1): DefinitionEvent => ({ type: 'DefinitionSubmitted', data: sealed(version) });
const approved = (version = 1): DefinitionEvent => ({ type: 'DefinitionApproved', data: { ...sealed(version), role: 'MANAGEMENT' } });
const rejected: DefinitionEvent = { type: 'DefinitionRejected', data: { ...sealed(1), reason: 'too long' } };
const published = (version = 1, effectiveFrom = '2026-01-01T00:00:00.000Z'): DefinitionEvent => ({
  type: 'DefinitionPublished',
  data: { ...sealed(version), effectiveFrom, reviewDueAt: '2027-01-01T00:00:00.000Z' },
});
const inForce = [drafted(), submitted(), approved(), published()];

const draft = (version = 1, more: Partial<ContentsOf<'policy'>> = {}): AskedOf => ({
  type: 'DraftDefinition',
  data: { ...on, contents: contentsOf(version, more) },
});
const shorter = { sections: policy.sections.slice(1) };
const revise = (version = 1, more: Partial<ContentsOf<'policy'>> = shorter): AskedOf => ({
  type: 'ReviseDefinition',
  data: { ...on, contents: contentsOf(version, more) },
});
const submit: AskedOf = { type: 'SubmitDefinition', data: on };
const management = { userId: 'max', roles: ['MANAGEMENT'] };
const approve = (sha256 = sealed(1).sha256, by: Partial<Known> = management): AskedOf => ({
  type: 'ApproveDefinition',
  data: { ...on, sha256 },
  known: by,
});
const reject = (by: Partial<Known> = management): AskedOf => ({ type: 'RejectDefinition', data: { ...on, reason: 'too long' }, known: by });
const publish = (data: { effectiveFrom?: string; reviewDueAt?: string } = {}, more: Partial<Known> = {}): AskedOf => ({
  type: 'PublishDefinition',
  data: { ...on, ...data },
  known: more,
});
const review = (outcome: 'keep' | 'revise' = 'keep'): AskedOf => ({ type: 'ReviewDefinition', data: { ...on, outcome } });
const mark = (version = 1, dueAt = '2027-01-01T00:00:00.000Z'): AskedOf => ({ type: 'MarkReviewDue', data: { ...on, version, dueAt } });
const question = { interpretationId: 'i1', question: 'Is a channel deal a deal?', answer: 'It is.' };
const interpret = (roles: readonly string[] = ['SALES_OPS'], answer = question.answer): AskedOf => ({
  type: 'InterpretPolicy',
  data: { ...on, ...question, answer },
  known: { roles },
});
const acknowledge = (userId = 'rita', roles: readonly string[] = ['SALES_REP']): AskedOf => ({
  type: 'AcknowledgePolicy',
  data: on,
  known: { userId, roles },
});

describe('drafting a definition', () => {
  it('begins with version 1', () => given().when(draft()).then(drafted()));
  it('goes on with the next version after one that is published', () =>
    given(...inForce)
      .when(draft(2))
      .then(drafted(2)));
  it('goes on where versions were counted before there were streams', () =>
    given()
      .when({ ...draft(2), known: { lastBefore: 1 } })
      .then(drafted(2)));
  it.each([1, 3])('refuses version %s after 1', (version) =>
    given(...inForce)
      .when(draft(version))
      .thenRefused('VersionNotNext', { next: 2 }),
  );
  it('refuses the contents of another definition', () =>
    given()
      .when(draft(1, { id: 'OTHER' }))
      .thenRefused('AnotherDefinition', { id: 'OTHER' }));
  it('refuses what is not of the form', () =>
    given()
      .when({ type: 'DraftDefinition', data: { ...on, contents: { id, version: 1 } } })
      .thenRefused('Malformed'));
  it('keeps one draft at a time', () => given(drafted()).when(draft(1, shorter)).thenRefused('DraftOpen', { version: 1 }));
  it('changes nothing when it is the same again', () => given(drafted()).when(draft()).thenNothing());
  it('is revised under its version', () =>
    given(drafted())
      .when(revise())
      .then({
        type: 'DefinitionRevised',
        data: { ...sealed(1, contentsOf(1, shorter)), from: sealed(1).sha256, contents: contentsOf(1, shorter) },
      }));
  it('is not revised into another version', () => given(drafted()).when(revise(2)).thenRefused('VersionNotNext'));
  it('needs something to be drafted before it is revised, submitted, decided or published', () => {
    for (const command of [revise(), submit, approve(), reject(), publish()]) {
      given().when(command).thenRefused('DefinitionUnknown');
      given(...inForce)
        .when(command)
        .thenRefused('NoDraft');
    }
  });
});

describe('approving a definition (L191)', () => {
  it('is asked for', () => given(drafted()).when(submit).then(submitted()));
  it('is asked for once', () => given(drafted(), submitted()).when(submit).thenNothing());
  it('is management’s, on the contents by their hash', () => given(drafted(), submitted()).when(approve()).then(approved()));
  it('is of nothing that was not submitted', () => given(drafted()).when(approve()).thenRefused('NotSubmitted'));
  it('is not of other contents than those that were read', () =>
    given(drafted(), submitted())
      .when(approve('0'.repeat(64)))
      .thenRefused('ContentsChanged', { sha256: sealed(1).sha256 }));
  it('is never by who drafted it, whatever roles they hold', () =>
    given(drafted(), submitted())
      .when(approve(undefined, { userId: 'rep1', roles: ['MANAGEMENT'] }))
      .thenRefused('OwnDraft'));
  it('is void once the contents are changed', () => {
    const revised = given(drafted(), submitted(), approved()).when(revise());
    const state = foldAll(decider, [
      drafted(),
      submitted(),
      approved(),
      ...(revised.decision.kind === 'accepted' ? revised.decision.events : []),
    ]);
    expect(decider.decide(publish(), state)).toMatchObject({ kind: 'refused', reason: 'NotApproved' });
  });
  it('is given by the founding to what comes with the program, and says so', () =>
    given(drafted(), submitted())
      .when(approve(undefined, { userId: 'rep1', founding: true }))
      .then({ type: 'DefinitionApproved', data: { ...sealed(1), role: 'BOOTSTRAP' } }));
  it('may be denied with a reason, even after it was given', () => {
    given(drafted(), submitted()).when(reject()).then(rejected);
    given(drafted(), submitted(), approved()).when(reject()).then(rejected);
    given(drafted(), submitted(), rejected).when(reject()).thenNothing();
  });
  it('is denied by nobody who drafted it', () =>
    given(drafted(), submitted())
      .when(reject({ userId: 'rep1' }))
      .thenRefused('OwnDraft'));
  it('is denied of nothing that was not submitted', () => given(drafted()).when(reject()).thenRefused('NotSubmitted'));
  it('is asked for anew only after a revision', () => given(drafted(), submitted(), rejected).when(submit).thenRefused('RevisionAwaited'));
});

describe('publishing a definition', () => {
  const ready = [drafted(), submitted(), approved()];
  const year = '2027-06-01T08:00:00.000Z';

  it('is in force from the day of publication, and reviewed within a year (L85, L191, L192, L321, L322)', () =>
    given(...ready)
      .when(publish())
      .then({ type: 'DefinitionPublished', data: { ...sealed(1), effectiveFrom: now, reviewDueAt: year } }));
  it('may be in force later, never earlier', () => {
    given(...ready)
      .when(publish({ effectiveFrom: '2026-07-01T00:00:00.000Z' }))
      .thenTypes('DefinitionPublished');
    given(...ready)
      .when(publish({ effectiveFrom: '2026-06-01T07:59:59.999Z' }))
      .thenRefused('EffectiveInThePast');
  });
  it('may be reviewed sooner, not later than in a year (L191, L321)', () => {
    given(...ready)
      .when(publish({ reviewDueAt: '2026-12-01T00:00:00.000Z' }))
      .thenTypes('DefinitionPublished');
    for (const reviewDueAt of ['2027-06-01T08:00:00.001Z', now])
      given(...ready)
        .when(publish({ reviewDueAt }))
        .thenRefused('ReviewNotWithinAYear', { reviewDueAt, latest: year });
  });
  it('takes an approval', () => {
    given(drafted()).when(publish()).thenRefused('NotApproved', { status: 'draft' });
    given(drafted(), submitted()).when(publish()).thenRefused('NotApproved', { status: 'submitted' });
  });
  it('takes the place of the version before, from then on (L192)', () => {
    const effectiveFrom = '2026-07-01T00:00:00.000Z';
    given(...inForce, drafted(2), submitted(2), approved(2))
      .when(publish({ effectiveFrom }))
      .then(
        { type: 'DefinitionPublished', data: { ...sealed(2), effectiveFrom, reviewDueAt: '2027-07-01T00:00:00.000Z' } },
        { type: 'DefinitionSuperseded', data: { ...on, version: 1, by: 2, from: effectiveFrom } },
      );
  });
  it('follows the order of versions', () => {
    const waiting = [...ready, published(1, '2026-08-01T00:00:00.000Z'), drafted(2), submitted(2), approved(2)];
    given(...waiting)
      .when(publish())
      .thenRefused('EffectiveBeforeEarlierVersion', { version: 1, effectiveFrom: '2026-08-01T00:00:00.000Z' });
  });
  it('refuses what nobody could work with, with the reasons (L84)', () => {
    const faults: readonly Fault[] = [{ rule: 'RoleHeldByNobody', at: 'publisher', names: ['SALES_OPS'] }];
    given(...ready)
      .when(publish({}, { around: { ...known.around, heldRoles: new Set() } }))
      .thenRefused('DefinitionInvalid', { faults });
  });
});

describe('the yearly review (L191, L321)', () => {
  const due: DefinitionEvent = { type: 'DefinitionReviewDue', data: { ...on, version: 1, dueAt: '2027-01-01T00:00:00.000Z' } };
  const reviewed: DefinitionEvent = {
    type: 'DefinitionReviewed',
    data: { ...on, version: 1, outcome: 'keep', reviewDueAt: '2027-06-01T08:00:00.000Z' },
  };
  it('is called for when its time has come, once', () => {
    given(...inForce)
      .when(mark())
      .then(due);
    given(...inForce, due)
      .when(mark())
      .thenNothing();
  });
  it('is not called for when it was held in time', () =>
    given(...inForce, reviewed)
      .when(mark())
      .thenNothing());
  it('is not called for of a version that another one has followed', () =>
    given(...inForce, drafted(2), submitted(2), approved(2), published(2))
      .when(mark(1))
      .thenNothing());
  it('keeps a definition for another year at most', () =>
    given(...inForce, due)
      .when(review())
      .then(reviewed));
  it('is of what is published', () => given(drafted()).when(review()).thenRefused('NotPublished'));
});

describe('a policy in use', () => {
  const interpreted: DefinitionEvent = { type: 'PolicyInterpreted', data: { ...on, version: 1, ...question } };
  it('is interpreted by the department that it belongs to (L190)', () =>
    given(...inForce)
      .when(interpret())
      .then(interpreted));
  it.each([['SALES_MGMT_DEPT'], ['MANAGEMENT']])('is not interpreted by %s', (role) =>
    given(...inForce)
      .when(interpret([role]))
      .thenRefused('NotThePolicysOwner', { publisher: 'SALES_OPS' }),
  );
  it('is interpreted once under one id', () => {
    given(...inForce, interpreted)
      .when(interpret())
      .thenNothing();
    given(...inForce, interpreted)
      .when(interpret(['SALES_OPS'], 'It is not.'))
      .thenRefused('StatedOtherwise');
  });
  it('is acknowledged by those whom it is for, once for each version (L80, L86)', () => {
    const acknowledged: DefinitionEvent = { type: 'PolicyAcknowledged', data: { ...on, version: 1, userId: 'rita' } };
    given(...inForce)
      .when(acknowledge())
      .then(acknowledged);
    given(...inForce, acknowledged)
      .when(acknowledge())
      .thenNothing();
    given(...inForce, acknowledged, drafted(2), submitted(2), approved(2), published(2))
      .when(acknowledge())
      .thenTypes('PolicyAcknowledged');
    given(...inForce)
      .when(acknowledge('pia', ['PARTNER']))
      .thenRefused('NotInScope');
  });
  it('is neither before it is in force', () => {
    const later = [drafted(), submitted(), approved(), published(1, '2026-08-01T00:00:00.000Z')];
    given(...later)
      .when(acknowledge())
      .thenRefused('NotPublished');
    given(...later)
      .when(interpret())
      .thenRefused('NotPublished');
  });
  it('is a policy', () => {
    const contents = builtIn('leadRules', 'standard') as unknown as Readonly<Record<string, unknown>>;
    const named = { kind: 'leadRules', id: 'standard', version: 1, sha256: hashOf(contents) } as const;
    const rules: readonly DefinitionEvent[] = [
      { type: 'DefinitionDrafted', data: { ...named, contents } },
      { type: 'DefinitionPublished', data: { ...named, effectiveFrom: now, reviewDueAt: '2027-01-01T00:00:00.000Z' } },
    ];
    given(...rules)
      .when(interpret())
      .thenRefused('NotAPolicy');
    given(...rules)
      .when(acknowledge())
      .thenRefused('NotAPolicy');
  });
});

const inTurn = fc.constantFrom(0, 1);
const someone = fc.constantFrom('rep1', 'max', 'olga');
const nextVersion = (state: DefinitionState): number => (state.status === 'known' ? (state.published.at(-1)?.version ?? 0) + 1 : 1);
const openHash = (state: DefinitionState): string => (state.status === 'known' && state.draft?.sha256) || '0'.repeat(64);
const written = fc.constantFrom<Partial<ContentsOf<'policy'>>>({}, {}, shorter, { publisher: 'LEGAL' }, { id: 'OTHER' });
const times = fc.constantFrom(undefined, undefined, '2026-05-01T00:00:00.000Z', '2026-06-01T08:00:00.000Z', '2026-09-01T00:00:00.000Z');

const moves: fc.Arbitrary<Move<DefinitionState, AskedOf>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(written, inTurn).map(
      ([more, skip]) =>
        (state: DefinitionState) =>
          draft(nextVersion(state) + (skip && 1), more),
    ),
  },
  fc.constant(() => ({ type: 'DraftDefinition', data: { ...on, contents: {} } }) as const),
  written.map((more) => (state: DefinitionState) => revise(nextVersion(state), more)),
  { weight: 3, arbitrary: fc.constant(() => submit) },
  {
    weight: 4,
    arbitrary: fc.tuple(someone, inTurn).map(
      ([userId, other]) =>
        (state: DefinitionState) =>
          approve(other && userId === 'olga' ? '1'.repeat(64) : openHash(state), { userId, roles: ['MANAGEMENT'] }),
    ),
  },
  someone.map((userId) => () => reject({ userId })),
  {
    weight: 4,
    arbitrary: fc.tuple(times, fc.constantFrom(undefined, undefined, '2030-01-01T00:00:00.000Z')).map(
      ([effectiveFrom, reviewDueAt]) =>
        () =>
          publish({ ...(effectiveFrom && { effectiveFrom }), ...(reviewDueAt && { reviewDueAt }) }),
    ),
  },
  fc.constantFrom('keep' as const, 'revise' as const).map((outcome) => () => review(outcome)),
  fc.constant((state: DefinitionState) => {
    const last = state.status === 'known' ? state.published.at(-1) : undefined;
    return mark(last?.version ?? 1, last?.reviewDueAt ?? now);
  }),
  fc
    .constantFrom(['SALES_OPS'], ['LEGAL'], ['SALES_OPS', 'LEGAL'])
    .chain((roles) => fc.constantFrom('yes', 'no').map((answer) => () => interpret(roles, answer))),
  fc.constantFrom(['SALES_REP'], ['PARTNER']).map((roles) => () => acknowledge('rita', roles)),
);

describe('a definition', () => {
  deciderProperties(decider, moves, {
    newEachTime: ({ type }) => type === 'ReviewDefinition',
    length: 60,
    reached: [
      ...(['DefinitionDrafted', 'DefinitionRevised', 'DefinitionSubmitted', 'DefinitionApproved', 'DefinitionRejected'] as const),
      ...(['DefinitionPublished', 'DefinitionSuperseded', 'DefinitionReviewDue', 'DefinitionReviewed'] as const),
      ...(['PolicyInterpreted', 'PolicyAcknowledged'] as const),
      ...(['DefinitionUnknown', 'Malformed', 'AnotherDefinition', 'VersionNotNext', 'DraftOpen', 'NoDraft', 'RevisionAwaited'] as const),
      ...(['NotSubmitted', 'NotApproved', 'ContentsChanged', 'OwnDraft', 'EffectiveInThePast', 'EffectiveBeforeEarlierVersion'] as const),
      ...(['ReviewNotWithinAYear', 'DefinitionInvalid', 'NotPublished', 'NotThePolicysOwner', 'NotInScope', 'StatedOtherwise'] as const),
    ],
  });

  it('never changes afterwards what was in force at a time', () => {
    const instants = ['2026-01-01T00:00:00.000Z', '2026-06-01T08:00:00.000Z', '2026-06-02T08:00:00.000Z', '2026-06-20T00:00:00.000Z'];
    fc.assert(
      fc.property(fc.array(fc.tuple(moves, fc.nat({ max: 48 })), { maxLength: 60, size: 'max' }), (steps) => {
        let state: DefinitionState = decider.initialState;
        let clock = Date.parse(now);
        const seen = new Map<string, number | undefined>();
        for (const [move, hours] of steps) {
          clock += hours * 3_600_000;
          const time = new Date(clock).toISOString();
          for (const at of [...instants, time].filter((each) => each < time)) {
            const version = state.status === 'known' ? inForceAt(state.published, at)?.version : undefined;
            if (seen.has(at)) expect([at, version]).toEqual([at, seen.get(at)]);
            seen.set(at, version);
          }
          const command = move(state);
          const decision = decider.decide({ ...command, known: { ...command.known, now: time, at: time } }, state);
          if (decision.kind === 'accepted') state = foldAll(decider, decision.events, state);
        }
      }),
      { numRuns: 150 },
    );
  });
  it('keeps what was published as it was', () => {
    const state = foldAll(decider, [...inForce, drafted(2)]);
    expect(state).toMatchObject({
      published: [{ version: 1, sha256: hashOf(contentsOf(1)), contents: contentsOf(1) as unknown as AnyContents }],
    });
  });
});
