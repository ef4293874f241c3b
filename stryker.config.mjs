import jestConfig from './jest.config.js';

// Without rootDir, which would lead out of the sandbox to the sources as they are.
const { rootDir, ...unit } = jestConfig.projects.find(({ displayName }) => displayName === 'unit');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'libs/eventsourcing/src/**/*.ts',
    'libs/rules/src/**/*.ts',
    'libs/contexts/*/src/domain/**/*.ts',
    'libs/read-models/**/*.projection.ts',
    '!**/*.spec.ts',
    '!**/testing/**',
    '!**/index.ts',
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  plugins: ['@stryker-mutator/jest-runner'],
  // Related tests cannot be found through `#name` imports; per-test coverage narrows the runs instead.
  jest: { projectType: 'custom', config: { ...unit, projects: [] }, enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorePatterns: ['dist', '.data', 'reports', 'docs', 'test/bench/emmett'],
  tempDirName: '.stryker-tmp',
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'progress', 'html'],
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  thresholds: { high: 85, low: 70, break: 60 },
};
