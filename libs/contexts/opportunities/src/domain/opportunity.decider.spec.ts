import fc from 'fast-check';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { salesProcess as definition, stageAfter, type UserStanding } from '#rules';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import type { DataFor } from './opportunity-command.ts';
import { opportunity, ownerOf, probabilityOf } from './opportunity.decider.ts';
import type { Opportunity, Party } from './opportunity.state.ts';

const { given } = specification(deal);

const opportunityId = 'o1';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const forecast: Forecast = { amount: eur(1_000), signingDate: '2026-06-30', probability: 10, category: 'pipeline' };
const sha = 'a'.repeat(64);
type Command = AskedOfDeal;

const opened: OpportunityEvent = {
  type: 'OpportunityOpened',
  data: { opportunityId, leadId: 'l1', name: 'Acme: planning', company: 'Acme', ownerId: 'rep1', stage: 'S2', forecast },
};
const advanced = (from: string, to: string, probabilityFrom: number, probabilityTo: number): OpportunityEvent => ({
  type: 'OpportunityAdvanced',
  data: { opportunityId, from, to, probabilityFrom, probabilityTo },
});
const toS3 = advanced('S2', 'S3', 10, 25);
const toS4 = advanced('S3', 'S4', 25, 50);
const toS6 = [toS3, toS4, advanced('S4', 'S5', 50, 70), advanced('S5', 'S6', 70, 90)];
const revised = (more: Partial<Forecast>, from = forecast): OpportunityEvent => ({
  type: 'ForecastRevised',
  data: { opportunityId, from, to: { ...from, ...more } },
});
const signatureData = (party: Party, signedOn = '2026-06-18', amount = eur(900), contractId = 'c1') => ({
  opportunityId,
  contractId,
  party,
  signedOn,
  amount,
  signatoryId: `${party}-signatory`,
});
const signature = (...of: Parameters<typeof signatureData>): OpportunityEvent => ({
  type: 'ContractSignatureRecorded',
  data: signatureData(...of),
});
const signed: OpportunityEvent = {
  type: 'ContractSigned',
  data: { opportunityId, contractId: 'c1', amount: eur(900), signedOn: '2026-06-21' },
};
const signedByBoth = [signature('customer'), signature('company', '2026-06-21'), signed];
const won: OpportunityEvent = {
  type: 'OpportunityWon',
  data: { opportunityId, stage: 'S6', contractId: 'c1', amount: eur(900), probabilityFrom: 90 },
};
const lost: OpportunityEvent = { type: 'OpportunityLost', data: { opportunityId, stage: 'S2', reason: 'price', forecast } };
const reopened: OpportunityEvent = {
  type: 'OpportunityReopened',
  data: { opportunityId, stage: 'S2', from: 'lost', forecast, reason: 'new budget' },
};
const claims = { opportunityId, source: 'crm', sourceFileHash: sha, row: 7, externalId: 'X7', claimedStage: 'Engaging' };
const imported: OpportunityEvent = { type: 'OpportunityImported', data: { ...claims, businessTime: 'unknown' } };
const outcomeData = {
  opportunityId,
  source: 'crm',
  sourceFileHash: sha,
  row: 7,
  claimed: 'won',
  value: eur(50),
  businessTime: 'unknown',
} as const;
const outcome: OpportunityEvent = { type: 'OutcomeImported', data: outcomeData };

