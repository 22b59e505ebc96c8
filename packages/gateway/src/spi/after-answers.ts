import type { GatewayContext } from '../context.ts';

/** Work that goes on after an answer has left. */
export interface AfterAnswers {
  /** Takes work under way; a failure is logged, for there is nobody left to answer. */
  add(work: Promise<void>): void;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
}

/** Keeps count of such work, so that a stopping process waits for it. */
export function createAfterAnswers({ log }: Pick<GatewayContext, 'log'>): AfterAnswers {
  const running = new Set<Promise<void>>();
  return {
    add: (work) => {
      const kept = work
        .catch((error: unknown) => log.error({ err: error }, 'what follows an answer failed'))
        .finally(() => running.delete(kept));
      running.add(kept);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
