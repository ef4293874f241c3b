// The project's own configuration, but for the transform. What is taken away is told by the environment, which only `npm run coverage:prove` sets.
import whole from '../../../jest.config.js';

const { COVERAGE_DISABLED: disabled = '', COVERAGE_NOTES: notes = '' } = process.env;
const [unit] = whole.projects;

export default {
  ...unit,
  displayName: undefined,
  roots: ['<rootDir>/libs', '<rootDir>/test', '<rootDir>/apps', '<rootDir>/scripts'],
  testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '<rootDir>/test/system/'],
  transform: { '^.+\\.ts$': ['<rootDir>/test/coverage/proving/disabling.js', { disabled, notes }] },
};
