import fc from 'fast-check';
import type { Channel, LedgerEvent, ProjectionTable, SequencedEvent } from '#eventsourcing';
import { catalogue, eventCodec, ledgerDecoder, type AnyEvent, type LeadEvent, type OpportunityEvent } from '#event-contracts';
import { opportunity } from '#opportunities';
import { salesProcess } from '#rules';
import { interleaved } from './interleaved.ts';
import { aLead, type AskedOfLead } from './known-lead.ts';
import { deal, type AskedOfDeal } from './known.ts';

const start = Date.parse('2026-01-05T08:00:00.000Z');

/** Keys that live as long as the test; `erase` is for good. */
export const testVault = () => {
  const keys = new Map<string, Buffer>();
  const obtain = async (id: string) => keys.get(id) ?? keys.set(id, Buffer.alloc(32, keys.size + 1)).get(id)!;
  const find = async (id: string) => {
    const key = keys.get(id);
    return key ? ({ kind: 'found', key } as const) : ({ kind: 'erased' } as const);
  };
  return { obtain, find, erase: async (id: string) => keys.delete(id) };
};

export interface Circumstances {
  readonly caseId?: string;
  readonly occurredAt?: string;
  readonly by?: string;
  readonly roles?: readonly string[];
  readonly commandId?: string;
  readonly channel?: Channel;
}

/** A ledger in memory whose events went through the real codec; one is recorded each hour. */
export const salesLedger = (vault = testVault()) => {
  const codec = eventCodec<AnyEvent>(catalogue, vault);
  const decode = ledgerDecoder(catalogue);
  const sequenced: SequencedEvent[] = [];
  const revisions = new Map<string, number>();

  const record = async (stream: string, event: AnyEvent, given: Circumstances = {}): Promise<LedgerEvent<AnyEvent>> => {
    const index = sequenced.length;
    const revision = revisions.get(stream) ?? 0;
    const recordedAt = new Date(start + index * 3_600_000).toISOString();
    const stored = await codec.encode({
      event,
      eventId: `event-${index}`,
      stream,
      revision,
      caseId: given.caseId ?? stream,
      occurredAt: given.occurredAt ?? recordedAt,
      recordedAt,
      actor: {
        userId: given.by ?? 'rep-1',
        rolesAtThatTime: given.roles ?? ['SALES_REP'],
        userRevision: 1,
        channel: given.channel ?? 'api',
      },
      correlationId: `command-${index}`,
      causationId: `command-${index}`,
      commandId: given.commandId ?? `command-${index}`,
      policyVersion: 'SALES-PROC-003@1',
      processVersion: salesProcess.processVersion,
    });
    revisions.set(stream, revision + 1);
    sequenced.push({ ...stored, index, leaf: Buffer.alloc(32, index) });
    return decode(sequenced[index]!) as LedgerEvent<AnyEvent>;
  };

  return { record, sequenced, events: () => sequenced.map((each) => decode(each) as LedgerEvent<AnyEvent>) };
};
export type SalesLedger = ReturnType<typeof salesLedger>;

export type DealCommand = AskedOfLead | AskedOfDeal;

/** One deal, worked on through the real deciders; what they refuse is on record too. */
export const dealOf = (ledger: SalesLedger, id: string, known: Circumstances = {}) => {
  let leadState = aLead.initialState;
  let dealState = opportunity.initialState;
  const caseId = `case-${id}`;

  const decided = (command: DealCommand) =>
    isForLead(command)
      ? { stream: `lead-${id}`, decision: aLead.decide(command, leadState) }
      : { stream: `opportunity-${id}`, decision: deal.decide(command, dealState) };

  const evolve = (event: LedgerEvent<AnyEvent>) => {
    if (event.stream === `lead-${id}`) leadState = aLead.evolve(leadState, event as LedgerEvent<LeadEvent>);
    else dealState = opportunity.evolve(dealState, event as LedgerEvent<OpportunityEvent>);
  };

  return async (command: DealCommand, given: Circumstances = {}): Promise<readonly string[]> => {
    const { stream, decision } = decided(command);
    const circumstances = { caseId, ...known, ...given };
    if (decision.kind === 'refused') {
      const { reason, detail, liftedBy } = decision;
      const answer = { command: command.type, reason, detail, liftedBy: [...liftedBy] };
      await ledger.record(stream, { type: 'CommandRefused', data: answer }, circumstances);
      return [reason];
    }
    if (decision.events.length === 0)
      await ledger.record(stream, { type: 'CommandHadNoEffect', data: { command: command.type } }, circumstances);
    for (const event of decision.events) evolve(await ledger.record(stream, event, circumstances));
    return decision.events.map(({ type }) => type);
  };
};

