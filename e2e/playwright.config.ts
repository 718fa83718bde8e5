import { defineConfig } from '@playwright/test';

/** Debian's chromium: Playwright's own browsers are downloads, and nothing here may depend on one. */
const chromium = process.env.GODWIT_E2E_CHROMIUM ?? '/usr/bin/chromium';

const launchOptions = {
  executablePath: chromium,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
  ],
};

const small = { timeout: 60_000, expect: { timeout: 15_000 } };

/** Every mode and runtime there and back; started by `npm run try-browser` only, because it takes minutes. */
const matrix = {
  name: 'matrix',
  testMatch: 'matrix/*.spec.ts',
  dependencies: ['set-up'],
  timeout: 300_000,
};

/** One portal, one lab, one world: the tests follow each other in the order of the projects. */
export default defineConfig({
  testDir: './web',
  outputDir: '../test-results',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  ...small,
  globalSetup: './portal/start-portal.setup.ts',
  use: {
    launchOptions,
    viewport: { width: 1440, height: 900 },
    trace: { mode: 'retain-on-failure', snapshots: false },
    actionTimeout: 15_000,
  },
  projects: [
    { name: 'set-up', testMatch: 'first-admin.spec.ts' },
    {
      name: 'portal',
      testMatch: '*.spec.ts',
      testIgnore: ['first-admin.spec.ts', 'runs/*', 'probes/*', 'matrix/*'],
      dependencies: ['set-up'],
    },
    { name: 'move', testMatch: 'runs/move.spec.ts', dependencies: ['set-up'], timeout: 240_000 },
    {
      name: 'runs',
      testMatch: 'runs/*.spec.ts',
      testIgnore: 'runs/move.spec.ts',
      dependencies: ['set-up'],
      timeout: 120_000,
    },
    ...(process.env.GODWIT_E2E_MATRIX ? [matrix] : []),
    { name: 'probes', testMatch: 'probes/*.spec.ts', dependencies: ['set-up'], timeout: 150_000 },
  ],
});