const open = (more: Partial<DataFor<'OpenOpportunity'>> = {}): Command => ({
  type: 'OpenOpportunity',
  data: {
    ...{ opportunityId, leadId: 'l1', name: 'Acme: planning', company: 'Acme', ownerId: 'rep1' },
    ...{ expectedAmount: eur(1_000), expectedSigningDate: '2026-06-30' },
    ...more,
  },
});
const advanceTo = (to: string): Command => ({ type: 'AdvanceOpportunity', data: { opportunityId, to } });
const regressTo = (to: string): Command => ({ type: 'RegressOpportunity', data: { opportunityId, to, reason: 'asked again' } });
const reassign = (to: string, named: UserStanding = 'active'): Command => ({
  type: 'ReassignOpportunity',
  data: { opportunityId, to },
  known: { named },
});
const revise = (more: Partial<DataFor<'ReviseForecast'>>): Command => ({ type: 'ReviseForecast', data: { opportunityId, ...more } });
const propose = (proposalId: string, more: Partial<DataFor<'SubmitProposal'>> = {}): Command => ({
  type: 'SubmitProposal',
  data: { opportunityId, proposalId, amount: eur(950), ...more },
});
const sign = (party: Party, more: Partial<DataFor<'RecordContractSignature'>> = {}): Command => ({
  type: 'RecordContractSignature',
  data: { ...signatureData(party), ...more },
});
const win: Command = { type: 'WinOpportunity', data: { opportunityId } };
const lose = (more: Partial<DataFor<'LoseOpportunity'>> = {}): Command => ({
  type: 'LoseOpportunity',
  data: { opportunityId, reason: 'price', ...more },
});
const reopen: Command = { type: 'ReopenOpportunity', data: { opportunityId, reason: 'new budget' } };
const importDeal = (more: Partial<DataFor<'ImportOpportunity'>> = {}): Command => ({
  type: 'ImportOpportunity',
  data: { ...claims, businessTime: 'unknown', ...more },
});
const importOutcome = (more: Partial<DataFor<'ImportOutcome'>> = {}): Command => ({
  type: 'ImportOutcome',
  data: { ...outcomeData, ...more },
});

const fold = (...events: readonly OpportunityEvent[]): Opportunity => foldAll(opportunity, events);

describe('opening an opportunity (L118)', () => {
  it('begins at S2, at the default probability of that stage', () => given().when(open()).then(opened));
  it('leaves out a lead that there is not', () =>
    expect(given().when(open({ leadId: undefined })).decision).not.toHaveProperty('events.0.data.leadId'));
  it('names an account that there is', () =>
    expect(given().when({ ...open({ accountId: 'acme' }), known: { accountOnFile: true } }).decision).toMatchObject({
      events: [{ data: { accountId: 'acme' } }],
    }));
  it.each([[false], [undefined]])('refuses an account that there is not', (accountOnFile) =>
    given()
      .when({ ...open({ accountId: 'acme' }), known: { ...(accountOnFile !== undefined && { accountOnFile }) } })
      .thenRefused('NotOnFile', { what: 'account', ids: ['acme'] }),
  );
  it('does nothing when it was opened just so', () =>
    given(opened, toS3, revised({ probability: 40 }))
      .when(open())
      .thenNothing());
  it.each([[won], [lost]])('does nothing even after its end', (end) =>
    given(opened, ...toS6, ...signedByBoth, end)
      .when(open())
      .thenNothing(),
  );
  it.each([{ name: 'Other' }, { ownerId: 'rep2' }, { expectedAmount: eur(1) }, { leadId: undefined }])(
    'refuses another opportunity under the same id: %j',
    (more) => given(opened).when(open(more)).thenRefused('OpportunityAlreadyOpened', { opportunityId }),
  );
});

