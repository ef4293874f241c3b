import fc from 'fast-check';
import { foldAll } from '#eventsourcing/testing';
import { assigneeOf, lead, type Lead, type LeadCommand } from '#leads';
import { opportunity, type Opportunity, type OpportunityCommand } from '#opportunities';
import { aLead } from '../../../../test/support/known-lead.ts';
import { deal } from '../../../../test/support/known.ts';
import { reps } from './cast.ts';
import { dice } from './dice.ts';
import { yearOfSales, type Step, type Story } from './year-of-sales.ts';

const until = new Date('2026-06-30T12:00:00.000Z');
const year = (seed: number, leads = 60): readonly Story[] => yearOfSales(dice(seed), until, leads);

const leadCommands: Readonly<Record<string, LeadCommand['type']>> = {
  enrich: 'EnrichLead',
  assign: 'AssignLead',
  contacts: 'LogLeadContact',
  qualify: 'QualifyLead',
  disqualify: 'DisqualifyLead',
  convert: 'ConvertLead',
};
const dealCommands: Readonly<Record<string, OpportunityCommand['type']>> = {
  advance: 'AdvanceOpportunity',
  regress: 'RegressOpportunity',
  forecast: 'ReviseForecast',
  proposals: 'SubmitProposal',
  signatures: 'RecordContractSignature',
  win: 'WinOpportunity',
  lose: 'LoseOpportunity',
  reopen: 'ReopenOpportunity',
};

/** The rules themselves, without a server. */
const rules = ({ leadId, opportunityId }: Story) => {
  let leadState: Lead = lead.initialState;
  let dealState: Opportunity = opportunity.initialState;
  const ofLead = (type: LeadCommand['type'], body: object): string => {
    const command = { type, data: { leadId, ...body } } as unknown as LeadCommand;
    const decision = aLead.decide(command, leadState);
    if (decision.kind === 'refused') return decision.reason;
    leadState = foldAll(lead, decision.events, leadState);
    return decision.events.length === 0 ? 'noEffect' : 'accepted';
  };
  const ofDeal = (type: OpportunityCommand['type'], body: object): string => {
    const command = { type, data: { opportunityId, ...body } } as unknown as OpportunityCommand;
    const decision = deal.decide(command, dealState);
    if (decision.kind === 'refused') return decision.reason;
    dealState = foldAll(opportunity, decision.events, dealState);
    return decision.events.length === 0 ? 'noEffect' : 'accepted';
  };
  const step = ({ path, body }: Step): string => {
    const [, , kind, , action = ''] = path.split('/');
    if (kind === 'opportunities') return ofDeal(dealCommands[action]!, body);
    const outcome = ofLead(action === '' ? 'CaptureLead' : leadCommands[action]!, body);
    if (action !== 'convert' || leadState.status !== 'converted') return outcome;
    const { name, company, ownerId, expectedAmount, expectedSigningDate } = leadState.conversion;
    return ofDeal('OpenOpportunity', { leadId, name, company, ownerId, expectedAmount, expectedSigningDate });
  };
  return { step, owner: () => assigneeOf(leadState) };
};

const isWorkingHour = (at: Date): boolean => at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 1 && at.getUTCHours() < 10;

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('a year of sales', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(year(7)).toEqual(year(7));
    expect(year(7)).not.toEqual(year(8));
  });

  it('tells each story in order, in working hours, and nothing of the future', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const { steps } of year(seed)) {
          const times = steps.map(({ at }) => at);
          expect(times).toEqual(times.toSorted((one, other) => one.getTime() - other.getTime()));
          expect(times.filter((at) => at >= until || !isWorkingHour(at))).toEqual([]);
        }
      }),
      { numRuns: 10 },
    ));

  it('follows the rules, and breaks them only where the story wants to see them at work', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const story of year(seed)) {
          const { step } = rules(story);
          for (const one of story.steps) {
            const outcome = step(one);
            const met = one.expect === 'accepted' ? outcome === 'accepted' : ['StageSkipped', 'SignatureMissing'].includes(outcome);
            if (!met) throw new Error(`${one.path} ${JSON.stringify(one.body)}: ${outcome}`);
          }
        }
      }),
      { numRuns: 40 },
    ));

  it('has everyone work on their own deals', () => {
    for (const story of year(3)) {
      const { step, owner } = rules(story);
      for (const one of story.steps) {
        if (reps.some(({ userId }) => userId === one.as)) expect(owner()).toBe(one.as);
        step(one);
      }
    }
  });

  it('is lifelike: leads drop off, deals are won and lost, some are refused a skip', () => {
    const steps = year(11, 300).flatMap((story) => story.steps);
    const count = (action: string, expected: Step['expect'] = 'accepted'): number =>
      steps.filter(({ path, expect: expecting }) => path.endsWith(`/${action}`) && expecting === expected).length;
    expect(count('convert')).toBeGreaterThan(90);
    expect(count('win')).toBeGreaterThan(30);
    expect(count('lose')).toBeGreaterThan(30);
    expect(count('reopen')).toBeGreaterThan(0);
    expect(count('win', 'refused') + count('advance', 'refused')).toBeGreaterThan(3);
  });
});
