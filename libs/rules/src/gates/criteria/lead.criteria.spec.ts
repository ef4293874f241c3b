import type { RecordedEvent } from '#eventsourcing';
import { recordedAs } from '#eventsourcing/testing';
import type { LeadEvent } from '#event-contracts';
import { bantWithSponsor } from '../../../../../test/support/forms.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';
import { leadFacts, type LeadFacts } from '../../facts/lead-facts.ts';
import type { Verdict } from '../criterion.ts';
import { leadCriteria } from '../lead-criteria.ts';
import type { Parameters } from '../requirement.ts';

const { captured, screened, did, scored, assigned, contacted, handedOver, accepted, answered, assessed, qualified } = leadEvents;
const now = '2026-06-01T08:00:00.000Z';
const bare = captured({ need: undefined as never, contactKeys: [] });

const factsOf = (...history: readonly LeadEvent[]): LeadFacts => {
  const events = history.map((event, at): RecordedEvent<LeadEvent> => recordedAs<LeadEvent>(event, at));
  return events.reduce<LeadFacts | undefined>(leadFacts, undefined)!;
};

const judged = (id: string, history: readonly LeadEvent[], parameters: Parameters = {}): Verdict =>
  leadCriteria.get(id)!.judge(factsOf(...history), parameters, now);

const met = (...evidence: string[]) => ({ result: 'met', evidence });
const unmet = (because: string, evidence: string[], detail?: object) => ({ result: 'unmet', because, evidence, ...(detail && { detail }) });
const missing = { result: 'missing' };

type Row = readonly [name: string, history: readonly LeadEvent[], verdict: object, parameters?: Parameters];

const enriched: LeadEvent = {
  type: 'LeadEnriched',
  data: { leadId: 'l1', contactId: 'p1', contactKeys: ['b'.repeat(64)], changes: [{ field: 'need', from: null, to: 'x' }] },
};
const anotherPerson: LeadEvent = { type: 'LeadEnriched', data: { leadId: 'l1', contactId: 'p2', changes: [] } };
const more = bantWithSponsor();
const four = [answered('budget'), answered('authority'), answered('need'), answered('timeline')];
const returned: LeadEvent = {
  type: 'LeadReturnedToMarketing',
  data: { leadId: 'l1', from: 'rep1', reason: 'notReady', levelFrom: 'SQL', levelTo: 'MQL', contactId: 'p1' },
};

