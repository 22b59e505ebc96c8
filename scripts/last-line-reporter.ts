import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints one plain line after everything else, `N passed, N failed`, for people in a hurry and for scripts. Tests that
 * were skipped because this machine lacks something (skipped with a note that says what) are counted too, as
 * `, N skipped`, below the notes.
 */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    const notes = new Set<string>();
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        if (result.state === 'failed') failedHere += 1;
        if (result.state === 'skipped' && result.note !== undefined) {
          skipped += 1;
          notes.add(result.note);
        }
      }
      // A file that could not be loaded, or whose set-up failed, has no failed test to show for it.
      failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
    }
    // A run that examined nothing (set-up failed, no file found) proves nothing.
    if (passed + failed + skipped === 0) failed = 1;
    if (failed > 0) process.exitCode = 1;
    const skips = skipped === 0 ? '' : `, ${skipped} skipped`;
    const lines = [...notes, `${passed} passed, ${failed} failed${skips}`];
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}
