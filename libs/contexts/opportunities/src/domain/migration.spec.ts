import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { defineProcess, salesProc003v1, salesProcess, type ProcessContents, type ProcessMigrationContents } from '#rules';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import type { KnownMigration } from './known-migration.ts';
import { opportunity } from './opportunity.decider.ts';

const { given } = specification(deal);

const gated = (code: string) => (stage: ProcessContents['stages'][number]) => ({
  ...stage,
  defaultProbability: Math.min(stage.defaultProbability + 1, 100),
  ...(stage.code === code && { exit: { criterion: 'painsAndObjectivesKnown/1', override: ['SALES_DIRECTOR'] as const } }),
});
const before = defineProcess({ ...salesProc003v1, version: 2, stages: salesProc003v1.stages.map(gated('S4')) });
const after = defineProcess({ ...before, version: 3, stages: salesProc003v1.stages.map(gated('S3')), forecastEvery: ['week'] });

const codes = ['S2', 'S3', 'S4', 'S5', 'S6', 'S7'];
const contents: ProcessMigrationContents = {
  ...{ id: 'TO-3', version: 1, title: { zh: '迁移', en: 'To 3' }, reason: { zh: '更严', en: 'Stricter' }, notes: [] },
  ...{ from: { id: before.id, version: 2 }, to: { id: after.id, version: 3 } },
  stages: codes.map((code) => ({ from: code, to: code })),
  gates: codes.slice(0, -1).map((stage) => ({ stage, is: stage === 'S3' ? 'reopened' : 'carried' })),
};
const migration: KnownMigration = { id: 'TO-3', version: 1, sha256: 'a'.repeat(64), contents, target: after };

