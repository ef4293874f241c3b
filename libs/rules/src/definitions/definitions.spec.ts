import { definitionKinds, roles, type DefinitionKind } from '#event-contracts';
import {
  builtInDefinitions,
  builtInRulebook,
  definitionVocabularies,
  faultsOf,
  hashOf,
  lastVersionBefore,
  malformations,
  rulebookBefore,
  rulebookOf,
  salesProc003v1,
  variantId,
  type AnyContents,
  type Asked,
  type ContentsOf,
  type Fault,
  type KindedContents,
  type ProcessContents,
  type Requirement,
  type Stage,
  type Surroundings,
} from '../index.ts';

/** Two criteria: one that may be waived and takes parameters, one that may not. */
const terms: Surroundings['vocabularies']['deal'] = new Map([
  ['painsKnown/1', { parameters: { atLeast: 'number', of: 'many?', named: 'text?', strict: 'flag?' } as const }],
  ['signed/1', { parameters: {}, absolute: true }],
]);
const everyone: ReadonlySet<string> = new Set(roles);
const around: Surroundings = {
  vocabularies: { lead: new Map([['leadComplete/1', { parameters: {} }]]), deal: terms },
  heldRoles: everyone,
  isProcess: (id) => id === 'SALES-PROC-003',
  publishedProcess: () => undefined,
};

const asked: Asked = { criterion: 'painsKnown/1', parameters: { atLeast: 1 } };
const named = { zh: '名', en: 'Name' };
const told = { zh: '说明', en: 'Told' };

const builtIn = <K extends DefinitionKind>(kind: K, id: string): ContentsOf<K> =>
  builtInDefinitions.find((each) => each.kind === kind && each.contents.id === id)!.contents as ContentsOf<K>;

const stages = (change: (stage: Stage) => Partial<Stage>): Partial<ProcessContents> => ({
  stages: salesProc003v1.stages.map((stage) => ({ ...stage, ...change(stage) })),
});
const at = (code: string, change: Partial<Stage>) => stages((stage) => (stage.code === code ? change : {}));
const leaving = (code: string, exit: Requirement) => at(code, { exit });

const faultsWith = (change: Partial<ProcessContents>, surroundings: Partial<Surroundings> = {}): readonly Fault[] => {
  const process: ProcessContents = { ...salesProc003v1, ...change };
  expect(malformations('process', process)).toEqual([]);
  return faultsOf('process', process, { ...around, ...surroundings });
};

