import { LostRace, OutcomeUnknown, StoreUnavailable, type CommandResult } from '#eventsourcing';
import { commandMetrics } from './command-metrics.ts';
import { openMetrics } from './metrics.ts';

const answered = {
  kind: 'answered',
  stream: 'lead-1',
  caseId: 'case-1',
  revision: 0,
  stateRevision: 0,
  firstEventId: 'e',
  repeated: false,
} as const;
const refusal = { kind: 'refused', reason: 'StageSkipped', detail: {}, liftedBy: [] } as const;

describe('commands are counted', () => {
  it.each<[string, CommandResult]>([
    ['accepted', { ...answered, answer: { kind: 'accepted', events: ['LeadCaptured'] } }],
    ['noEffect', { ...answered, answer: { kind: 'noEffect' } }],
    ['refused', { ...answered, answer: refusal }],
    ['repeated', { ...answered, answer: refusal, repeated: true }],
    ['denied', { kind: 'denied', reason: 'not yours' }],
    ['notFound', { kind: 'notFound' }],
    ['preconditionFailed', { kind: 'preconditionFailed', stateRevision: 3 }],
    ['keyReused', { kind: 'keyReused' }],
  ])('as %s', async (outcome, result) => {
    const metrics = openMetrics();
    commandMetrics(metrics).decided('AssignLead', result);
    expect(await metrics.text()).toContain(`dealtrail_commands_total{command="AssignLead",outcome="${outcome}"} 1`);
  });

  it.each([
    ['lostRace', new LostRace()],
    ['unknown', new OutcomeUnknown()],
    ['unavailable', new StoreUnavailable()],
    ['failed', new TypeError()],
  ])('as %s when that was thrown', async (outcome, error) => {
    const metrics = openMetrics();
    commandMetrics(metrics).failed('AssignLead', error);
    expect(await metrics.text()).toContain(`dealtrail_commands_total{command="AssignLead",outcome="${outcome}"} 1`);
  });
});
