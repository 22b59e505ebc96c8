import { defineConfig } from 'vitest/config';

/** Page tests drive a real browser and take minutes: `npm run test:pages`. */
const PAGES = '**/*.page.test.ts';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['**/node_modules/**', PAGES],
    // A second try only where a crowded machine made a wait too short; a real fault fails twice.
    retry: process.env.CI === undefined ? 0 : 1,
    globalSetup: ['packages/runtime/src/testkit/global-setup.ts'],
    // Processes, not threads: tests send signals and change the environment.
    pool: 'forks',
    // Two cores: more files at once only make each other slow. The database and the programs under test run beside them.
    maxWorkers: 2,
    // Generous: a limit only ends what hangs. Speed is measured in bench/, never here.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    reporters: ['default', './scripts/last-line-reporter.ts'],
  },
});