/** As sales operations ask for it, on a deal that is under the version before. */
const migrate = (known: AskedOfDeal['known'] = {}): AskedOfDeal => ({
  type: 'MigrateOpportunity',
  data: { opportunityId, migrationId: 'TO-3' },
  known: { userId: 'olga', roles: ['SALES_OPS'], definition: before, migration, ...known },
});
const pinned: OpportunityEvent = {
  type: 'ProcessVariantPinned',
  data: { opportunityId, segment: 'standard', process: before.processVersion, from: before.processVersion },
};
const at = (to: string, probabilityTo: number): OpportunityEvent => ({
  type: 'OpportunityAdvanced',
  data: { opportunityId, from: 'S2', to, probabilityFrom: 10, probabilityTo },
});
const overridden: OpportunityEvent = {
  type: 'CriterionOverridden',
  data: { opportunityId, stage: 'S4', criterion: 'painsAndObjectivesKnown/1', reason: 'known by heart', role: 'SALES_DIRECTOR' },
};
const byHand: OpportunityEvent = {
  type: 'ForecastRevised',
  data: {
    opportunityId,
    from: { amount: { minor: 1_000, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' },
    to: { amount: { minor: 1_000, currency: 'EUR' }, signingDate: '2026-06-30', probability: 77, category: 'pipeline' },
  },
};
const migrated = (more: object = {}): OpportunityEvent => ({
  type: 'ProcessMigrated',
  data: {
    ...{ opportunityId, from: before.processVersion, to: after.processVersion },
    migration: { id: 'TO-3', version: 1, sha256: 'a'.repeat(64) },
    ...{ stageFrom: 'S2', stageTo: 'S2', gates: [], probabilityFrom: 10, probabilityTo: 11 },
    forecastDue: [{ period: 'week', of: '2026-W24', dueAt: '2026-06-14T15:59:59.999Z' }],
    ...more,
  },
});
const missed: AskedOfDeal = {
  type: 'NoteForecastMissed',
  data: { opportunityId, period: 'week', of: '2026-W23', dueAt: '2026-06-07T15:59:59.999Z' },
};

describe('moving a running deal to another version of its process (L95)', () => {
  it('takes it to the stage that its own is mapped to, at that stage’s probability', () =>
    given(opened, pinned).when(migrate()).then(migrated()));
  it('takes it back to a gate that is opened again, and ends what was overridden where it stood', () =>
    given(opened, pinned, at('S4', 50), overridden)
      .when(migrate())
      .then(
        migrated({
          ...{ stageFrom: 'S4', stageTo: 'S3', probabilityFrom: 50, probabilityTo: 26 },
          gates: [
            { stage: 'S2', is: 'carried' },
            { stage: 'S3', is: 'reopened' },
          ],
          overridesEnded: ['painsAndObjectivesKnown/1'],
        }),
      ));
  it('leaves a probability that was stated by hand', () =>
    given(opened, pinned, byHand)
      .when(migrate())
      .then(migrated({ probabilityFrom: 77, probabilityTo: 77 })));
  it('starts no rhythm of confirming the forecast that was there before (L186)', () => {
    const rhythmic = defineProcess({ ...before, forecastEvery: ['week'] });
    const { decision } = given(opened, pinned).when(migrate({ definition: rhythmic }));
    expect(decision).toMatchObject({ events: [{ type: 'ProcessMigrated' }] });
    expect(decision).not.toHaveProperty('events.0.data.forecastDue');
  });
  it('does nothing when it was moved so already', () =>
    given(opened, pinned, migrated())
      .when(migrate({ definition: after }))
      .thenNothing());
  it('does nothing even when that migration is in force no longer', () =>
    given(opened, pinned, migrated())
      .when(migrate({ definition: after, migration: undefined }))
      .thenNothing());
  it('refuses a migration that is not in force', () =>
    given(opened, pinned)
      .when(migrate({ migration: undefined }))
      .thenRefused('MigrationNotInForce', { migrationId: 'TO-3' }));
  it('refuses a deal that is under another process', () =>
    given(opened)
      .when(migrate({ definition: after }))
      .thenRefused('PinnedToAnotherProcess', { from: 'SALES-PROC-003@2' }));
  it('refuses contents of another hash than the migration is for', () =>
    given(opened, pinned)
      .when(migrate({ migration: { ...migration, contents: { ...contents, from: { ...contents.from, sha256: '0'.repeat(64) } } } }))
      .thenRefused('PinnedToAnotherProcess'));
  it('refuses a version that is not in force', () => {
    const { target: _target, ...elsewhere } = migration;
    given(opened, pinned)
      .when(migrate({ migration: elsewhere }))
      .thenRefused('ProcessNotInForce', { process: 'SALES-PROC-003@3' });
  });
  it('refuses whoever owns the deal', () =>
    given(opened, pinned)
      .when(migrate({ userId: 'rep1' }))
      .thenRefused('OwnDeal', { ownerId: 'rep1' }));
  it('refuses the variant of another segment (L97)', () => {
    const target = defineProcess({ ...after, variant: { of: before.id, segment: 'sme' } });
    given(opened, pinned)
      .when(migrate({ migration: { ...migration, target } }))
      .thenRefused('ForAnotherSegment', { segment: 'standard', of: 'sme' });
  });
  it('refuses a stage that the migration does not know', () =>
    given(opened, pinned)
      .when(migrate({ migration: { ...migration, contents: { ...contents, stages: contents.stages.slice(1) } } }))
      .thenRefused('StageUnknown', { stage: 'S2' }));
  it('refuses to lead past the signing without signatures (L160, L163)', () =>
    given(opened, pinned)
      .when(migrate({ migration: { ...migration, contents: { ...contents, stages: [{ from: 'S2', to: 'S7' }] } } }))
      .thenRefused('SignatureMissing'));
  it('refuses a deal that is open no longer', () =>
    given(opened, pinned, {
      type: 'OpportunityLost',
      data: { opportunityId, stage: 'S2', reason: 'price', forecast: { ...byHand.data.from, probability: 10 } },
    })
      .when(migrate())
      .thenRefused('OpportunityNotOpen', { status: 'lost' }));
});

describe('a deal that was moved', () => {
  const moved = [opened, pinned, at('S4', 50), overridden, migrated({ stageFrom: 'S4', stageTo: 'S3', probabilityTo: 26 })];

  it('is under the new version from then on, and was under the old one until then', () => {
    expect(foldAll(opportunity, moved.slice(0, -1))).toMatchObject({ facts: { processVersion: before.processVersion, stage: 'S4' } });
    expect(foldAll(opportunity, moved)).toMatchObject({
      facts: { processVersion: after.processVersion, stage: 'S3', forecast: { probability: 26 }, overrides: {} },
    });
  });
  it('meets the gates of the new version', () =>
    given(...moved)
      .when({ type: 'AdvanceOpportunity', data: { opportunityId, to: 'S4' }, known: { definition: after } })
      .thenRefused('GateNotPassed', { stage: 'S3' }));
  it('misses no forecast that its process asks for no longer (L186)', () => {
    const silent = { ...missed, known: { definition: before } };
    given(...moved)
      .when(silent)
      .thenNothing();
    expect(given(...moved).when({ ...missed, known: { definition: after } }).decision).toMatchObject({
      events: [{ type: 'ForecastSubmissionMissed' }],
    });
  });
});

/** The decider with the process that the deal is pinned to, looked up as the application does. */
const looking: typeof deal = {
  ...deal,
  decide: (command, state) => {
    const name = 'facts' in state ? state.facts.processVersion : before.processVersion;
    const definition = [before, after, salesProcess].find(({ processVersion }) => processVersion === name)!;
    return deal.decide({ ...command, known: { ...command.known, definition } }, state);
  },
};

describe('any deals that are moved', () => {
  const unlike = defineProcess({ ...after, variant: { of: before.id, segment: 'sme' } });
  const { target: _target, ...notYet } = migration;
  const others: KnownMigration = { ...migration, id: 'TO-4', contents: { ...contents, from: { id: after.id, version: 4 } } };
  const moves = fc
    .constantFrom<AskedOfDeal[]>(
      { type: 'OpenOpportunity', data: { ...opening.data, segment: 'standard' } } as AskedOfDeal,
      migrate(),
      migrate({ migration: undefined }),
      { ...migrate({ migration: others }), data: { opportunityId, migrationId: 'TO-4' } } as AskedOfDeal,
      migrate({ userId: 'rep1' }),
      migrate({ migration: notYet }),
      migrate({ migration: { ...migration, target: unlike } }),
      { type: 'LoseOpportunity', data: { opportunityId, reason: 'price' } },
    )
    .map((command) => () => command);
  deciderProperties(looking, moves, {
    reached: [
      ...[
        'OpportunityOpened',
        'ProcessVariantPinned',
        'OpportunityLost',
        'ProcessMigrated',
        'MigrationNotInForce',
        'PinnedToAnotherProcess',
        'ProcessNotInForce',
      ],
      ...['OwnDeal', 'ForAnotherSegment', 'OpportunityNotOpen', 'OpportunityUnknown'],
    ],
  });
});