describe('publishing a process', () => {
  it('finds nothing wrong with the seven stages of the policy (L97)', () => expect(faultsWith({})).toEqual([]));
  it('finds nothing wrong with gates that ask for what there is, of leads before the deal opens and of deals after', () =>
    expect(
      faultsWith({
        ...stages(({ code }) =>
          code === 'S1'
            ? { exit: { criterion: 'leadComplete/1' } }
            : {
                exit: {
                  all: [
                    { ...asked, override: ['SALES_MANAGER'] },
                    { when: asked, then: { any: [{ criterion: 'signed/1' }] } },
                  ],
                },
              },
        ),
      }),
    ).toEqual([]));

  const wrong: readonly (readonly [string, Partial<ProcessContents>, Fault])[] = [
    [
      'a criterion that does not exist',
      leaving('S3', { criterion: 'happy/1' }),
      { rule: 'CriterionUnknown', at: 'stages.S3.exit', names: ['happy/1'] },
    ],
    [
      'a version of a criterion that does not exist',
      leaving('S3', { all: [asked, { criterion: 'painsKnown/2' }] }),
      { rule: 'CriterionUnknown', at: 'stages.S3.exit.all[1]', names: ['painsKnown/2'] },
    ],
    [
      'a criterion of deals, asked before there is a deal',
      leaving('S1', asked),
      { rule: 'CriterionUnknown', at: 'stages.S1.exit', names: ['painsKnown/1'] },
    ],
    [
      'a condition that does not exist',
      leaving('S3', { when: { criterion: 'rich/1' }, then: asked }),
      { rule: 'CriterionUnknown', at: 'stages.S3.exit.when', names: ['rich/1'] },
    ],
    [
      'a parameter that the criterion does not take',
      leaving('S3', { criterion: 'painsKnown/1', parameters: { atLeast: 1, atMost: 2 } }),
      { rule: 'ParameterUnknown', at: 'stages.S3.exit.painsKnown/1', names: ['atMost'] },
    ],
    [
      'a parameter that the criterion needs and is not given',
      leaving('S3', { criterion: 'painsKnown/1' }),
      { rule: 'ParameterMissing', at: 'stages.S3.exit.painsKnown/1', names: ['atLeast'] },
    ],
    [
      'parameters of another form',
      leaving('S3', { criterion: 'painsKnown/1', parameters: { atLeast: 'one', of: 'all', named: 3, strict: 'yes' } }),
      { rule: 'ParameterOfAnotherForm', at: 'stages.S3.exit.painsKnown/1', names: ['atLeast', 'of', 'named', 'strict'] },
    ],
    [
      'a name that every object has as a parameter',
      leaving('S3', { criterion: 'painsKnown/1', parameters: { atLeast: 1, constructor: 'x' } }),
      { rule: 'ParameterUnknown', at: 'stages.S3.exit.painsKnown/1', names: ['constructor'] },
    ],
    [
      'someone who may waive what nobody may',
      leaving('S6', { criterion: 'signed/1', override: ['MANAGEMENT'] }),
      { rule: 'CriterionAbsolute', at: 'stages.S6.exit', names: ['signed/1'] },
    ],
    ['a gate that asks for any of nothing', leaving('S3', { any: [] }), { rule: 'NothingAsked', at: 'stages.S3.exit.any' }],
    ['a gate that asks for all of nothing', leaving('S3', { all: [] }), { rule: 'NothingAsked', at: 'stages.S3.exit.all' }],
    ['a stage twice', at('S3', { code: 'S2' }), { rule: 'CodeRepeated', at: 'stages', names: ['S2'] }],
    ['an opening at no stage', { opensAt: 'S9' }, { rule: 'StageUnknown', at: 'opensAt', names: ['S9'] }],
    ['a signing at no stage', { signsAt: 'S9' }, { rule: 'StageUnknown', at: 'signsAt', names: ['S9'] }],
    ['an end at no stage', { closesAt: 'S9' }, { rule: 'StageUnknown', at: 'closesAt', names: ['S9'] }],
    ['a signing before the opening', { opensAt: 'S5', signsAt: 'S4' }, { rule: 'StagesOutOfOrder', at: 'signsAt', names: ['S5', 'S4'] }],
    ['an end before the signing', { closesAt: 'S5' }, { rule: 'StagesOutOfOrder', at: 'closesAt', names: ['S6', 'S5'] }],
    ['stages after the end', { closesAt: 'S6' }, { rule: 'StageUnreachable', at: 'closesAt', names: ['S7'] }],
    ['milestones out of order', at('S4', { milestones: ['M2'] }), { rule: 'MilestonesOutOfOrder', at: 'stages', names: ['M2'] }],
    ['lines out of order', at('S4', { policyLines: [145, 135] }), { rule: 'LinesOutOfOrder', at: 'stages.S4.policyLines' }],
    [
      'passing over the stage at which deals open',
      at('S2', { skip: { when: asked, by: ['SALES_DIRECTOR'] } }),
      { rule: 'SkipLeadsNowhere', at: 'stages.S2.skip' },
    ],
    [
      'passing over the last stage',
      at('S7', { skip: { when: asked, by: ['SALES_DIRECTOR'] } }),
      { rule: 'SkipLeadsNowhere', at: 'stages.S7.skip' },
    ],
    ['a stage that nobody may pass over', at('S4', { skip: { when: asked, by: [] } }), { rule: 'NobodyNamed', at: 'stages.S4.skip.by' }],
    [
      'passing over on a condition that does not exist',
      at('S4', { skip: { when: { criterion: 'small/1' }, by: ['SALES_DIRECTOR'] } }),
      { rule: 'CriterionUnknown', at: 'stages.S4.skip.when', names: ['small/1'] },
    ],
    [
      'an activity twice',
      at('S4', {
        activities: [
          { code: 'a', name: named, policyLine: 136 },
          { code: 'a', name: named, policyLine: 137 },
        ],
      }),
      { rule: 'CodeRepeated', at: 'stages.S4.activities', names: ['a'] },
    ],
    [
      'an indicator that the policy does not name',
      at('S4', { kpis: ['K30', 'K79'] }),
      { rule: 'KpiUnknown', at: 'stages.S4.kpis', names: ['K79'] },
    ],
    [
      'a variant of a process that was never published',
      { id: 'OTHER-SME', variant: { of: 'OTHER', segment: 'sme' } },
      { rule: 'ProcessUnknown', at: 'variant.of', names: ['OTHER'] },
    ],
    [
      'a variant that would never be found',
      { id: 'SMALL', variant: { of: 'SALES-PROC-003', segment: 'sme' } },
      { rule: 'VariantNotFound', at: 'id', names: [variantId('SALES-PROC-003', 'sme')] },
    ],
  ];
  it.each(wrong)('refuses %s, and says so', (_, change, fault) => expect(faultsWith(change)).toContainEqual(fault));

  const heldBySome = { heldRoles: new Set(['SALES_REP']) };
  const raci = { responsible: ['SALES_REP'], accountable: ['SALES_MANAGER'], consulted: ['LEGAL'], informed: ['FINANCE'] } as const;
  const unheld: readonly (readonly [string, Partial<ProcessContents>, Fault])[] = [
    ['who answers for a stage', at('S3', { roles: raci }), { rule: 'RoleHeldByNobody', at: 'stages.S3.roles', names: ['SALES_MANAGER'] }],
    [
      'who may waive a criterion',
      leaving('S3', { ...asked, override: ['SALES_DIRECTOR'] }),
      { rule: 'RoleHeldByNobody', at: 'stages.S3.exit.painsKnown/1.override', names: ['SALES_DIRECTOR'] },
    ],
    [
      'who may pass over a stage',
      at('S4', { skip: { when: asked, by: ['SALES_DIRECTOR'] } }),
      { rule: 'RoleHeldByNobody', at: 'stages.S4.skip.by', names: ['SALES_DIRECTOR'] },
    ],
    [
      'who may reopen a deal',
      { reopening: { by: ['MANAGEMENT'] } },
      { rule: 'RoleHeldByNobody', at: 'reopening.by', names: ['MANAGEMENT'] },
    ],
    ['who may go back', { regressing: { by: ['MANAGEMENT'] } }, { rule: 'RoleHeldByNobody', at: 'regressing.by', names: ['MANAGEMENT'] }],
  ];
  it.each(unheld)('refuses a role that nobody holds as %s', (_, change, fault) => expect(faultsWith(change, heldBySome)).toEqual([fault]));
  it('asks nobody to hold the roles of those who are only consulted or told', () =>
    expect(faultsWith(at('S3', { roles: { ...raci, accountable: ['SALES_REP'] } }), heldBySome)).toEqual([]));
  it('asks for no holders at the founding, when nobody is registered yet', () => {
    const { heldRoles: _, ...unasked } = around;
    expect(faultsOf('process', { ...salesProc003v1, regressing: { by: ['MANAGEMENT'] } }, unasked)).toEqual([]);
  });
});

