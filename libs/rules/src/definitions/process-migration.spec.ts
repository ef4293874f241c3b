import {
  courseOf,
  faultsOf,
  hashOf,
  malformations,
  salesProc003v1,
  type Fault,
  type ProcessContents,
  type ProcessMigrationContents,
  type Surroundings,
} from '../index.ts';

const from: ProcessContents = { ...salesProc003v1, version: 2 };
const to: ProcessContents = { ...salesProc003v1, version: 3 };
const published = [from, to].map((contents) => ({ contents, sha256: hashOf(contents) }));
const around: Surroundings = {
  vocabularies: { lead: new Map(), deal: new Map() },
  isProcess: () => false,
  publishedProcess: (id, version) => published.find(({ contents }) => contents.id === id && contents.version === version),
};

const codes = ['S2', 'S3', 'S4', 'S5', 'S6', 'S7'];
const mapped = (changes: Readonly<Record<string, string>> = {}) => codes.map((code) => ({ from: code, to: changes[code] ?? code }));
const decided = (reopened: readonly string[] = []) =>
  codes.slice(0, -1).map((stage) => ({ stage, is: reopened.includes(stage) ? 'reopened' : 'carried' }) as const);

const migration: ProcessMigrationContents = {
  ...{ id: 'SALES-PROC-003-2-TO-3', version: 1, title: { zh: '流程迁移', en: 'To version 3' }, notes: [] },
  reason: { zh: '新版本的门更严', en: 'The new version asks for more.' },
  ...{ from: { id: from.id, version: 2 }, to: { id: to.id, version: 3 }, stages: mapped(), gates: decided() },
};

const faultsWith = (change: Partial<ProcessMigrationContents>): readonly Fault[] => {
  const contents = { ...migration, ...change };
  expect(malformations('processMigration', contents)).toEqual([]);
  return faultsOf('processMigration', contents, around);
};

describe('publishing a migration of running cases', () => {
  it('finds nothing wrong with one that maps every stage and decides on every gate', () => expect(faultsWith({})).toEqual([]));
  it('takes stages together, and keeps their order', () => expect(faultsWith({ stages: mapped({ S3: 'S2', S4: 'S3' }) })).toEqual([]));
  it('takes hashes for what they are of', () =>
    expect(faultsWith({ from: { id: from.id, version: 2, sha256: hashOf(from) } })).toEqual([]));

  const wrong: readonly (readonly [string, Partial<ProcessMigrationContents>, Fault])[] = [
    ['a process that was never published', { from: { id: 'NONE', version: 1 } }, { rule: 'ProcessUnknown', at: 'from', names: ['NONE@1'] }],
    [
      'a version that was never published',
      { to: { id: to.id, version: 4 } },
      { rule: 'ProcessUnknown', at: 'to', names: ['SALES-PROC-003@4'] },
    ],
    [
      'another hash than what was published has',
      { to: { id: to.id, version: 3, sha256: '0'.repeat(64) } },
      { rule: 'ContentsDiffer', at: 'to.sha256', names: ['SALES-PROC-003@3'] },
    ],
    ['a way to where deals are already', { to: migration.from }, { rule: 'LeadsNowhere', at: 'to', names: ['SALES-PROC-003@2'] }],
    ['a stage that is left out', { stages: mapped().slice(1) }, { rule: 'StageNotMapped', at: 'stages', names: ['S2'] }],
    ['a stage that is mapped twice', { stages: [mapped()[0]!, ...mapped()] }, { rule: 'CodeRepeated', at: 'stages', names: ['S2'] }],
    [
      'a stage that the old process has not',
      { stages: [...mapped(), { from: 'S9', to: 'S7' }] },
      { rule: 'StageUnknown', at: 'stages.from', names: ['S9'] },
    ],
    ['a stage that the new process has not', { stages: mapped({ S4: 'Q4' }) }, { rule: 'StageUnknown', at: 'stages.to', names: ['Q4'] }],
    [
      'a stage at which there is no deal yet',
      { stages: mapped({ S2: 'S1' }) },
      { rule: 'StageUnreachable', at: 'stages.to', names: ['S1'] },
    ],
    [
      'a stage that goes ahead of a later one’s',
      { stages: mapped({ S3: 'S5' }) },
      { rule: 'StagesOutOfOrder', at: 'stages.to', names: ['S4'] },
    ],
    [
      'stages out of the order of the old process',
      { stages: [...mapped().slice(1, 2), ...mapped().slice(0, 1), ...mapped().slice(2)] },
      { rule: 'StagesOutOfOrder', at: 'stages.from', names: ['S2'] },
    ],
    [
      'a way past the signing without signatures (L160, L163)',
      { stages: mapped({ S6: 'S7' }) },
      { rule: 'SignaturePassedOver', at: 'stages', names: ['S6'] },
    ],
    ['a gate that is left out', { gates: decided().slice(1) }, { rule: 'GateNotDecided', at: 'gates', names: ['S2'] }],
    ['a gate that is decided twice', { gates: [...decided(), decided()[0]!] }, { rule: 'CodeRepeated', at: 'gates', names: ['S2'] }],
    [
      'a gate that the old process has not',
      { gates: [...decided(), { stage: 'S9', is: 'carried' }] },
      { rule: 'StageUnknown', at: 'gates', names: ['S9'] },
    ],
  ];
  it.each(wrong)('refuses %s', (_, change, fault) => expect(faultsWith(change)).toContainEqual(fault));
});

describe('the way of a deal that is moved', () => {
  const wayOf = (stage: string, reopened: readonly string[] = [], changes = {}) =>
    courseOf({ stages: mapped(changes), gates: decided(reopened) }, stage);

  it('goes to the stage that its own is mapped to, with every gate that it passed', () =>
    expect(wayOf('S4', [], { S4: 'S5' })).toEqual({
      stage: 'S5',
      gates: [
        { stage: 'S2', is: 'carried' },
        { stage: 'S3', is: 'carried' },
      ],
    }));
  it('ends at the first gate that is opened again; those after it are passed anew too', () =>
    expect(wayOf('S5', ['S3'])).toEqual({
      stage: 'S3',
      gates: [
        { stage: 'S2', is: 'carried' },
        { stage: 'S3', is: 'reopened' },
        { stage: 'S4', is: 'reopened' },
      ],
    }));
  it('heeds no gate that it has not passed', () => expect(wayOf('S3', ['S3', 'S4'])).toMatchObject({ stage: 'S3' }));
  it('is none from a stage at which there is no deal', () => expect(wayOf('S1')).toBeUndefined());
});
