import type { Reporter, TestModule } from 'vitest/node';

/** Prints one plain line after everything else, `N passed, N failed`, for people in a hurry and for scripts. */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failedHere += 1;
      }
      // A file that could not be loaded, or whose set-up failed, has no failed test to show for it.
      failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
    }
    // A run that examined nothing (set-up failed, no file found) proves nothing.
    if (passed + failed === 0) failed = 1;
    if (failed > 0) process.exitCode = 1;
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