describe('publishing what is no process', () => {
  const scoring = builtIn('scoringModel', 'standard');
  const bant = builtIn('qualificationForm', 'BANT');
  const kpis = builtIn('kpiParameters', 'standard');
  const policy = builtIn('policy', 'SALES-PROC-003');
  const calendar = builtIn('calendar', 'china');
  const assignment = builtIn('assignmentRules', 'standard');
  const rule = (code: string, when: object) => ({ code, name: named, when, to: { userId: 'rita' } });

  const wrong: readonly (readonly [string, KindedContents, Fault])[] = [
    [
      'a threshold that no lead can reach (L105)',
      { kind: 'scoringModel', contents: { ...scoring, mqlThreshold: 101 } },
      { rule: 'ThresholdOutOfReach', at: 'mqlThreshold' },
    ],
    [
      'a threshold beyond what all rules give together',
      { kind: 'scoringModel', contents: { ...scoring, behaviour: [], mqlThreshold: 46 } },
      { rule: 'ThresholdOutOfReach', at: 'mqlThreshold' },
    ],
    [
      'a rule for points twice',
      { kind: 'scoringModel', contents: { ...scoring, behaviour: [...scoring.behaviour, scoring.behaviour[0]!] } },
      { rule: 'CodeRepeated', at: 'behaviour', names: ['touch'] },
    ],
    [
      'a form that leaves out what its method asks (L113)',
      { kind: 'qualificationForm', contents: { ...bant, elements: bant.elements.slice(1) } },
      { rule: 'FrameworkIncomplete', at: 'elements', names: ['budget'] },
    ],
    [
      'a form under the name of another method, by which that would be answered',
      { kind: 'qualificationForm', contents: { ...bant, id: 'SPIN' } },
      { rule: 'FormOfAnotherMethod', at: 'framework', names: ['BANT'] },
    ],
    [
      'an indicator that the policy does not name',
      { kind: 'kpiParameters', contents: { ...kpis, indicators: [{ code: 'K99', parameters: [] }] } },
      { rule: 'KpiUnknown', at: 'indicators', names: ['K99'] },
    ],
    [
      'a parameter twice',
      {
        kind: 'kpiParameters',
        contents: { ...kpis, indicators: [{ code: 'K01', parameters: [1, 2].map((value) => ({ code: 'a', value, note: told })) }] },
      },
      { rule: 'CodeRepeated', at: 'indicators.K01', names: ['a'] },
    ],
    ['a policy for nobody (L86)', { kind: 'policy', contents: { ...policy, scope: [] } }, { rule: 'ForNobody', at: 'scope' }],
    [
      'a section twice',
      { kind: 'policy', contents: { ...policy, sections: [...policy.sections, policy.sections[0]!] } },
      { rule: 'CodeRepeated', at: 'sections', names: ['1'] },
    ],
    [
      'a policy of a department that nobody is in (L84)',
      { kind: 'policy', contents: { ...policy, publisher: 'PARTNER' } },
      { rule: 'RoleHeldByNobody', at: 'publisher', names: ['PARTNER'] },
    ],
    [
      'a calendar whose day ends before it begins',
      { kind: 'calendar', contents: { ...calendar, hours: { from: '18:00', to: '09:00' } } },
      { rule: 'CalendarUnworkable', at: 'calendar', names: [expect.stringContaining('before they begin') as string] },
    ],
    [
      'a rule after one that takes every lead',
      { kind: 'assignmentRules', contents: { ...assignment, rules: [rule('all', {}), rule('south', { territory: ['south'] })] } },
      { rule: 'NeverReached', at: 'rules', names: ['south'] },
    ],
  ];
  it.each(wrong)('refuses %s, and says so', (_, { kind, contents }, fault) => {
    expect(malformations(kind, contents)).toEqual([]);
    const heldRoles = new Set(roles.filter((role) => role !== 'PARTNER'));
    expect(faultsOf(kind, contents, { ...around, heldRoles })).toEqual([fault]);
  });
});