const leadCommands = [
  'CaptureLead',
  'EnrichLead',
  'AssignLead',
  'LogLeadContact',
  'BreachFirstContact',
  'QualifyLead',
  'DisqualifyLead',
  'ConvertLead',
];
const isForLead = (command: DealCommand): command is AskedOfLead => leadCommands.includes(command.type);

export const cny = (minor: number) => ({ minor, currency: 'CNY' });
const answered = (met: boolean) => ({ met, answer: 'as asked' });
const bant = { budget: answered(true), authority: answered(true), need: answered(true), timeline: answered(true) };

/** The commands of a deal by name, for stories. */
export const commandsOf = (id: string) => {
  const [leadId, opportunityId] = [id, id];
  return {
    capture: (company = 'Acme'): DealCommand => ({
      type: 'CaptureLead',
      data: { leadId, source: 'web', company, contactId: `contact-${id}`, contactName: 'Li Lei', phone: '+86 10 1234' },
    }),
    enrich: (company: string): DealCommand => ({ type: 'EnrichLead', data: { leadId, company, email: 'li@example.com' } }),
    /** Given so that the first contact is due at 02:00 on 6 January 2026. */
    assign: (to: string, at = '2026-01-05T02:00:00.000Z'): DealCommand => ({ type: 'AssignLead', data: { leadId, to }, known: { at } }),
    breach: (assigneeId: string, dueAt = '2026-01-06T02:00:00.000Z'): DealCommand => ({
      type: 'BreachFirstContact',
      data: { leadId, assigneeId, dueAt },
    }),
    contact: (): DealCommand => ({
      type: 'LogLeadContact',
      data: { leadId, channel: 'call', direction: 'outbound', effective: true, note: 'called Li Lei' },
    }),
    qualify: (as: 'MQL' | 'SQL' | 'prospect'): DealCommand => ({ type: 'QualifyLead', data: { leadId, as, bant } }),
    disqualify: (): DealCommand => ({ type: 'DisqualifyLead', data: { leadId, reason: 'noBudget' } }),
    convert: (): DealCommand => ({
      type: 'ConvertLead',
      data: { leadId, opportunityId, name: `Deal ${id}`, expectedAmount: cny(100_000), expectedSigningDate: '2026-06-30' },
    }),
    open: (ownerId = 'rep-1', minor = 100_000, signingDate = '2026-06-30'): DealCommand => ({
      type: 'OpenOpportunity',
      data: {
        opportunityId,
        leadId: undefined,
        name: `Deal ${id}`,
        company: 'Acme',
        ownerId,
        expectedAmount: cny(minor),
        expectedSigningDate: signingDate,
      },
    }),
    advance: (to: string): DealCommand => ({ type: 'AdvanceOpportunity', data: { opportunityId, to } }),
    regress: (to: string): DealCommand => ({
      type: 'RegressOpportunity',
      data: { opportunityId, to, reason: 'the need changed' },
    }),
    reassign: (to: string): DealCommand => ({ type: 'ReassignOpportunity', data: { opportunityId, to } }),
    revise: (
      minor: number,
      category: 'pipeline' | 'bestCase' | 'commit' | 'omitted' = 'pipeline',
      signingDate = '2026-06-30',
    ): DealCommand => ({
      type: 'ReviseForecast',
      data: { opportunityId, amount: cny(minor), category, signingDate },
    }),
    expect: (probability: number): DealCommand => ({ type: 'ReviseForecast', data: { opportunityId, probability } }),
    propose: (proposalId: string, minor: number): DealCommand => ({
      type: 'SubmitProposal',
      data: { opportunityId, proposalId, amount: cny(minor), priceFloor: cny(Math.floor(minor / 2)) },
    }),
    sign: (party: 'customer' | 'company', minor = 90_000): DealCommand => ({
      type: 'RecordContractSignature',
      data: {
        opportunityId,
        contractId: `contract-${id}`,
        party,
        signedOn: '2026-05-01',
        amount: cny(minor),
        signatoryId: `signatory-${party}`,
        signatoryName: 'Han Meimei',
      },
    }),
    win: (): DealCommand => ({ type: 'WinOpportunity', data: { opportunityId } }),
    lose: (reason: 'price' | 'competitor' = 'price'): DealCommand => ({ type: 'LoseOpportunity', data: { opportunityId, reason } }),
    abandon: (): DealCommand => ({ type: 'AbandonOpportunity', data: { opportunityId, reason: 'customerPostponed' } }),
    importDeal: (): DealCommand => ({
      type: 'ImportOpportunity',
      data: {
        ...{ opportunityId, source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, businessTime: 'unknown' },
        ...{ externalId: `X-${id}`, claimedStage: 'Engaging', account: 'Kestrel' },
      },
    }),
    adopt: (ownerId = 'rep-1', minor = 100_000): DealCommand => ({
      type: 'AdoptImportedOpportunity',
      data: {
        ...{ opportunityId, ownerId, name: `Deal ${id}`, company: 'Acme' },
        ...{ expectedAmount: cny(minor), expectedSigningDate: '2026-06-30' },
      },
    }),
    reopen: (): DealCommand => ({ type: 'ReopenOpportunity', data: { opportunityId, reason: 'the budget came back' } }),
  };
};

