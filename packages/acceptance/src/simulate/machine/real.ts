/** The machine's own timers and clocks, taken before a simulation puts others in their place. */
const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, performance } = globalThis;
const now = performance.now.bind(performance);

export const real = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  /** Real ms. */
  now,
  /** Resolves after the present turn of the event loop. */
  immediate: (): Promise<void> => new Promise((resolve) => void setImmediate(resolve)),
  pause: (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms)),
};
