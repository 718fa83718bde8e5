import { defineConfig } from 'vitest/config';

const everyTest = ['libs/**/*.test.{ts,tsx}', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'e2e/**/*.test.ts'];
const databaseTests = '**/*.db.test.ts';
const labTests = '**/*.lab.test.ts';
const guestTests = '**/*.guest.test.ts';
const neverTests = ['**/node_modules/**', '**/dist/**', '**/.next/**'];

/**
 * Four projects, told apart by the file name:
 * - `unit`: everything that needs neither of the following; files run side by side
 * - `db`: *.db.test.ts; real Postgres, every file gets a database of its own in DATABASE_URL
 * - `lab`: *.lab.test.ts; real CRIU in the lab, as root, one file at a time
 * - `guest`: *.guest.test.ts; as `lab`, inside a guest that runs another kernel (tools/guest)
 */
export default defineConfig({
  // The portal's components are compiled as Next does it, without React in scope.
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    passWithNoTests: false,
    allowOnly: false,
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: everyTest,
          exclude: [...neverTests, databaseTests, labTests, guestTests],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 15_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [databaseTests],
          exclude: neverTests,
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          globalSetup: ['tools/test/database/start-database.mjs'],
          setupFiles: ['tools/test/database/clone-database.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'lab',
          include: [labTests],
          exclude: neverTests,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          globalSetup: ['tools/test/lab/start-lab.mjs'],
          setupFiles: ['tools/test/lab/use-criu.ts'],
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'guest',
          include: [guestTests],
          exclude: neverTests,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          globalSetup: ['tools/test/guest/start-lab.mjs'],
          setupFiles: ['tools/test/lab/use-criu.ts'],
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
