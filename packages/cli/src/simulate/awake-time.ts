const TICK_MS = 500;
/** A gap between ticks above which the process was not merely busy but stopped. */
const STOPPED_MS = 5000;

/** Counts seconds, leaving out those in which the process was stopped (Ctrl-Z, SIGSTOP, a machine that slept). */
export function awakeTime(): { seconds(): number; end(): void } {
  let last = performance.now();
  let awake = 0;
  const tick = (): void => {
    const now = performance.now();
    awake += now - last > STOPPED_MS ? TICK_MS : now - last;
    last = now;
  };
  // Whoever fails in the middle must not be kept alive by a measurement.
  const timer = setInterval(tick, TICK_MS).unref();
  return {
    seconds: () => {
      tick();
      return awake / 1000;
    },
    end: () => clearInterval(timer),
  };
}
