import { readFileSync } from 'node:fs';

const { imports } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/** Each `#name` of package.json's imports, mapped to its source, so that tests never run a stale build. */
const libraries = Object.fromEntries(Object.entries(imports).map(([name, { development }]) => [`^${name}$`, `<rootDir>/${development}`]));

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['development', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: libraries,
  setupFiles: ['reflect-metadata'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.stryker-tmp/'],
};

export default {
  workerIdleMemoryLimit: '768MB',
  // Much of the time is spent waiting for servers and killed processes: one more than Jest would take on two cores.
  maxWorkers: 2,
  testSequencer: './test/support/faults-last.cjs',
  // For real servers on a busy machine; Jest heeds it here only, not in a project.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,deploy,scripts,test}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '<rootDir>/test/(acceptance|system)/'],
    },
    {
      ...shared,
      displayName: 'integration',
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
      testMatch: ['<rootDir>/{apps,libs,deploy,scripts}/**/*.int.spec.ts', '<rootDir>/test/{acceptance,system}/**/*.spec.ts'],
    },
  ],
};
