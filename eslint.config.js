import js from '@eslint/js';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TESTS = [
  '**/*.test.{ts,tsx}',
  '**/*.type-test.ts',
  '**/*.fixture.ts',
  '**/*test-kit*.ts',
  '**/run-test-*.ts',
  '**/testing/**',
];

/** Files that only declare GraphQL types: their exports are what the builder returns, and it knows the type best. */
const DECLARATIONS = [
  'server/schema/**',
  'server/modules/**/*.{type,query,mutation,subscription,field,input,enums}.ts',
];

/** The plugin reads the first of these that it meets, for all files. */
const GRAPHQL = {
  projects: {
    client: { schema: 'schema.graphql', documents: 'client/sdk/operations/*.graphql' },
    examples: { schema: 'schema.graphql', documents: 'docs/examples/*.graphql' },
  },
};

const CLOCK = 'Time comes from the Clock of the runtime, so that history can be built in fast-forward.';

export default defineConfig(
  globalIgnores([
    'server/data/generated/',
    'client/sdk/gql/',
    '**/dist/',
    'coverage/',
    '.data/',
    'bench/node_modules/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.{js,mjs,ts,tsx}'],
    extends: [js.configs.recommended],
    rules: {
      'no-console': 'error',
      // `== null` is the one test for both kinds of nothing.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'object-shorthand': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'event', message: 'Name the parameter.' },
        { name: 'name', message: 'Name the parameter.' },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly', console: 'readonly' } },
  },

  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': [
        'error',
        { fixMixedExportsWithInlineTypeSpecifier: true },
      ],
      // `import { type X }` alone would leave an import for its effects.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // With noUncheckedIndexedAccess every index may be undefined; `!` says that its bounds are known.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // [...text] takes code points, which is what cutting and counting text wants here.
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
      // process.env['NAME'] says that the name is looked up, not declared.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['server/**/*.ts', 'prisma/**/*.ts', 'client/sdk/**/*.{ts,tsx}'],
    // What a query or mutation hook returns is inferred from its operation.
    ignores: [...TESTS, ...DECLARATIONS, 'client/sdk/react/**'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    files: ['server/main.ts', 'server/sandbox/main.ts', 'prisma/migrate.ts', 'bench/**', '.config/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: TESTS,
    rules: {
      // Test kits hand out closures, and an async handler in a test has often nothing to wait for.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['server/modules/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: CLOCK },
      ],
    },
  },

  {
    files: ['schema.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: GRAPHQL },
    },
    rules: {
      ...graphqlPlugin.configs['flat/schema-recommended'].rules,
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      // Points, estimates, totals and errors are values: they have no identity to give an id to.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
  {
    files: ['client/sdk/operations/**/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: GRAPHQL },
    },
    rules: { ...graphqlPlugin.configs['flat/operations-recommended'].rules },
  },
  {
    files: ['docs/examples/**/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: GRAPHQL },
    },
    rules: {
      ...graphqlPlugin.configs['flat/operations-recommended'].rules,
      // The explorer has no cache to feed with ids.
      '@graphql-eslint/require-selections': 'off',
    },
  },
);