const stage = fc.constantFrom('S2', 'S3', 'S4', 'S5', 'S6', 'S7');
const rep = fc.constantFrom('rep-1', 'rep-2', 'rep-3');
const minor = fc.nat({ max: 1_000_000 });

/** Any command that may be thrown at a deal once it is open; sensible ones are likelier. */
const laterCommand = (id: string): fc.Arbitrary<DealCommand> => {
  const commands = commandsOf(id);
  return fc.oneof(
    { weight: 6, arbitrary: stage.map(commands.advance) },
    { weight: 2, arbitrary: stage.map(commands.regress) },
    { weight: 1, arbitrary: rep.map(commands.reassign) },
    { weight: 2, arbitrary: fc.tuple(minor, fc.constantFrom('pipeline', 'commit', 'omitted')).map(([m, c]) => commands.revise(m, c)) },
    { weight: 1, arbitrary: fc.nat({ max: 100 }).map(commands.expect) },
    { weight: 1, arbitrary: fc.constantFrom('p1', 'p2').chain((p) => minor.map((m) => commands.propose(p, m))) },
    { weight: 2, arbitrary: fc.constantFrom('customer', 'company').map((party) => commands.sign(party)) },
    { weight: 1, arbitrary: fc.constant(commands.win()) },
    { weight: 1, arbitrary: fc.constantFrom('price', 'competitor').map(commands.lose) },
    { weight: 1, arbitrary: fc.constant(commands.abandon()) },
    { weight: 2, arbitrary: fc.constant(commands.reopen()) },
  );
};

const leadCommand = (id: string): fc.Arbitrary<DealCommand> => {
  const commands = commandsOf(id);
  return fc.oneof(
    fc.constantFrom('Acme', 'Betatech').map(commands.enrich),
    rep.map((to) => commands.assign(to)),
    rep.map((assigneeId) => commands.breach(assigneeId)),
    fc.constant(commands.contact()),
    fc.constantFrom('MQL', 'SQL', 'prospect').map(commands.qualify),
    fc.constantFrom(commands.disqualify(), commands.convert()),
  );
};

/** A walk that gets somewhere: from the opening to the signing stage, so that wins are as usual as losses. */
const wayToWin = (id: string): DealCommand[] => {
  const { advance, sign, win } = commandsOf(id);
  return [advance('S3'), advance('S4'), advance('S5'), advance('S6'), sign('customer'), sign('company'), win(), advance('S7')];
};

const life = (id: string): fc.Arbitrary<(readonly [string, DealCommand])[]> =>
  fc
    .tuple(
      fc.array(leadCommand(id), { maxLength: 6 }),
      fc.array(laterCommand(id), { maxLength: 14 }),
      fc.constantFrom<DealCommand[]>([], wayToWin(id)),
      rep,
      // Most deals begin here; some are claimed elsewhere first.
      fc.constantFrom(false, false, true),
    )
    .map(([early, late, ending, owner, claimed]) => {
      const { capture, open, importDeal, adopt } = commandsOf(id);
      const beginning = claimed ? [importDeal(), adopt(owner)] : [open(owner)];
      return [capture(), ...early, ...beginning, ...late, ...ending].map((command) => [id, command] as const);
    });

/** Deals with whatever befalls them, interleaved. */
export const anySales = (ids: readonly string[] = ['a', 'b', 'c']): fc.Arbitrary<readonly (readonly [string, DealCommand])[]> =>
  interleaved(ids.map(life));

/** The ledger that the commands leave behind. */
export const played = async (commands: readonly (readonly [string, DealCommand])[], vault = testVault()): Promise<SalesLedger> => {
  const ledger = salesLedger(vault);
  const deals = new Map<string, ReturnType<typeof dealOf>>();
  for (const [id, command] of commands) {
    const deal = deals.get(id) ?? deals.set(id, dealOf(ledger, id)).get(id)!;
    await deal(command);
  }
  return ledger;
};

/** The rows that a projection folds from events: an oracle without a database. */
export const rowsOf = <E extends AnyEvent, Row extends object>(
  { projection }: ProjectionTable<E, Row>,
  events: readonly LedgerEvent<AnyEvent>[],
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const event of events as readonly LedgerEvent<E>[]) {
    if (projection.handles && !projection.handles.includes(event.type)) continue;
    const key = projection.key(event)?.join('/');
    if (key === undefined) continue;
    const row = projection.evolve(rows.get(key), event);
    if (row) rows.set(key, row);
    else rows.delete(key);
  }
  return [...rows.values()];
};
