import { note } from './output.ts';

/** A person ended the command with Ctrl-C (or somebody sent SIGTERM); everything was cleaned up. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

/** Turns the first SIGINT or SIGTERM into an aborted signal, so that what was begun can be cleaned up; the second one ends at once. */
export function onInterrupt(): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    const exitCode = signal === 'SIGINT' ? 130 : 143;
    if (controller.signal.aborted) process.exit(exitCode);
    note('正在收尾，请稍候；再按一次 Ctrl-C 立即退出 · cleaning up; press Ctrl-C again to end at once');
    controller.abort(new Interrupted(exitCode));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    done: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** SIGHUP: the terminal was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