describe('advancing an opportunity (L97)', () => {
  it('goes one stage on, its probability with it', () => given(opened).when(advanceTo('S3')).then(toS3));
  it('does nothing when it is there', () => given(opened, toS3).when(advanceTo('S3')).thenNothing());
  it('refuses to skip a stage, naming those skipped', () =>
    given(opened)
      .when(advanceTo('S5'))
      .thenRefused('StageSkipped', { from: 'S2', to: 'S5', skipped: ['S3', 'S4'] }));
  it('says which stage is next', () =>
    expect(given(opened).when(advanceTo('S6')).decision).toMatchObject({ liftedBy: ['AdvanceOpportunity to S3'] }));
  it('refuses to go back', () => given(opened, toS3).when(advanceTo('S2')).thenRefused('StageNotAhead', { from: 'S3', to: 'S2' }));
  it('refuses a stage that the process does not have', () => given(opened).when(advanceTo('S8')).thenRefused('StageUnknown', { to: 'S8' }));
  it('refuses to pass the signing stage without both signatures, naming the party (L160, L163)', () =>
    given(opened, ...toS6, signature('customer'))
      .when(advanceTo('S7'))
      .thenRefused('SignatureMissing', { contractId: 'c1', missing: ['company'] }));
  it('passes it with both', () =>
    given(opened, ...toS6, ...signedByBoth)
      .when(advanceTo('S7'))
      .then(advanced('S6', 'S7', 90, 100)));
  it('goes on to the handover after the win (L171)', () =>
    given(opened, ...toS6, ...signedByBoth, won)
      .when(advanceTo('S7'))
      .then(advanced('S6', 'S7', 100, 100)));
  it('refuses after a loss', () => given(opened, lost).when(advanceTo('S3')).thenRefused('OpportunityNotOpen', { status: 'lost' }));
  it('keeps a probability that was revised by hand', () =>
    given(opened, revised({ probability: 45 }))
      .when(advanceTo('S3'))
      .then(advanced('S2', 'S3', 45, 45)));
  it('lets it follow the stage when something else was revised', () =>
    given(opened, revised({ category: 'commit' }))
      .when(advanceTo('S3'))
      .then(toS3));
  it('refuses to leave a stage that the process does not have', () =>
    given({ ...opened, data: { ...opened.data, stage: 'X1' } })
      .when(advanceTo('S3'))
      .thenRefused('StageSkipped'));
});

describe('regressing an opportunity', () => {
  const regressed = (from: string, to: string, probabilityFrom: number, probabilityTo: number): OpportunityEvent => ({
    type: 'OpportunityRegressed',
    data: { opportunityId, from, to, probabilityFrom, probabilityTo, reason: 'asked again' },
  });
  it('goes back as far as asked, for a reason', () =>
    given(opened, toS3, toS4)
      .when(regressTo('S2'))
      .then(regressed('S4', 'S2', 50, 10)));
  it('keeps a probability that was revised by hand', () =>
    given(opened, toS3, revised({ probability: 60 }, { ...forecast, probability: 25 }))
      .when(regressTo('S2'))
      .then(regressed('S3', 'S2', 60, 60)));
  it('does nothing when it is there', () => given(opened, toS3).when(regressTo('S3')).thenNothing());
  it('refuses to go on', () => given(opened).when(regressTo('S4')).thenRefused('StageNotEarlier', { from: 'S2', to: 'S4' }));
  it('refuses to go back to the lead', () =>
    given(opened, toS3).when(regressTo('S1')).thenRefused('StageBeforeOpening', { to: 'S1', opensAt: 'S2' }));
  it('refuses a stage that the process does not have', () => given(opened).when(regressTo('S9')).thenRefused('StageUnknown', { to: 'S9' }));
  it.each([
    ['won', won],
    ['lost', lost],
  ])('refuses when it is %s', (status, end) =>
    given(opened, ...toS6, ...signedByBoth, end)
      .when(regressTo('S3'))
      .thenRefused('OpportunityNotOpen', { status }),
  );
});

describe('reassigning an opportunity', () => {
  const reassigned: OpportunityEvent = { type: 'OpportunityReassigned', data: { opportunityId, from: 'rep1', to: 'rep2' } };
  it('names the owner before and after', () => given(opened).when(reassign('rep2')).then(reassigned));
  it('may be done to a lost deal', () => given(opened, lost).when(reassign('rep2')).then(reassigned));
  it('does nothing when it is theirs', () => given(opened, reassigned).when(reassign('rep2')).thenNothing());
  it('is done for another one only while it is theirs and open', () => {
    const handOver = (from: string): Command => ({ type: 'ReassignOpportunity', data: { opportunityId, to: 'rep2', from } });
    given(opened).when(handOver('rep1')).then(reassigned);
    given(opened).when(handOver('rep3')).thenNothing();
    given(opened, lost).when(handOver('rep1')).thenNothing();
  });
  it('refuses someone who is not active', () =>
    given(opened).when(reassign('rep2', 'unknown')).thenRefused('AssigneeNotActive', { userId: 'rep2', standing: 'unknown' }));
  it('refuses when it is won: who won it stays', () =>
    given(opened, ...toS6, ...signedByBoth, won)
      .when(reassign('rep2'))
      .thenRefused('OpportunityNotOpen', { status: 'won' }));
});

