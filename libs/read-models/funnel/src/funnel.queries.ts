import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor, Clock, Instant } from '#eventsourcing';
import { invalid } from '#platform';
import { CLOCK, DIRECTORY, RULEBOOK } from '#platform/nest';
import { mustReadReports } from '#querying';
import { defineProcess, type AuthorityLookup, type ProcessDefinition, type Rulebook } from '#rules';
import { importedCounts, leadCounts, stageCounts, stagesSkipped, stageValues } from './funnel.statements.ts';

/** Days are UTC; `from` is the first one, `to` the one after the last. */
export interface FunnelRequest {
  /** `id`, for the version in force; `id@version`, with or without `#sha256`; the process of new cases when absent. */
  readonly process?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Whoever had the deal at the time, not whoever has it now. */
  readonly ownerId?: string | undefined;
  /** The team that the owner was in at the time. */
  readonly teamId?: string | undefined;
}

/** Integer minor units as decimal digits: a sum may be larger than a JSON number holds exactly. */
export interface StageValue {
  readonly currency: string;
  readonly entered: string;
  readonly advanced: string;
  readonly lost: string;
  readonly abandoned: string;
  readonly open: string;
}

/** `entered` = `advanced` + `regressed` + `migrated` + `lost` + `abandoned` + `won` + `open`. */
export interface VisitCounts {
  readonly entered: number;
  readonly advanced: number;
  readonly regressed: number;
  /** Went from here to another version of the process. */
  readonly migrated: number;
  readonly lost: number;
  readonly abandoned: number;
  readonly won: number;
  readonly open: number;
}

/** K73 for one stage. Counts are of deals, each once however often it came back; `visits` counts the visits. */
export interface FunnelStage {
  readonly stage: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly entered: number;
  /** Ever went forward from here, winning included. */
  readonly advanced: number;
  /** Ended here, and was not reopened. */
  readonly lost: number;
  /** The same, of those that nobody else won. */
  readonly abandoned: number;
  readonly open: number;
  readonly won: number;
  /** Was ever put back from here to an earlier stage. */
  readonly reverted: number;
  /** Went from here to another version of the process: neither on nor lost. */
  readonly migrated: number;
  /** Went past without being here. */
  readonly skipped: number;
  /** K34: advanced / entered; null when none entered. */
  readonly conversion: number | null;
  readonly visits: VisitCounts;
  /** Of visits that ended. */
  readonly dwell: { readonly medianSeconds: number | null; readonly p90Seconds: number | null };
  readonly value: readonly StageValue[];
}

/** S1: leads captured in the window, and how far they have come since. */
export interface LeadFunnel {
  readonly captured: number;
  readonly mql: number;
  readonly sql: number;
  readonly prospect: number;
  readonly converted: number;
  readonly disqualified: number;
  readonly open: number;
}

/** What another system claims; nothing of it went through the process. */
export interface ImportedClaims {
  readonly claimedStage: string;
  readonly claimedOutcome: 'won' | 'lost' | null;
  readonly deals: number;
  readonly currency: string | null;
  readonly minor: string;
  readonly beginUnknown: number;
  readonly endUnknown: number;
}

export interface FunnelReport {
  readonly process: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly leads: LeadFunnel;
  readonly stages: readonly FunnelStage[];
  /** Null when an owner or team was asked for: claims have none of ours. */
  readonly imported: readonly ImportedClaims[] | null;
}

/** The sales funnel (K34, K73): of the deals that entered a stage, what has become of them since. */
export class ShowFunnel extends Query<FunnelReport> {
  constructor(
    readonly actor: Actor,
    readonly request: FunnelRequest,
  ) {
    super();
  }
}

type Rules = Pick<Rulebook, 'process' | 'processInForce' | 'version'>;

