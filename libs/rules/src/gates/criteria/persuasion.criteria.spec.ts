import type { OpportunityEvent } from '#event-contracts';
import { opportunityId } from '../../../../../test/support/open-deal.ts';
import { by, factsAfter } from '../../../../../test/support/gathered-facts.ts';
import {
  document,
  quoteDrafted,
  quoteIssued,
  quoteReference,
  quoteRevised,
  quoteWithdrawn,
  stakeholder,
} from '../../../../../test/support/proposed-deal.ts';
import type { Verdict } from '../criterion.ts';
import { dealCriteria } from '../deal-criteria.ts';
import type { Parameters } from '../requirement.ts';

type Data<T extends OpportunityEvent['type']> = Extract<OpportunityEvent, { type: T }>['data'];
type Case = readonly [string, readonly OpportunityEvent[], Parameters, Verdict];

const judged = (criterion: string, history: readonly OpportunityEvent[], parameters: Parameters) =>
  dealCriteria.get(criterion)!.judge(factsAfter(...history), parameters, '2026-06-01T08:00:00.000Z');

const decider = stakeholder('s1', 'decisionMaker');
const minutes = document('d1');

describe('executiveMeetingHeld/1 (L43, L140, L143)', () => {
  const manager = { userId: 'mona', roles: ['SALES_MANAGER'] };
  const met = (type: 'ExecutiveMeetingHeld' | 'WorkshopHeld', more: Partial<Data<'WorkshopHeld'>> = {}): OpportunityEvent => ({
    type,
    data: {
      ...{ opportunityId, meetingId: 'm1', heldOn: '2026-05-20', stakeholderIds: ['s1'], ours: [manager], minutesDocumentId: 'd1' },
      ...more,
    },
  });
  it.each<Case>([
    ['met by a meeting', [decider, minutes, met('ExecutiveMeetingHeld')], {}, { result: 'met', evidence: ['e3', 'e2'] }],
    ['met by a workshop', [decider, minutes, met('WorkshopHeld')], {}, { result: 'met', evidence: ['e3', 'e2'] }],
    ['missing without either', [decider, minutes], {}, { result: 'missing' }],
    [
      'unmet without someone who decides',
      [stakeholder('s1', 'user'), minutes, met('WorkshopHeld')],
      {},
      { result: 'unmet', because: 'noDecisionMaker', evidence: ['e3'] },
    ],
    [
      'unmet without a manager of ours',
      [decider, minutes, met('WorkshopHeld', { ours: [{ userId: 'rep1', roles: ['SALES_REP'] }] })],
      {},
      { result: 'unmet', because: 'noManager', evidence: ['e3'] },
    ],
    [
      'unmet without minutes whose bytes are here: one command cannot assert it',
      [decider, met('WorkshopHeld')],
      {},
      { result: 'unmet', because: 'noMinutes', evidence: ['e2'] },
    ],
    [
      'met by one of several',
      [decider, minutes, met('ExecutiveMeetingHeld'), met('WorkshopHeld', { ours: [] })],
      {},
      { result: 'met', evidence: ['e3', 'e2'] },
    ],
  ])('is %s', (_, history, parameters, verdict) => expect(judged('executiveMeetingHeld/1', history, parameters)).toEqual(verdict));
});

describe('objectionsResolved/1 (L39, L141, L261)', () => {
  const raised: OpportunityEvent = {
    type: 'ObjectionRaised',
    data: { opportunityId, objectionId: 'o1', category: 'sla', description: 'four hours at most' },
  };
  const resolved = (documentId?: string): OpportunityEvent => ({
    type: 'ObjectionResolved',
    data: { opportunityId, objectionId: 'o1', how: 'a spare node', ...(documentId !== undefined && { documentId }) },
  });
  it.each<Case>([
    ['not applicable where nothing was objected', [], {}, { result: 'notApplicable' }],
    ['not applicable to other categories', [raised], { categories: ['price'] }, { result: 'notApplicable' }],
    [
      'unmet while one is open',
      [raised],
      { categories: ['sla'] },
      { result: 'unmet', because: 'unresolved', detail: { objectionIds: ['o1'] }, evidence: ['e1'] },
    ],
    [
      'unmet by the owner’s word alone',
      [raised, resolved()],
      {},
      { result: 'unmet', because: 'unproven', detail: { objectionIds: ['o1'] }, evidence: ['e1', 'e2'] },
    ],
    ['met by an answer in writing', [raised, document('d1'), resolved('d1')], {}, { result: 'met', evidence: ['e1', 'e3'] }],
    ['met by someone else’s word', [raised, by('presales', resolved())], {}, { result: 'met', evidence: ['e1', 'e2'] }],
  ])('is %s', (_, history, parameters, verdict) => expect(judged('objectionsResolved/1', history, parameters)).toEqual(verdict));
});

