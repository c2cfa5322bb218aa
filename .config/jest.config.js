import { fileURLToPath } from 'node:url';

/** Four projects by suffix: unit (no database), integration (database), e2e (whole server or browser), client. */
const base = {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};

export default {
  // An embedded database weighs half a gigabyte, so no more than two test files at a time. Its first template takes
  // longer than jest's 5 s, and far longer where the machine is busy with other things; nothing here is about time.
  maxWorkers: 2,
  // Jest never lets go of the modules of a file it has run: a worker that went on through all of them would spend half
  // of its time collecting garbage. So it starts afresh after a file that loaded the server.
  workerIdleMemoryLimit: '500MB',
  testTimeout: 240_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/server/**/*.test.ts', '<rootDir>/prisma/**/*.test.ts'],
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.(int|e2e)\\.test\\.ts$'],
    },
    {
      ...base,
      displayName: 'integration',
      testMatch: ['<rootDir>/server/**/*.int.test.ts', '<rootDir>/prisma/**/*.int.test.ts'],
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/server/**/*.e2e.test.ts', '<rootDir>/client/**/*.e2e.test.ts'],
    },
    {
      ...base,
      displayName: 'client',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/client/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.e2e\\.test\\.ts$'],
    },
  ],
};