describe('revising the forecast (L186)', () => {
  it('changes what is given and keeps the rest', () =>
    given(opened)
      .when(revise({ amount: eur(2_000) }))
      .then(revised({ amount: eur(2_000) })));
  it('does nothing when all is so already', () =>
    given(opened)
      .when(revise({ amount: eur(1_000), category: 'pipeline', probability: undefined }))
      .thenNothing());
  it.each([
    ['won', won],
    ['lost', lost],
  ])('refuses when it is %s', (status, end) =>
    given(opened, ...toS6, ...signedByBoth, end)
      .when(revise({ probability: 50 }))
      .thenRefused('OpportunityNotOpen', { status }),
  );
});

describe('submitting a proposal (L138, L139)', () => {
  const proposal = (proposalId: string, version: number): OpportunityEvent => ({
    type: 'ProposalSubmitted',
    data: { opportunityId, proposalId, version, amount: eur(950) },
  });
  it('counts the versions', () => given(opened, proposal('p1', 1)).when(propose('p2')).then(proposal('p2', 2)));
  it('seals the floor', () =>
    given(opened)
      .when(propose('p1', { priceFloor: eur(800) }))
      .then({ type: 'ProposalSubmitted', data: { opportunityId, proposalId: 'p1', version: 1, amount: eur(950), priceFloor: eur(800) } }));
  it('does nothing when it was submitted just so', () =>
    given(opened, proposal('p1', 1), proposal('p2', 2)).when(propose('p1')).thenNothing());
  it('refuses to change one that was submitted', () =>
    given(opened, proposal('p1', 1))
      .when(propose('p1', { amount: eur(1) }))
      .thenRefused('ProposalAlreadySubmitted', { proposalId: 'p1', version: 1 }));
  it('refuses after a loss', () => given(opened, lost).when(propose('p1')).thenRefused('OpportunityNotOpen'));
});

describe('recording a signature of the contract (L162, L163)', () => {
  it.each(['customer', 'company'] as const)('takes the %s’s first', (party) => given(opened).when(sign(party)).then(signature(party)));
  it('makes the contract signed with the second, on the later day', () =>
    given(opened, signature('customer'))
      .when(sign('company', { signedOn: '2026-06-21' }))
      .then(signature('company', '2026-06-21'), signed));
  it('takes the later day whoever signs first', () =>
    given(opened, signature('company', '2026-06-21')).when(sign('customer')).then(signature('customer'), signed));
  it('does nothing when it is on file', () =>
    given(opened, signature('customer'))
      .when(sign('customer', { signatoryName: 'Li' }))
      .thenNothing());
  it('does nothing when it is on file, even after the win', () =>
    given(opened, ...toS6, ...signedByBoth, won)
      .when(sign('customer'))
      .thenNothing());
  it.each([{ signedOn: '2026-06-19' }, { amount: eur(1) }, { signatoryId: 'another' }, { claimedDocumentHash: sha }])(
    'refuses a different one of the same party: %j',
    (more) =>
      given(opened, signature('customer'))
        .when(sign('customer', more))
        .thenRefused('SignatureAlreadyRecorded', { contractId: 'c1', party: 'customer' }),
  );
  it('refuses when the parties signed different amounts', () =>
    given(opened, signature('customer'))
      .when(sign('company', { amount: eur(901) }))
      .thenRefused('ContractAmountsDiffer', { contractId: 'c1', amount: eur(901), customer: eur(900) }));
  it('lets a changed contract be signed under an id of its own', () =>
    given(opened, signature('customer'), signature('customer', '2026-06-20', eur(800), 'c2'))
      .when(sign('company', { contractId: 'c2', amount: eur(800), signedOn: '2026-06-20' }))
      .thenTypes('ContractSignatureRecorded', 'ContractSigned'));
  it('refuses another contract once one is signed', () =>
    given(opened, ...signedByBoth)
      .when(sign('customer', { contractId: 'c2' }))
      .thenRefused('ContractAlreadySigned', { contractId: 'c1' }));
  it('refuses on a lost deal', () => given(opened, lost).when(sign('customer')).thenRefused('OpportunityNotOpen'));
});