describe('a rule that gives leads to whoever covers their territory', () => {
  it('passes over leads without one, so that a rule after it is reached', () => {
    const rules = [
      { code: 'covered', name: named, when: {}, to: { covers: 'territory' as const, by: 'load' as const } },
      { code: 'rest', name: named, when: {}, to: { userId: 'rita' } },
    ];
    const contents = { ...builtIn('assignmentRules', 'standard'), rules };
    expect(malformations('assignmentRules', contents)).toEqual([]);
    expect(faultsOf('assignmentRules', contents, around)).toEqual([]);
  });
});

describe('contents of another form', () => {
  it.each(definitionKinds)('are no %s', (kind) => expect(malformations(kind, {}).length).toBeGreaterThan(3));
  it('are told by where they are', () => {
    const broken = { ...salesProc003v1, stages: [{ ...salesProc003v1.stages[0], exit: { all: [{ criterium: 'painsKnown/1' }] } }] };
    expect(malformations('process', broken)).toContainEqual(expect.objectContaining({ rule: 'Malformed', at: 'stages.0.exit' }));
  });
  it('may not have members that nobody knows', () =>
    expect(malformations('process', { ...salesProc003v1, gates: [] })).toEqual([
      { rule: 'Malformed', at: 'gates', names: ['Unexpected property'] },
    ]));
});

