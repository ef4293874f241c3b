import { accept, refuse, type CalendarDate, type Command } from '#eventsourcing';
import type { Forecast, Money, OpportunityEvent } from '#event-contracts';
import { present, same, stageAt, type Segment } from '#rules';
import type { Known } from './chapter.ts';
import { forecastDueFrom } from './forecast.ts';
import { timesFrom } from './time-limits.ts';
import type { Data, Deal, ImportedDeal, Outcome } from './opportunity.state.ts';

/** Puts a deal that another system claims under a process, as if it began now: at the stage where deals begin, whatever stage is claimed. */
export type AdoptImportedOpportunity = Command<
  'AdoptImportedOpportunity',
  {
    readonly opportunityId: string;
    readonly ownerId: string;
    readonly name: string;
    readonly company: string;
    /** The company’s standard process when absent. */
    readonly process?: string | undefined;
    /** L97; everyone else's when absent. */
    readonly segment?: Segment | undefined;
    readonly expectedAmount: Money;
    readonly expectedSigningDate: CalendarDate;
  }
>;

type Given = AdoptImportedOpportunity['data'];

const adopted = (given: Given, { claims }: ImportedDeal, known: Known): Data<'OpportunityAdopted'> => {
  const { definition, at } = known;
  const { opportunityId, ownerId, name, company, expectedAmount, expectedSigningDate } = given;
  const stage = definition.opensAt;
  const probability = stageAt(definition, stage)?.defaultProbability ?? 0;
  const forecast: Forecast = { amount: expectedAmount, signingDate: expectedSigningDate, probability, category: 'pipeline' };
  const claimed = { source: claims.source, externalId: claims.externalId, stage: claims.claimedStage };
  return {
    opportunityId,
    name,
    company,
    ownerId,
    stage,
    forecast,
    claimed,
    ...forecastDueFrom(definition, at),
    ...timesFrom(known, stage),
  };
};

/** Only what its source says is still open, and only for someone who can work on it. The claims stay what they are. */
export const adopt = (given: Given, deal: ImportedDeal, known: Known): Outcome => {
  const { opportunityId, ownerId, process, segment } = given;
  const { definition, named, from, inForce = true } = known;
  if (deal.outcome) return refuse('OutcomeClaimed', { claimed: deal.outcome.claimed }, ['open a deal of its own']);
  if (!inForce) return refuse('ProcessNotInForce', present({ process }), ['name a process that is in force']);
  if (named !== 'active')
    return refuse('AssigneeNotActive', { userId: ownerId, standing: named ?? 'unknown' }, ['give the deal to an active user']);
  const adoption = { type: 'OpportunityAdopted', data: adopted(given, deal, known) } as const;
  if (segment === undefined) return accept(adoption);
  const pinned = { opportunityId, segment, process: definition.processVersion, from: from ?? definition.processVersion };
  return accept<OpportunityEvent>(adoption, { type: 'ProcessVariantPinned', data: pinned });
};

/** A deal that is under a process already is not adopted again, unless it was adopted just so. */
export const adoptAgain = (given: Given, status: string, { facts: { opened, adoptedFrom } }: Deal): Outcome => {
  const { opportunityId, ownerId, name, company, expectedAmount: amount, expectedSigningDate: signingDate } = given;
  const before = { opportunityId: opened.opportunityId, ownerId: opened.ownerId, name: opened.name, company: opened.company };
  const { forecast } = opened;
  const again = same(
    { opportunityId, ownerId, name, company, amount, signingDate },
    { ...before, amount: forecast.amount, signingDate: forecast.signingDate },
  );
  return adoptedFrom && again ? accept() : refuse('AlreadyGoverned', { status }, ['it is under a process already']);
};