describe('winning an opportunity (L165)', () => {
  it('takes both signatures and the signing stage', () =>
    given(opened, ...toS6, ...signedByBoth)
      .when(win)
      .then(won));
  it('may be recorded at the stage after, too', () =>
    given(opened, ...toS6, ...signedByBoth, advanced('S6', 'S7', 90, 100))
      .when(win)
      .thenTypes('OpportunityWon'));
  it.each([
    ['both', [], ['customer', 'company'], null],
    ['the company', [signature('customer')], ['company'], 'c1'],
    ['the customer', [signature('company')], ['customer'], 'c1'],
  ] as const)('refuses without the signature of %s', (_, signatures, missing, contractId) =>
    given(opened, ...toS6, ...signatures)
      .when(win)
      .thenRefused('SignatureMissing', { contractId, missing }),
  );
  it('names the party whose signature lifts it', () =>
    expect(given(opened, ...toS6, signature('customer')).when(win).decision).toMatchObject({
      liftedBy: ['RecordContractSignature of the company'],
    }));
  it('is not helped by one signature each on two contracts', () =>
    given(opened, ...toS6, signature('customer'), signature('company', '2026-06-18', eur(900), 'c2'))
      .when(win)
      .thenRefused('SignatureMissing', { contractId: 'c2', missing: ['customer'] }));
  it('refuses before the signing stage', () =>
    given(opened, toS3, ...signedByBoth)
      .when(win)
      .thenRefused('NotAtSigningStage', { stage: 'S3', signsAt: 'S6' }));
  it('does nothing when it is won', () =>
    given(opened, ...toS6, ...signedByBoth, won)
      .when(win)
      .thenNothing());
  it('refuses when it is lost', () =>
    given(opened, ...signedByBoth, lost)
      .when(win)
      .thenRefused('OpportunityNotOpen', { status: 'lost' }));
  it('is worth the contract, at 100 percent', () => {
    const state = fold(opened, ...toS6, ...signedByBoth, won);
    expect(state).toMatchObject({ status: 'won', facts: { forecast: { amount: eur(900), probability: 100 } } });
    expect(state.status === 'won' && probabilityOf(state)).toBe(100);
  });
});

describe('losing an opportunity', () => {
  it('records stage, reason and what was expected', () => given(opened).when(lose()).then(lost));
  it('expects nothing of it any more', () => {
    const state = fold(opened, lost);
    expect(state.status === 'lost' && probabilityOf(state)).toBe(0);
  });
  it('does nothing when it was lost just so', () => given(opened, lost).when(lose()).thenNothing());
  it('refuses another reason afterwards', () =>
    given(opened, lost)
      .when(lose({ reason: 'poorFit' }))
      .thenRefused('OpportunityNotOpen'));
  it('refuses after the win', () =>
    given(opened, ...toS6, ...signedByBoth, won)
      .when(lose())
      .thenRefused('OpportunityNotOpen', { status: 'won' }));
});

