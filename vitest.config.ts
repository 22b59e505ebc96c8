import { defineConfig } from 'vitest/config';

/** Page tests drive the real programs through a real browser. */
const PAGES = '**/*.page.test.ts';

const common = {
  // A second try only where a crowded machine made a wait too short; a real fault fails twice.
  retry: process.env.CI === undefined ? 0 : 1,
  // Processes, not threads: tests send signals and change the environment.
  pool: 'forks',
  // Generous: a limit only ends what hangs. Speed is measured in bench/, never here.
  testTimeout: 60_000,
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    // Of the whole run, not of each project: one PostgreSQL server for all.
    globalSetup: ['packages/runtime/src/testkit/global-setup.ts'],
    teardownTimeout: 20_000,
    reporters: ['default', './scripts/last-line-reporter.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'programs',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', PAGES],
          // Two cores: more files at once only make each other slow. The database and the programs under test run beside them.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'pages',
          include: [`packages/console/src/${PAGES}`],
          // After all others and alone: browser, both programs and database fill the machine.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
});
