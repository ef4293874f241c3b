import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.ts'];
const SCRIPTS = ['**/*.{js,mjs,cjs}'];
const TESTS = ['**/*.spec.ts', '**/*.contract.ts', '**/testing/**/*.ts', 'test/**/*.ts'];

const UNUSED = { argsIgnorePattern: '^_', ignoreRestSiblings: true };

/** Code that must give the same result whenever and wherever it runs: history is replayed through it. */
const DETERMINISTIC = ['libs/contexts/*/src/domain/**/*.ts', 'libs/rules/**/*.ts', 'libs/read-models/**/*.projection.ts'];
const ENVIRONMENT_READERS = ['apps/*/src/config.ts', 'deploy/local/**', 'test/**', 'scripts/**', '**/*.config.{js,mjs}'];

const environment = {
  properties: [{ object: 'process', property: 'env', message: 'The environment is parsed once, in apps/*/src/config.ts.' }],
  imports: ['node:process', 'process'].map((name) => ({
    name,
    importNames: ['env'],
    message: 'The environment is parsed once, in apps/*/src/config.ts.',
  })),
};

const GIVEN = 'Time, ids and chance arrive inside the command or the event.';
const determinism = {
  properties: [
    ['Date', 'now'],
    ['Math', 'random'],
    ['crypto', 'randomUUID'],
    ['crypto', 'getRandomValues'],
    ['performance', 'now'],
    ['process', 'hrtime'],
  ].map(([object, property]) => ({ object, property, message: GIVEN })),
  imports: [
    ...['node:crypto', 'crypto'].map((name) => ({
      name,
      importNames: ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'],
      message: GIVEN,
    })),
    { name: 'uuid', importNames: ['v1', 'v4', 'v6', 'v7'], message: GIVEN },
  ],
  syntax: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: GIVEN },
    { selector: "CallExpression[callee.name='Date']", message: GIVEN },
  ],
};

const restricted = (...sets) => ({
  'no-restricted-properties': ['error', ...sets.flatMap(({ properties }) => properties)],
  'no-restricted-imports': ['error', { paths: sets.flatMap(({ imports }) => imports) }],
  'no-restricted-syntax': ['error', ...sets.flatMap(({ syntax = [] }) => syntax)],
});

export default defineConfig(
  { ignores: ['**/node_modules/', 'dist/', 'coverage/', 'reports/', '.data/', '.stryker-tmp/', 'docs/generated/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: SCRIPTS,
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': ['error', UNUSED] },
  },

  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // It leaves files with decorators alone: there, a class that looks like a type is read at run time for injection.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      // A port is asynchronous even where an adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['libs/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: TYPESCRIPT, ignores: ENVIRONMENT_READERS, rules: restricted(environment) },
  {
    files: DETERMINISTIC,
    rules: {
      ...restricted(environment, determinism),
      'no-restricted-globals': ['error', ...['process', 'performance', 'setTimeout', 'setInterval', 'fetch']],
    },
  },
  {
    files: ['libs/contexts/*/src/domain/**/*.ts', 'libs/rules/**/*.ts'],
    rules: { '@typescript-eslint/switch-exhaustiveness-check': ['error', { allowDefaultCaseForExhaustiveSwitch: false }] },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      // An answer over HTTP is untyped, and its test asserts the very shape.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  prettier,
);
