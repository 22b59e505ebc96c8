import { defineConfig } from 'vitest/config';

/** The page tests: real programs, real Chromium. Apart from `npm test` because of the minutes they take. */
export default defineConfig({
  test: {
    include: ['packages/console/src/**/*.page.test.ts'],
    globalSetup: ['packages/runtime/src/testkit/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
    reporters: ['default', './scripts/last-line-reporter.ts'],
  },
});