describe('reopening an opportunity', () => {
  it('goes on where it was lost, with what was expected then', () => given(opened, lost).when(reopen).then(reopened));
  it('keeps the probability by hand', () =>
    given(opened, revised({ probability: 45 }), {
      type: 'OpportunityLost',
      data: { opportunityId, stage: 'S2', reason: 'price', forecast: { ...forecast, probability: 45 } },
    })
      .when(reopen)
      .then({
        type: 'OpportunityReopened',
        data: { opportunityId, stage: 'S2', from: 'lost', forecast: { ...forecast, probability: 45 }, reason: 'new budget' },
      }));
  it('does nothing when it is open', () => given(opened, lost, reopened).when(reopen).thenNothing());
  it('refuses when it is won', () =>
    given(opened, ...toS6, ...signedByBoth, won)
      .when(reopen)
      .thenRefused('OpportunityNotLost', { status: 'won' }));
});

describe('importing a deal', () => {
  it('records what the source claims, and nothing more', () =>
    given()
      .when(importDeal({ account: undefined }))
      .then(imported));
  it('records the outcome that it claims', () => given(imported).when(importOutcome()).then(outcome));
  it('does nothing when the same is claimed again, in whichever file and row', () =>
    given(imported)
      .when(importDeal({ sourceFileHash: 'b'.repeat(64), row: 9 }))
      .thenNothing());
  it('does nothing when the same outcome is claimed again', () =>
    given(imported, outcome)
      .when(importOutcome({ row: 8 }))
      .thenNothing());
  it('refuses other claims, naming the fields: what was imported first stands', () =>
    given(imported)
      .when(importDeal({ claimedStage: 'Won', account: 'Acme' }))
      .thenRefused('ImportedOtherwise', { fields: ['claimedStage', 'account'], sourceFileHash: sha, row: 7 }));
  it('refuses another outcome', () =>
    given(imported, outcome)
      .when(importOutcome({ claimed: 'lost' }))
      .thenRefused('ImportedOtherwise', { fields: ['claimed'], sourceFileHash: sha, row: 7 }));
  it('refuses an outcome of an unknown deal', () => given().when(importOutcome()).thenRefused('OpportunityUnknown'));
  it.each([importDeal(), importOutcome()])('refuses claims about a deal under the process: $type', (command) =>
    given(opened).when(command).thenRefused('AlreadyGoverned', { status: 'open' }),
  );
  it('belongs to nobody', () => expect(ownerOf(fold(imported))).toBeNull());
});

const governed = [
  ...[open(), advanceTo('S3'), regressTo('S2'), reassign('rep2'), revise({ probability: 5 }), propose('p1')],
  ...[sign('customer'), win, lose(), reopen],
];

describe('a deal that is only claimed', () => {
  it.each(governed)('refuses $type', (command) =>
    given(imported, outcome).when(command).thenRefused('ImportedNotAdopted', { source: 'crm', claimedStage: 'Engaging' }),
  );
});

describe('a deal that nobody opened', () => {
  it.each(governed.slice(1))('refuses $type', (command) => given().when(command).thenRefused('OpportunityUnknown'));
});

