import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { catalogue, eventCodec, type AnyEvent, type Forecast } from '#event-contracts';
import type { EventStore, StoredEvent } from '#eventsourcing';

/** A case of ten events: a lead from its capture to an opportunity, and that through two stages to its loss. */
const storyOf = (id: string, chance: () => number): readonly { readonly stream: string; readonly event: AnyEvent }[] => {
  const contactId = `person-${id}`;
  const [leadId, opportunityId] = [`lead-${id}`, `opp-${id}`];
  const owner = `rep-${Math.floor(chance() * 40)}`;
  const amount = { minor: Math.floor(chance() * 5_000_000_00), currency: 'CNY' };
  const first: Forecast = { amount, signingDate: '2026-09-30', probability: 20, category: 'pipeline' };
  const revised: Forecast = { ...first, amount: { ...amount, minor: amount.minor + 50_000_00 }, probability: 45, category: 'bestCase' };
  const lead: AnyEvent[] = [
    {
      type: 'LeadCaptured',
      data: {
        leadId,
        source: 'web',
        company: `Company ${id}`,
        industry: 'machinery',
        contactId,
        contactName: 'Li Lei',
        phone: '+86 10 1234',
      },
    },
    { type: 'LeadAssigned', data: { leadId, from: null, to: owner } },
    { type: 'LeadContacted', data: { leadId, channel: 'call', direction: 'outbound', first: true, effective: true, contactId } },
    {
      type: 'LeadQualified',
      data: {
        leadId,
        from: null,
        as: 'SQL',
        bant: {
          budget: { met: true, answer: 'approved for this year' },
          authority: { met: true, answer: 'the plant manager decides' },
          need: { met: true, answer: 'replace the line before winter' },
          timeline: { met: true, answer: 'third quarter' },
        },
      },
    },
  ];
  const opportunity: AnyEvent[] = [
    {
      type: 'OpportunityOpened',
      data: { opportunityId, leadId, name: `Line for ${id}`, company: `Company ${id}`, ownerId: owner, stage: 'S2', forecast: first },
    },
    { type: 'OpportunityAdvanced', data: { opportunityId, from: 'S2', to: 'S3', probabilityFrom: 20, probabilityTo: 40 } },
    { type: 'ForecastRevised', data: { opportunityId, from: first, to: revised, reason: 'the scope has grown' } },
    { type: 'OpportunityAdvanced', data: { opportunityId, from: 'S3', to: 'S4', probabilityFrom: 45, probabilityTo: 60 } },
    {
      type: 'ProposalSubmitted',
      data: { opportunityId, proposalId: `prop-${id}`, version: 1, amount: revised.amount, validUntil: '2026-10-31' },
    },
    { type: 'OpportunityLost', data: { opportunityId, stage: 'S4', reason: 'price', competitor: 'another', forecast: revised } },
  ];
  return [
    ...lead.map((event) => ({ stream: leadId, event })),
    ...opportunity.map((event) => ({ stream: `opportunity-${opportunityId}`, event })),
  ];
};

/** The same numbers in every run. */
const dice = (): (() => number) => {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

const NAMESPACE = '0d8f5f4e-35a1-4f70-b1d3-52a6f3f4ad10';
const STEP_MS = 30_000;

/** Cases that are under way at the same time. */
const OPEN_CASES = 1000;

const codec = eventCodec<AnyEvent>(catalogue, { obtain: async (id) => createHash('sha256').update(id).digest() });

const envelope = (caseId: string, stream: string, revision: number, at: number) => {
  const time = new Date(Date.UTC(2026, 0, 1) + at * STEP_MS).toISOString();
  const commandId = v5(`${stream}/${revision}`, NAMESPACE);
  return {
    eventId: v5(commandId, NAMESPACE),
    ...{ stream, revision, caseId, commandId, correlationId: commandId, causationId: commandId },
    ...{ occurredAt: time, recordedAt: time, policyVersion: 'policy@3', processVersion: 'SALES-PROC-003@1' },
    actor: { userId: `rep-${revision}`, rolesAtThatTime: ['SALES_REP', 'SDR'], userRevision: 3, channel: 'api' as const },
  };
};

/** `count` events of many cases, interleaved as in a busy year. */
export async function* salesLog(count: number): AsyncGenerator<StoredEvent> {
  const chance = dice();
  const open: { caseId: string; rest: ReturnType<typeof storyOf>[number][]; revisions: Map<string, number> }[] = [];
  let cases = 0;
  for (let at = 0; at < count; at += 1) {
    while (open.length < Math.min(OPEN_CASES, count / 10)) {
      const id = v5(String((cases += 1)), NAMESPACE);
      open.push({ caseId: `case-${id}`, rest: [...storyOf(id, chance)], revisions: new Map() });
    }
    const place = Math.floor(chance() * open.length);
    const { caseId, rest, revisions } = open[place]!;
    const { stream, event } = rest.shift()!;
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    if (rest.length === 0) open[place] = open.at(-1)!;
    if (rest.length === 0) open.pop();
    yield codec.encode({ event, ...envelope(caseId, stream, revision, at) });
  }
}

/** Appends in few round trips, each stream's events in order. */
export const appendAll = async (store: EventStore, events: AsyncIterable<StoredEvent>): Promise<void> => {
  let waiting: Promise<void>[] = [];
  const append = async (event: StoredEvent): Promise<void> => {
    const { outcome } = await store.append([event]);
    if (outcome !== 'committed') throw new Error(`an append of the bench ended as ${outcome}`);
  };
  const inFlight = new Set<string>();
  for await (const event of events) {
    if (waiting.length >= 2000 || inFlight.has(event.stream)) {
      await Promise.all(waiting);
      waiting = [];
      inFlight.clear();
    }
    inFlight.add(event.stream);
    waiting.push(append(event));
  }
  await Promise.all(waiting);
};
