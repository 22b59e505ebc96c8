import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
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