describe.each<readonly [criterion: string, rows: readonly Row[]]>([
  [
    'leadComplete/1',
    [
      ['company, contact and need are known (L102)', [captured()], met('e0')],
      ['one event supplied what another had left out', [bare, enriched], met('e0', 'e1')],
      ['need and contact are not known', [bare], unmet('incomplete', ['e0'], { lacks: ['contact', 'need'] })],
      [
        'another person is the contact, whom nobody can reach yet',
        [captured(), anotherPerson],
        unmet('incomplete', ['e0'], { lacks: ['contact'] }),
      ],
    ],
  ],
  [
    'leadScreened/1',
    [
      ['it passed (L103)', [captured(), screened('passed')], met('e1')],
      ['it was not complete', [captured(), screened('incomplete')], unmet('incomplete', ['e1'])],
      ['it failed (L224)', [captured(), screened('failed')], unmet('screeningFailed', ['e1'])],
      ['the last screening counts', [captured(), screened('failed'), screened('passed')], met('e2')],
      ['nobody screened it', [captured()], missing],
    ],
  ],
  [
    'scoreReachesMql/1',
    [
      ['the score reaches the threshold (L105)', [captured(), did('download'), scored(60)], met('e1', 'e2')],
      ['it does not', [captured(), scored(59)], unmet('belowThreshold', ['e1'], { total: 59, threshold: 60 })],
      ['it was never scored', [captured(), did('download')], missing],
    ],
  ],
  [
    'leadAssigned/1',
    [
      ['someone is answerable (L232)', [captured(), assigned()], met('e1')],
      ['nobody is', [captured()], missing],
      ['nobody is any more', [captured(), assigned(), returned], missing],
    ],
  ],
  [
    'firstContactMade/1',
    [
      ['the assignee was in touch (L232)', [captured(), assigned(), contacted(false)], met('e1', 'e2')],
      ['someone was reached', [captured(), assigned(), contacted(false), contacted(true, false)], met('e1', 'e3'), { effective: true }],
      ['nobody was reached', [captured(), assigned(), contacted(false)], unmet('nobodyReached', ['e1', 'e2']), { effective: true }],
      ['only an earlier assignee was', [captured(), assigned(), contacted(), assigned('rep2')], missing],
      ['nobody was', [captured(), assigned()], missing],
    ],
  ],
  [
    'bantAnswered/1',
    [
      [
        'each question was answered, met or not (L113)',
        [captured(), answered('budget', false), ...four.slice(1)],
        met('e1', 'e2', 'e3', 'e4'),
      ],
      ['some were', [captured(), answered('need')], unmet('unanswered', ['e1'], { unanswered: ['budget', 'authority', 'timeline'] })],
      [
        'the form asks more, by which it was last answered',
        [captured(), ...four.slice(1), answered('budget', true, more)],
        unmet('unanswered', ['e1', 'e2', 'e3', 'e4'], { unanswered: ['sponsor'] }),
      ],
      ['that is answered too', [captured(), ...four, answered('sponsor', true, more)], met('e1', 'e2', 'e3', 'e4', 'e5')],
      ['the form does not ask it any more', [captured(), answered('sponsor', true, more), ...four], met('e2', 'e3', 'e4', 'e5')],
      ['a qualification only claims so', [captured(), qualified('SQL')], missing],
    ],
  ],
  [
    'bantMet/1',
    [
      ['all four are met (L208)', [captured(), ...four], met('e1', 'e2', 'e3', 'e4')],
      ['the last answer counts', [captured(), answered('budget', false), ...four], met('e2', 'e3', 'e4', 'e5')],
      [
        'one is not',
        [captured(), answered('budget', false), ...four.slice(1)],
        unmet('notMet', ['e1', 'e2', 'e3', 'e4'], { notMet: ['budget'] }),
      ],
      [
        'what the form asks beside is not',
        [captured(), ...four, answered('sponsor', false, more)],
        unmet('notMet', ['e1', 'e2', 'e3', 'e4', 'e5'], { notMet: ['sponsor'] }),
      ],
      ['some are not answered', [captured(), ...four.slice(1)], unmet('unanswered', ['e1', 'e2', 'e3'], { unanswered: ['budget'] })],
      ['none is answered', [captured()], missing],
    ],
  ],
  [
    'purchaseIntentAssessed/1',
    [
      ['a customer who was reached was assessed (L234)', [captured(), assigned(), contacted(), assessed()], met('e2', 'e3')],
      ['nobody was ever reached', [captured(), assigned(), contacted(false), assessed()], unmet('nobodyReached', ['e3'])],
      ['there is no intent', [captured(), assigned(), contacted(), assessed({ intent: 'none' })], unmet('noIntent', ['e3'])],
      [
        'not all of it was assessed',
        [captured(), assigned(), contacted(), assessed({ decisionChainKnown: false, decisionExpectedBy: undefined as never })],
        unmet('incomplete', ['e3'], { lacks: ['decisionChain', 'timetable'] }),
      ],
      ['nothing was', [captured()], missing],
    ],
  ],
  [
    'salesAccepted/1',
    [
      ['sales took over what marketing handed it (L107)', [captured(), handedOver(), assigned(), accepted()], met('e1', 'e3')],
      ['it did not yet', [captured(), handedOver(), assigned()], unmet('notAccepted', ['e1'], { to: 'rep1' })],
      [
        'someone took over what they handed over themself',
        [captured(), handedOver('rep1', 'rep1'), assigned(), accepted()],
        unmet('acceptedByWhoHandedOver', ['e1', 'e3']),
      ],
      ['it was given back since', [captured(), handedOver(), assigned(), accepted(), returned], missing],
      ['nothing was handed over', [captured(), assigned()], missing],
    ],
  ],
])('%s', (criterion, rows) => {
  it.each(rows.map(([name, ...rest]) => ({ name, rest })))('$name', ({ rest: [history, verdict, parameters] }) =>
    expect(judged(criterion, history, parameters)).toEqual(verdict),
  );
});

it('names the commands that supply each criterion, and asks for nothing that does not apply to a lead', () => {
  for (const { suppliedBy, judge } of leadCriteria.values()) {
    expect(suppliedBy.length).toBeGreaterThan(0);
    expect(judge(factsOf(captured()), {}, now).result).not.toBe('notApplicable');
  }
});