describe('what comes with the program', () => {
  const ofAll = builtInDefinitions.map(({ kind, contents }) => [`${kind} ${contents.id}@${contents.version}`, kind, contents] as const);
  const processes = builtInDefinitions.filter(({ kind }) => kind === 'process').map(({ contents }) => contents.id);
  const surroundings: Surroundings = {
    vocabularies: definitionVocabularies,
    isProcess: (id) => id === salesProc003v1.id || processes.includes(id),
    publishedProcess: () => undefined,
  };

  it.each(ofAll)('%s can be published as it is', (_, kind, contents: AnyContents) => {
    expect(malformations(kind, contents)).toEqual([]);
    expect(faultsOf(kind, contents as never, surroundings)).toEqual([]);
  });
  it.each(ofAll)('%s says which of its values are not policy', (_, __, { notes }: AnyContents) => expect(notes.length).toBeGreaterThan(0));
  it('is of every kind but processes, which have a file of their own, and migrations, which only a company with running deals needs', () =>
    expect(new Set(builtInDefinitions.map(({ kind }) => kind))).toEqual(
      new Set(definitionKinds.filter((kind) => kind !== 'processMigration' && (kind !== 'process' || processes.length > 0))),
    ));
  it('contacts leads within 24 hours, as the policy has it for an example (L232)', () =>
    expect(builtIn('leadRules', 'standard').firstContactWithin).toEqual({ hours: 24 }));
  it('comes in an order in which it can be published: version by version', () => {
    const next = new Map<string, number>();
    for (const { kind, contents } of builtInDefinitions) {
      const name = `${kind} ${contents.id}`;
      const expected = next.get(name) ?? lastVersionBefore(kind, contents.id) + 1;
      expect(`${name}@${contents.version}`).toBe(`${name}@${expected}`);
      next.set(name, expected + 1);
    }
  });
});

describe('a rulebook of fixed contents', () => {
  const now = '2026-06-01T00:00:00.000Z';
  const sme: ProcessContents = { ...salesProc003v1, id: 'SALES-PROC-003-SME', variant: { of: 'SALES-PROC-003', segment: 'sme' } };
  const second: ProcessContents = { ...salesProc003v1, version: 2, stalledAfter: { days: 14 } };
  const rulebook = rulebookOf([salesProc003v1, second, sme].map((contents) => ({ kind: 'process', contents })));

  it('chooses the last version, and the variant of a segment that has one (L97)', async () => {
    expect(await rulebook.processInForce({}, now)).toMatchObject({ version: 2 });
    expect(await rulebook.processInForce({ segment: 'sme' }, now)).toMatchObject({ id: 'SALES-PROC-003-SME' });
    expect(await rulebook.processInForce({ segment: 'channel' }, now)).toMatchObject({ id: 'SALES-PROC-003', version: 2 });
    expect(await rulebook.processInForce({ id: 'OTHER' }, now)).toBeUndefined();
  });
  it('finds each version by its whole name, and by its number', async () => {
    const first = await rulebook.version('process', 'SALES-PROC-003', 1);
    expect(first).toMatchObject({ sha256: hashOf(salesProc003v1), contents: { version: 1 } });
    expect(await rulebook.process(`SALES-PROC-003@1#${first!.sha256}`)).toMatchObject({ version: 1 });
    expect(await rulebook.process(`SALES-PROC-003@2#${first!.sha256}`)).toBeUndefined();
  });
  it('keeps what cases were pinned to before definitions had streams', async () => {
    expect(await rulebookBefore.version('process', 'SALES-PROC-003', 1)).toBeDefined();
    expect(await rulebookBefore.inForce('leadRules', 'standard', now)).toBeUndefined();
    expect(await builtInRulebook.inForce('leadRules', 'standard', now)).toMatchObject({ version: 1 });
    expect([lastVersionBefore('process', 'SALES-PROC-003'), lastVersionBefore('policy', 'SALES-PROC-003')]).toEqual([1, 0]);
  });
});
