import { isEarlier, stageAfter, stageAt, type ProcessContents, type Stage } from '../process/process-definition.ts';
import { repeatedCodes, type Fault, type FaultRule, type Surroundings } from './fault.ts';
import type { ProcessMigrationContents } from './process-migration.ts';

type End = ProcessMigrationContents['from'];
type Ends = { readonly from: ProcessContents; readonly to: ProcessContents };

const when = (names: readonly string[], rule: FaultRule, at: string): readonly Fault[] => (names.length === 0 ? [] : [{ rule, at, names }]);

const nameOf = ({ id, version }: End): string => `${id}@${version}`;

const endFaults = (at: 'from' | 'to', end: End, { publishedProcess }: Surroundings): readonly Fault[] => {
  const published = publishedProcess(end.id, end.version);
  if (!published) return [{ rule: 'ProcessUnknown', at, names: [nameOf(end)] }];
  return when(end.sha256 === undefined || end.sha256 === published.sha256 ? [] : [nameOf(end)], 'ContentsDiffer', `${at}.sha256`);
};

const isOfDeals = (process: ProcessContents, code: string): boolean =>
  stageAt(process, code) !== undefined && !isEarlier(process, code, process.opensAt);

/** Where a running deal may stand: from the opening on. */
const stagesOfDeals = (process: ProcessContents): readonly Stage[] => process.stages.filter(({ code }) => isOfDeals(process, code));

const unknownOr = (process: ProcessContents, at: string, codes: readonly string[]): readonly Fault[] => [
  ...when(
    codes.filter((code) => !stageAt(process, code)),
    'StageUnknown',
    at,
  ),
  ...when(
    codes.filter((code) => stageAt(process, code) && !isOfDeals(process, code)),
    'StageUnreachable',
    at,
  ),
];

/** Stages that are out of the order that their process has them in. */
const astray = (process: ProcessContents, codes: readonly string[]): readonly string[] =>
  codes.filter((code, place) => place > 0 && isEarlier(process, code, codes[place - 1]!));

/** Nobody is led past the signing who has not signed (L160, L163): at or before the signing stage, a deal goes to no stage after it. */
const unsigned = ({ stages }: ProcessMigrationContents, { from, to }: Ends): readonly string[] =>
  stages.filter((each) => !isEarlier(from, from.signsAt, each.from) && isEarlier(to, to.signsAt, each.to)).map((each) => each.from);

const stageFaults = (migration: ProcessMigrationContents, ends: Ends): readonly Fault[] => {
  const [olds, news] = [migration.stages.map(({ from }) => from), migration.stages.map(({ to }) => to)];
  const missing = stagesOfDeals(ends.from).filter(({ code }) => !olds.includes(code));
  return [
    ...repeatedCodes(
      'stages',
      olds.map((code) => ({ code })),
    ),
    ...unknownOr(ends.from, 'stages.from', olds),
    ...unknownOr(ends.to, 'stages.to', news),
    ...when(
      missing.map(({ code }) => code),
      'StageNotMapped',
      'stages',
    ),
    ...when(astray(ends.from, olds), 'StagesOutOfOrder', 'stages.from'),
    ...when(astray(ends.to, news), 'StagesOutOfOrder', 'stages.to'),
    ...when(unsigned(migration, ends), 'SignaturePassedOver', 'stages'),
  ];
};

const gateFaults = ({ gates }: ProcessMigrationContents, { from }: Ends): readonly Fault[] => {
  const decided = gates.map(({ stage }) => stage);
  const open = stagesOfDeals(from).filter(({ code }) => stageAfter(from, code) && !decided.includes(code));
  return [
    ...repeatedCodes(
      'gates',
      decided.map((code) => ({ code })),
    ),
    ...unknownOr(from, 'gates', decided),
    ...when(
      open.map(({ code }) => code),
      'GateNotDecided',
      'gates',
    ),
  ];
};

/** What is in the way of publishing a migration: a version that was not published, a stage or gate that is left out or unknown, an order that is not kept. */
export const processMigrationFaults = (migration: ProcessMigrationContents, around: Surroundings): readonly Fault[] => {
  const { from, to } = migration;
  const ends = [...endFaults('from', from, around), ...endFaults('to', to, around)];
  const processes = { from: around.publishedProcess(from.id, from.version), to: around.publishedProcess(to.id, to.version) };
  if (!processes.from || !processes.to) return ends;
  const contents = { from: processes.from.contents, to: processes.to.contents };
  return [
    ...ends,
    ...when(nameOf(from) === nameOf(to) ? [nameOf(to)] : [], 'LeadsNowhere', 'to'),
    ...stageFaults(migration, contents),
    ...gateFaults(migration, contents),
  ];
};
