import type { CloudEventDto } from '#feed/nest';
import { feedEventText } from './feed.view.ts';

const event = {
  index: 42,
  time: '2026-03-04T09:12:33.000Z',
  type: 'LeadDisqualified',
  subject: 'lead-17',
  data: { leadId: '17', reason: 'noBudget', note: null },
} as unknown as CloudEventDto;

describe('an event of the feed', () => {
  it('is one line', () =>
    expect(feedEventText(event)).toBe('     42  2026-03-04 09:12:33  LeadDisqualified        lead-17  {leadId: 17, reason: noBudget}'));
  it('does not steer the terminal', () =>
    expect(feedEventText({ ...event, data: { name: 'a\u001b[2J\nb' } })).toContain('{name: a\\u001b[2J\\u000ab}'));
});
