import { specification } from '#eventsourcing/testing';
import { aLead, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { contactKey, leadEvents } from '../../../../../test/support/lead-events.ts';

const { given } = specification(aLead);
const leadId = 'l1';
const { captured, screened, disqualified, assigned } = leadEvents;

type Looked = NonNullable<AskedOfLead['known']>;
type Data<T extends AskedOfLead['type']> = Extract<AskedOfLead, { type: T }>['data'];

const capture = (more: Partial<Data<'CaptureLead'>> = {}, known: Looked = {}): AskedOfLead => ({
  type: 'CaptureLead',
  data: { leadId, source: 'web', company: 'Acme', contactId: 'p1', ...more },
  known,
});
const bare = { type: 'LeadCaptured', data: { leadId, source: 'web', company: 'Acme', contactId: 'p1' } } as const;

describe('capturing a lead from any source (L101, L218–L222)', () => {
  it('keeps keys of the contact beside the sealed details, so that the same person is found again', () =>
    given()
      .when(capture({ email: 'li@example.com' }, { contactKeys: [contactKey] }))
      .then({ ...bare, data: { ...bare.data, contactDetails: ['email'], contactKeys: [contactKey], email: 'li@example.com' } }));
  it.each([
    [{ source: 'selfSourced', method: 'coldVisit' } as const, 219],
    [{ source: 'partner', partnerId: 'partner-1' } as const, 220],
    [{ source: 'referral', referredBy: 'customer-1' } as const, 221],
    [{ source: 'hotline', method: 'callIn' } as const, 222],
    [{ source: 'existingCustomer', referredBy: 'customer-1' } as const, 181],
  ])('takes %j (L%d)', (more, _) =>
    given()
      .when(capture(more))
      .then({ ...bare, data: { ...bare.data, ...more } }),
  );
  it.each([
    [{ source: 'web', method: 'coldVisit' } as const, ['method']],
    [{ source: 'web', partnerId: 'partner-1' } as const, ['partnerId']],
    [{ source: 'campaign', referredBy: 'customer-1', method: 'callIn' } as const, ['method', 'referredBy']],
  ])('refuses what contradicts its source: %j', (more, fields) =>
    given().when(capture(more)).thenRefused('SourceContradicted', { source: more.source, fields }),
  );
  it('refuses a process that is not in force', () =>
    given()
      .when(capture({ process: 'OLD' }, { processInForce: false }))
      .thenRefused('ProcessNotInForce', { process: 'OLD' }));
  it('does nothing when it was captured just so, under the process named', () =>
    given(bare)
      .when(capture({ process: 'SALES-PROC-003' }))
      .thenNothing());
  it('refuses the same under another process', () =>
    given(bare)
      .when(capture({ process: 'OTHER' }))
      .thenRefused('LeadAlreadyCaptured'));
});

describe('classifying a lead (L17, L23)', () => {
  const classify = (more: Partial<Data<'ClassifyLead'>> = {}): AskedOfLead => ({
    type: 'ClassifyLead',
    data: { leadId, awareness: 'problemAware', ...more },
  });
  const classified = { type: 'LeadClassified', data: { leadId, awareness: 'problemAware', territory: 'north' } } as const;
  it('says whom it belongs to', () =>
    given(captured())
      .when(classify({ territory: 'north' }))
      .then(classified));
  it('does nothing when it is classified just so, or less is said', () => {
    given(captured(), classified)
      .when(classify({ territory: 'north' }))
      .thenNothing();
    given(captured(), classified).when(classify()).thenNothing();
  });
  it('may be said anew', () =>
    given(captured(), classified)
      .when(classify({ awareness: 'solutionAware' }))
      .then({ type: 'LeadClassified', data: { leadId, awareness: 'solutionAware' } }));
});

describe('screening a lead (L103, L224)', () => {
  const screen = (more: Partial<Data<'ScreenLead'>> = {}): AskedOfLead => ({
    type: 'ScreenLead',
    data: { leadId, sourceValid: true, industryMatch: true, sizeMatch: true, ...more },
  });
  const found = (more: object) => ({
    type: 'LeadScreened' as const,
    data: {
      ...{ leadId, industryMatch: true, sizeMatch: true, sourceValid: true, complete: true },
      ...{ result: 'passed' as const, ...more },
    },
  });
  it('passes what fits and is complete', () => given(captured()).when(screen()).then(screened('passed')));
  it('finds that something is missing: need or contact', () =>
    given(captured({ contactKeys: [] }))
      .when(screen())
      .then(found({ complete: false, result: 'incomplete' })));
  it('fails what does not fit, or whose source is invalid', () => {
    given(captured())
      .when(screen({ sizeMatch: false }))
      .then(found({ sizeMatch: false, result: 'failed' }));
    given(captured())
      .when(screen({ sourceValid: false }))
      .then(found({ sourceValid: false, result: 'failed' }));
  });
  it('does nothing when it finds the same again', () => given(captured(), screened('passed')).when(screen()).thenNothing());

  const invalidate: AskedOfLead = { type: 'InvalidateLead', data: { leadId, reason: 'invalidSource', note: 'no such number' } };
  it('eliminates what it shows to be invalid, for a stated reason (L224)', () =>
    given(captured(), screened('failed'))
      .when(invalidate)
      .then({ type: 'LeadInvalidated', data: { leadId, reason: 'invalidSource', contactId: 'p1', note: 'no such number' } }));
  it('eliminates nothing unscreened, and nothing that passed', () => {
    given(captured()).when(invalidate).thenRefused('LeadNotScreened');
    given(captured(), screened('passed')).when(invalidate).thenRefused('ScreeningPassed');
  });
});

describe('a lead that is not pursued (L236)', () => {
  const invalidated = { type: 'LeadInvalidated', data: { leadId, reason: 'fabricated', contactId: 'p1' } } as const;
  const archived = { type: 'LeadArchived', data: { leadId, from: 'disqualified' } } as const;
  const archive: AskedOfLead = { type: 'ArchiveLead', data: { leadId } };
  const reopen: AskedOfLead = { type: 'ReopenLead', data: { leadId, reason: 'budget granted' } };
  const enrich: AskedOfLead = { type: 'EnrichLead', data: { leadId, need: 'x' } };

  it('is put on file', () => given(captured(), disqualified).when(archive).then(archived));
  it('is put on file once', () => given(captured(), disqualified, archived).when(archive).thenNothing());
  it('is put on file only when it is not pursued', () => given(captured()).when(archive).thenRefused('LeadNotClosed'));
  it.each([
    [[disqualified], 'disqualified'],
    [[screened('failed'), invalidated], 'invalid'],
    [[disqualified, archived], 'archived'],
  ] as const)('is pursued again from the beginning: %j', (history, from) =>
    given(captured(), ...history)
      .when(reopen)
      .then({ type: 'LeadReopened', data: { leadId, from, reason: 'budget granted' } }),
  );
  it('belongs to nobody when it is pursued again, and is not qualified', () =>
    given(captured(), assigned(), disqualified, { type: 'LeadReopened', data: { leadId, from: 'disqualified', reason: 'r' } })
      .when({ type: 'LogLeadContact', data: { leadId, channel: 'call', direction: 'outbound', effective: true } })
      .thenRefused('LeadUnassigned'));
  it('takes nothing else meanwhile', () => {
    given(captured(), screened('failed'), invalidated).when(enrich).thenRefused('LeadInvalid', { reason: 'fabricated' });
    given(captured(), disqualified, archived).when(enrich).thenRefused('LeadArchived');
  });
  it('does nothing more when it was eliminated for that reason already', () =>
    given(captured(), screened('failed'), invalidated)
      .when({ type: 'InvalidateLead', data: { leadId, reason: 'fabricated' } })
      .thenNothing());
  it('has nothing to reopen while it is pursued', () => given(captured()).when(reopen).thenNothing());
});

describe('merging leads (L224)', () => {
  const merge = (known: Looked, into = 'l0'): AskedOfLead => ({ type: 'MergeLead', data: { leadId, into }, known });
  const earlier = { status: 'open', capturedAt: '2026-01-01T00:00:00.000Z', companyKey: 'acme', contactKeys: [contactKey] } as const;
  const merged = (...matchedBy: ('company' | 'contact' | 'judgement')[]) => ({
    type: 'LeadMergedInto' as const,
    data: { leadId, into: 'l0', matchedBy },
  });
  it('lets the earlier one go on, and says what both have in common', () =>
    given(captured({ company: 'ACME Ltd.' }))
      .when(merge({ survivor: earlier }))
      .then(merged('company', 'contact')));
  it('says that people judged so where nothing is in common', () =>
    given(captured())
      .when(merge({ survivor: { ...earlier, companyKey: 'other', contactKeys: [] } }))
      .then(merged('judgement')));
  it('refuses a later one, so that no two are merged into each other', () => {
    const later = { ...earlier, capturedAt: '2026-02-01T00:00:00.000Z' };
    given(captured())
      .when(merge({ survivor: later }))
      .thenRefused('SurvivorLater', { into: 'l0' });
    const atOnce = { ...earlier, capturedAt: '2026-01-05T08:00:00.000Z' };
    given(captured())
      .when(merge({ survivor: atOnce }, 'l2'))
      .thenRefused('SurvivorLater', { into: 'l2' });
  });
  it('refuses a lead that is not there, is merged itself or not pursued, or is this one', () => {
    given(captured()).when(merge({})).thenRefused('SurvivorUnknown', { into: 'l0' });
    given(captured())
      .when(merge({ survivor: { ...earlier, status: 'merged' } }))
      .thenRefused('SurvivorNotOpen', { into: 'l0', status: 'merged' });
    given(captured())
      .when(merge({ survivor: earlier }, leadId))
      .thenRefused('MergeIntoItself');
  });
  it('sends whoever comes later to where it went', () => {
    const rest = given(captured(), merged('company'));
    rest.when({ type: 'EnrichLead', data: { leadId, need: 'x' } }).thenRefused('LeadMerged', { into: 'l0' });
    rest.when({ type: 'AbsorbLead', data: { leadId, merged: 'l9' } }).thenRefused('LeadMerged', { into: 'l0' });
    rest.when(merge({ survivor: earlier })).thenNothing();
  });
  it('tells the one that goes on, once', () => {
    const absorb: AskedOfLead = { type: 'AbsorbLead', data: { leadId, merged: 'l9' } };
    const absorbed = { type: 'LeadsMerged', data: { leadId, merged: 'l9' } } as const;
    given(captured()).when(absorb).then(absorbed);
    given(captured(), absorbed).when(absorb).thenNothing();
  });
});