const found = async (rulebook: Rules, named: string | undefined, now: Instant): Promise<ProcessDefinition | undefined> => {
  if (named?.includes('#')) return rulebook.process(named);
  const [id, version] = named?.split('@') ?? [];
  if (id === undefined || version === undefined) return rulebook.processInForce({ id }, now);
  const published = await rulebook.version('process', id, Number(version));
  return published && defineProcess(published.contents);
};

const processOf = async (rulebook: Rules, named: string | undefined, now: Instant): Promise<ProcessDefinition> => {
  const process = await found(rulebook, named, now);
  if (!process)
    throw invalid([{ field: 'process', message: 'must be a published process, for example SALES-PROC-003 or SALES-PROC-003@1' }]);
  return process;
};

type Counted = Omit<FunnelStage, 'name' | 'skipped' | 'conversion' | 'dwell' | 'value'> & FunnelStage['dwell'];

const noVisits: VisitCounts = { entered: 0, advanced: 0, regressed: 0, migrated: 0, lost: 0, abandoned: 0, won: 0, open: 0 };
const nobody = (stage: string): Counted => ({
  ...{ stage, entered: 0, advanced: 0, lost: 0, abandoned: 0, open: 0, won: 0, reverted: 0, migrated: 0 },
  ...{ visits: noVisits, medianSeconds: null, p90Seconds: null },
});

interface Found {
  readonly counts: readonly Counted[];
  readonly values: readonly (StageValue & { readonly stage: string })[];
  readonly skipped: readonly { readonly stage: string; readonly skipped: number }[];
}

const stageOf = ({ code, name }: ProcessDefinition['stages'][number], { counts, values, skipped }: Found): FunnelStage => {
  const { medianSeconds, p90Seconds, ...counted } = counts.find(({ stage }) => stage === code) ?? nobody(code);
  return {
    ...counted,
    name,
    skipped: skipped.find(({ stage }) => stage === code)?.skipped ?? 0,
    conversion: counted.entered === 0 ? null : counted.advanced / counted.entered,
    dwell: { medianSeconds, p90Seconds },
    value: values.filter(({ stage }) => stage === code).map(({ stage, ...value }) => value),
  };
};

/** The stages of a deal, from where it opens; before that there is only the lead. */
const dealStages = ({ stages, opensAt }: ProcessDefinition) => stages.slice(stages.findIndex(({ code }) => code === opensAt));

/** Reads the funnel in one snapshot. */
export const readFunnel = async (
  database: DataSource,
  { rulebook, now }: { readonly rulebook: Rules; readonly now: Instant },
  request: FunnelRequest,
): Promise<FunnelReport> => {
  const process = await processOf(rulebook, request.process, now);
  const { from = null, to = null, ownerId = null, teamId = null } = request;
  const filters = [process.processVersion, from, to, ownerId, teamId];
  const stages = dealStages(process);
  return database.transaction('REPEATABLE READ', async (snapshot) => {
    const counted: Found = {
      counts: await snapshot.query<Counted[]>(stageCounts, filters),
      values: await snapshot.query<Found['values']>(stageValues, filters),
      skipped: await snapshot.query<Found['skipped']>(stagesSkipped, [...filters, stages.map(({ code }) => code)]),
    };
    const [leads] = await snapshot.query<[LeadFunnel]>(leadCounts, filters);
    const ofEverybody = ownerId === null && teamId === null;
    const imported = ofEverybody ? await snapshot.query<ImportedClaims[]>(importedCounts, [from, to]) : null;
    return { process: process.processVersion, from, to, leads, stages: stages.map((stage) => stageOf(stage, counted)), imported };
  });
};

@QueryHandler(ShowFunnel)
export class ShowFunnelHandler implements IQueryHandler<ShowFunnel> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(RULEBOOK) private readonly rulebook: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  async execute({ actor, request }: ShowFunnel): Promise<FunnelReport> {
    await mustReadReports(this.directory, actor);
    return readFunnel(this.database, { rulebook: this.rulebook, now: this.clock() }, request);
  }
}