describe('any opportunity', () => {
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const money = fc.constantFrom(eur(900), eur(950), { minor: Number.MAX_SAFE_INTEGER, currency: 'CNY' });
  const date = fc.constantFrom('2026-06-18', '2026-12-31');
  const onward = (state: Opportunity): Command => advanceTo(('facts' in state && stageAfter(definition, state.facts.stage)?.code) || 'S3');
  const fixed = (arbitrary: fc.Arbitrary<Command>) =>
    arbitrary.map(
      (command): Move<Opportunity, Command> =>
        () =>
          command,
    );
  const anyStage = fc.constantFrom('S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8');
  const party = fc.constantFrom('customer', 'company');
  const signing = fc
    .tuple(
      party,
      fc.record({ signedOn: date, amount: money, contractId: fc.constantFrom('c1', 'c2'), signatoryName: sometimes(fc.constant('张强')) }),
    )
    .map(([by, more]) => sign(by, more));
  const moves = fc.oneof(
    { weight: 30, arbitrary: fc.constant(onward) },
    { weight: 4, arbitrary: fixed(fc.record({ name: fc.constantFrom('a', 'b'), leadId: sometimes(fc.constant('l1')) }).map(open)) },
    { weight: 4, arbitrary: fixed(anyStage.map(advanceTo)) },
    { weight: 2, arbitrary: fixed(anyStage.map(regressTo)) },
    {
      weight: 2,
      arbitrary: fixed(
        fc.tuple(fc.constantFrom('rep1', 'rep2'), fc.constantFrom('active', 'inactive')).map(([to, is]) => reassign(to, is)),
      ),
    },
    {
      weight: 3,
      arbitrary: fixed(
        fc
          .record({
            amount: sometimes(money),
            signingDate: sometimes(date),
            probability: sometimes(fc.integer({ min: 0, max: 100 })),
            category: sometimes(fc.constantFrom('pipeline', 'commit')),
            reason: sometimes(fc.constant('why')),
          })
          .map(revise),
      ),
    },
    {
      weight: 3,
      arbitrary: fixed(
        fc
          .tuple(fc.constantFrom('p1', 'p2'), fc.record({ amount: money, validUntil: sometimes(date), priceFloor: sometimes(money) }))
          .map(([id, more]) => propose(id, more)),
      ),
    },
    { weight: 10, arbitrary: fixed(signing) },
    { weight: 8, arbitrary: fixed(fc.constant(win)) },
    {
      weight: 1,
      arbitrary: fixed(fc.record({ reason: fc.constantFrom('price', 'poorFit'), note: sometimes(fc.constant('n')) }).map(lose)),
    },
    { weight: 3, arbitrary: fixed(fc.constant(reopen)) },
    {
      weight: 1,
      arbitrary: fixed(fc.record({ claimedStage: fc.constantFrom('Engaging', 'Won'), listPrice: sometimes(money) }).map(importDeal)),
    },
    { weight: 1, arbitrary: fixed(fc.record({ claimed: fc.constantFrom('won', 'lost'), closedOn: sometimes(date) }).map(importOutcome)) },
  );

  deciderProperties(deal, moves, {
    length: 60,
    reached: [
      ...[
        'OpportunityOpened',
        'OpportunityAdvanced',
        'OpportunityRegressed',
        'OpportunityReassigned',
        'ForecastRevised',
        'ProposalSubmitted',
      ],
      ...['ContractSignatureRecorded', 'ContractSigned', 'OpportunityWon', 'OpportunityLost', 'OpportunityReopened'],
      ...['OpportunityImported', 'OutcomeImported'],
      ...['OpportunityUnknown', 'OpportunityAlreadyOpened', 'OpportunityNotOpen', 'OpportunityNotLost', 'ImportedNotAdopted'],
      ...['ImportedOtherwise', 'AlreadyGoverned', 'StageUnknown', 'StageSkipped', 'StageNotAhead', 'StageNotEarlier', 'StageBeforeOpening'],
      ...['NotAtSigningStage', 'AssigneeNotActive', 'ProposalAlreadySubmitted', 'SignatureAlreadyRecorded', 'ContractAmountsDiffer'],
      ...['ContractAlreadySigned', 'SignatureMissing'],
    ],
  });

  it('is never won, nor past the signing stage, without both signatures on one contract', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 60, size: 'max' }), (game) => {
        let state: Opportunity = opportunity.initialState;
        const signatures = new Set<string>();
        for (const move of game) {
          const decision = deal.decide(move(state), state);
          for (const event of decision.kind === 'accepted' ? decision.events : []) {
            if (event.type === 'ContractSignatureRecorded') signatures.add(`${event.data.contractId}/${event.data.party}`);
            const both = ['c1', 'c2'].some((id) => signatures.has(`${id}/customer`) && signatures.has(`${id}/company`));
            if (event.type === 'OpportunityWon' || (event.type === 'OpportunityAdvanced' && event.data.to === 'S7'))
              expect(both).toBe(true);
            state = foldAll(opportunity, [event], state);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
