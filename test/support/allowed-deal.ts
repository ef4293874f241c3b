import type { ApprovalNote, OpportunityEvent } from '#event-contracts';
import { foldAll } from '#eventsourcing/testing';
import { quoteContentSha256, reckon } from '#rules';
import type { Known, SeekApproval } from '#opportunities';
import { allowance, deal, type AskedOfDeal } from './known.ts';
import { opportunityId } from './open-deal.ts';
import { eur } from './proposed-deal.ts';

export type Line = Extract<OpportunityEvent, { type: 'QuoteDrafted' }>['data']['lines'][number];
export const line = (lineId: string, list: number, discountBp: number, more: Partial<Line> = {}) => ({
  ...{ lineId, description: lineId, quantity: '1', unitListPrice: eur(list), discountBp },
  ...more,
});

export const quoteOf = (quoteId: string, version: number, ...lines: readonly ReturnType<typeof line>[]) => {
  const reckoned = reckon(lines, 'EUR');
  if ('unsound' in reckoned) throw new Error('lines that cannot be reckoned up');
  const [{ lines: each, totals }] = [reckoned];
  return { opportunityId, quoteId, version, currency: 'EUR', validUntil: '2026-06-30', lines: [...each], totals };
};
export const drafted = (...args: Parameters<typeof quoteOf>): OpportunityEvent => ({ type: 'QuoteDrafted', data: quoteOf(...args) });
export const revised = (...args: Parameters<typeof quoteOf>): OpportunityEvent => ({ type: 'QuoteRevised', data: quoteOf(...args) });
export const shaOf = (...args: Parameters<typeof quoteOf>): string => quoteContentSha256({ data: quoteOf(...args) });

export const seek = (more: Partial<SeekApproval['data']> = {}, asks: Partial<Known> = {}): AskedOfDeal => ({
  type: 'SeekApproval',
  data: { opportunityId, approvalId: 'a1', type: 'discount', subjectId: 'q1', reason: 'Three sites', ...more },
  known: asks,
});

/** What these commands left, one after the other, beginning with events. */
export const after = (history: readonly OpportunityEvent[], ...commands: readonly AskedOfDeal[]): readonly OpportunityEvent[] =>
  commands.reduce<readonly OpportunityEvent[]>((events, command) => {
    const decision = deal.decide(command, foldAll(deal, events));
    if (decision.kind === 'refused') throw new Error(`${command.type} was refused: ${decision.reason} ${JSON.stringify(decision.detail)}`);
    return [...events, ...decision.events];
  }, history);

export const noteOf = (events: readonly OpportunityEvent[], approvalId: string, outcome: ApprovalNote['outcome']): ApprovalNote => {
  const sought = events.find((event) => event.type === 'DealApprovalSought' && event.data.approvalId === approvalId);
  if (sought?.type !== 'DealApprovalSought') throw new Error(`${approvalId} was not asked for`);
  const { type, subject } = sought.data.ask;
  const source = { eventId: 'g1', stream: `approval-${approvalId}`, revision: 4 };
  return { approvalId, type, outcome, subject, matrix: allowance.matrix?.name ?? '', source };
};
export const noted = (
  events: readonly OpportunityEvent[],
  outcome: ApprovalNote['outcome'] = 'granted',
  deciders: readonly string[] = ['mona', 'dora'],
  approvalId = 'a1',
): AskedOfDeal => ({ type: 'NoteDealApproval', data: { opportunityId, note: noteOf(events, approvalId, outcome), deciders } });
