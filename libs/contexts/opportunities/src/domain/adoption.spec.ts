import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { defineProcess, salesProc003v1, salesProcess } from '#rules';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import type { AdoptImportedOpportunity } from './adoption.ts';
import { opportunity, ownerOf } from './opportunity.decider.ts';

const { given } = specification(deal);

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const provenance = { opportunityId, source: 'crm', sourceFileHash: 'a'.repeat(64), row: 7, businessTime: 'unknown' } as const;
const imported: OpportunityEvent = { type: 'OpportunityImported', data: { ...provenance, externalId: 'X7', claimedStage: 'Engaging' } };
const outcome: OpportunityEvent = { type: 'OutcomeImported', data: { ...provenance, claimed: 'won' } };
const given_ = { opportunityId, ownerId: 'rep1', name: 'Acme: planning', company: 'Acme' };
const adopt = (more: Partial<AdoptImportedOpportunity['data']> = {}, known: AskedOfDeal['known'] = {}): AskedOfDeal => ({
  type: 'AdoptImportedOpportunity',
  data: { ...given_, expectedAmount: eur(1_000), expectedSigningDate: '2026-06-30', ...more },
  known,
});
const adopted: OpportunityEvent = {
  type: 'OpportunityAdopted',
  data: {
    ...{ ...given_, stage: 'S2' },
    forecast: { amount: eur(1_000), signingDate: '2026-06-30', probability: 10, category: 'pipeline' },
    claimed: { source: 'crm', externalId: 'X7', stage: 'Engaging' },
  },
};
const advance: AskedOfDeal = { type: 'AdvanceOpportunity', data: { opportunityId, to: 'S3' } };

describe('adopting an imported deal', () => {
  it('begins where deals begin, whatever stage is claimed, and names the claim', () => given(imported).when(adopt()).then(adopted));
  it('belongs to somebody from then on', () => expect(ownerOf(foldAll(opportunity, [imported, adopted]))).toBe('rep1'));
  it('pins it to its segment’s variant (L97)', () =>
    given(imported)
      .when(adopt({ segment: 'sme' }, { from: 'P@1#' }))
      .then(adopted, {
        type: 'ProcessVariantPinned',
        data: { opportunityId, segment: 'sme', process: salesProcess.processVersion, from: 'P@1#' },
      }));
  it('meets the gates of its process', () => {
    const definition = defineProcess({
      ...salesProc003v1,
      stages: salesProc003v1.stages.map((stage) =>
        stage.code === 'S2' ? { ...stage, exit: { criterion: 'painsAndObjectivesKnown/1' } } : stage,
      ),
    });
    given(imported, adopted)
      .when({ ...advance, known: { definition } })
      .thenRefused('GateNotPassed', { stage: 'S2' });
  });
  it('is told when its forecast is due (L186)', () => {
    const definition = defineProcess({ ...salesProc003v1, forecastEvery: ['week'] });
    expect(given(imported).when(adopt({}, { definition })).decision).toMatchObject({
      events: [{ data: { forecastDue: [{ period: 'week', of: '2026-W24' }] } }],
    });
  });
  it('does nothing when it was adopted just so', () => given(imported, adopted).when(adopt()).thenNothing());
  it.each([
    { ownerId: 'rep2' },
    { name: 'Other' },
    { company: 'Other' },
    { expectedAmount: eur(1) },
    { expectedSigningDate: '2026-07-01' },
  ])('refuses to adopt it otherwise afterwards: %j', (more) =>
    given(imported, adopted).when(adopt(more)).thenRefused('AlreadyGoverned', { status: 'open' }),
  );
  it('refuses a deal that began here', () => given(opened).when(adopt()).thenRefused('AlreadyGoverned'));
  it('refuses a deal whose outcome is claimed', () =>
    given(imported, outcome).when(adopt()).thenRefused('OutcomeClaimed', { claimed: 'won' }));
  it('refuses a process that is not in force', () =>
    given(imported)
      .when(adopt({ process: 'NONE' }, { inForce: false }))
      .thenRefused('ProcessNotInForce', { process: 'NONE' }));
  it('refuses an owner who is not active', () =>
    given(imported)
      .when(adopt({}, { named: 'inactive' }))
      .thenRefused('AssigneeNotActive', { userId: 'rep1', standing: 'inactive' }));
  it('refuses what nobody imported', () =>
    expect(given().when(adopt()).decision).toMatchObject({ reason: 'OpportunityUnknown', liftedBy: ['ImportOpportunity'] }));
  it('is what lifts the refusal of all other work', () =>
    expect(given(imported).when(advance).decision).toMatchObject({ reason: 'ImportedNotAdopted', liftedBy: ['AdoptImportedOpportunity'] }));
  it('leaves no room for further claims', () =>
    given(imported, adopted)
      .when({ type: 'ImportOutcome', data: { ...provenance, claimed: 'won' } })
      .thenRefused('AlreadyGoverned', { status: 'open' }));
  it('is not opening it', () => given(imported, adopted).when(opening).thenRefused('OpportunityAlreadyOpened'));
});

describe('any deals from elsewhere', () => {
  const moves = fc
    .oneof<fc.Arbitrary<AskedOfDeal>[]>(
      fc.constant(opening),
      fc.constant({ type: 'ImportOpportunity', data: { ...provenance, externalId: 'X7', claimedStage: 'Engaging' } }),
      fc.constant({ type: 'ImportOutcome', data: { ...provenance, claimed: 'won' } }),
      fc.constantFrom('a', 'b').map((name) => adopt({ name })),
      fc.constantFrom<AskedOfDeal[]>(adopt({}, { named: 'inactive' }), adopt({}, { inForce: false })),
      fc.constant(adopt({ segment: 'sme' })),
      fc.constant(advance),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...[
        'OpportunityOpened',
        'OpportunityImported',
        'OutcomeImported',
        'OpportunityAdopted',
        'ProcessVariantPinned',
        'OpportunityAdvanced',
      ],
      ...['OpportunityUnknown', 'OpportunityAlreadyOpened', 'ImportedNotAdopted', 'AlreadyGoverned', 'OutcomeClaimed'],
      ...['AssigneeNotActive', 'ProcessNotInForce'],
    ],
  });
});