describe('customerConfirmed/1 (L135, L142, L144)', () => {
  const confirmed = (more: Partial<Data<'CustomerConfirmationObtained'>> = {}): OpportunityEvent => ({
    type: 'CustomerConfirmationObtained',
    data: {
      ...{ opportunityId, confirmationId: 'c1', scope: ['solution', 'quote'], form: 'writtenEmail', stakeholderId: 's1' },
      ...{ confirmedOn: '2026-05-28', quote: quoteReference() },
      ...more,
    },
  });
  const witnessed: OpportunityEvent = { type: 'CustomerConfirmationWitnessed', data: { opportunityId, confirmationId: 'c1' } };
  const quote = [quoteDrafted, quoteIssued()];
  const scope = ['solution', 'quote'];
  it.each<Case>([
    [
      'met by a mail whose bytes are here',
      [...quote, document('d1'), confirmed({ documentId: 'd1' })],
      {},
      { result: 'met', evidence: ['e4', 'e3'] },
    ],
    [
      'met by a word that a second person bears out',
      [...quote, confirmed({ form: 'oral' }), by('mona', witnessed)],
      {},
      { result: 'met', evidence: ['e3', 'e4'] },
    ],
    ['met by what someone else recorded', [...quote, by('mona', confirmed())], {}, { result: 'met', evidence: ['e3'] }],
    ['missing without a word', quote, {}, { result: 'missing' }],
    ['missing in the forms that are asked for', [...quote, by('mona', confirmed())], { forms: ['minutes'] }, { result: 'missing' }],
    [
      'unmet by the owner’s word alone: one command cannot assert it',
      [...quote, confirmed()],
      {},
      { result: 'unmet', because: 'unproven', detail: { scope }, evidence: ['e3'] },
    ],
    [
      'unmet by the word of owners, before and after each other',
      [...quote, confirmed(), by('mona', witnessed), { type: 'OpportunityReassigned', data: { opportunityId, from: 'rep1', to: 'mona' } }],
      {},
      { result: 'unmet', because: 'unproven', detail: { scope }, evidence: ['e3'] },
    ],
    [
      'unmet for what was not confirmed',
      [...quote, by('mona', confirmed({ scope: ['solution'] }))],
      {},
      { result: 'unmet', because: 'notConfirmed', detail: { scope: ['quote'] }, evidence: ['e3'] },
    ],
    [
      'unmet for a quote that is not named',
      [
        by('mona', {
          ...confirmed(),
          data: (({ quote: _quote, ...data }) => data)(confirmed().data as Data<'CustomerConfirmationObtained'>),
        } as OpportunityEvent),
      ],
      {},
      { result: 'unmet', because: 'notConfirmed', detail: { scope: ['quote'] }, evidence: ['e1'] },
    ],
    [
      'met by what is asked for alone',
      [...quote, by('mona', confirmed({ scope: ['solution'] }))],
      { scope: ['solution'] },
      { result: 'met', evidence: ['e3'] },
    ],
    [
      'unmet once the quote has changed',
      [...quote, by('mona', confirmed()), quoteRevised(2, '2026-07-31')],
      {},
      { result: 'unmet', because: 'quoteChangedSince', detail: { scope }, evidence: ['e3'] },
    ],
    [
      'unmet once the quote is withdrawn',
      [...quote, by('mona', confirmed()), quoteWithdrawn],
      {},
      { result: 'unmet', because: 'quoteChangedSince', detail: { scope }, evidence: ['e3'] },
    ],
    [
      'met by several together',
      [
        ...quote,
        by('mona', confirmed({ scope: ['solution'] })),
        by('mona', confirmed({ confirmationId: 'c2', scope: ['quote', 'commercialTerms'] })),
      ],
      { scope: ['solution', 'quote', 'commercialTerms'] },
      { result: 'met', evidence: ['e3', 'e4'] },
    ],
  ])('is %s', (_, history, parameters, verdict) => expect(judged('customerConfirmed/1', history, parameters)).toEqual(verdict));
});
