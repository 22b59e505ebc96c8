import { HttpClient } from '../../actors/http.ts';

/** One write of the hotel's system. Times are real ms of `performance.now()`. */
export interface Probe {
  readonly begun: number;
  readonly ended: number;
  /** `200`, `503 DATABASE_UNREACHABLE`, or why there was no answer. */
  readonly answer: string;
  readonly ok: boolean;
}

/** Writes going on. */
export interface Probing {
  /** Probes that ended, in the order of their ends. */
  readonly probes: readonly Probe[];
  /** Ends it; resolves when the last probe has its answer. */
  stop(): Promise<void>;
}

/** A write every so many ms, whether the former ones have been answered or not. */
const PROBE_EVERY_MS = 50;
/** How long a probe waits for its answer, ms: longer than the gateway itself waits for a connection. */
const LIMIT_MS = 20_000;
/** Probes on their way at most. */
const MOST = 100;

/** Writes through the hotel API all the time: the same setting again, which is a committed row and moves nothing else. */
export function startProbing(gatewayUrl: string, apiKey: string, ratePlanId: string): Probing {
  const http = new HttpClient({
    baseUrl: `${gatewayUrl}/api/v1`,
    headers: { authorization: `Bearer ${apiKey}` },
    connections: MOST,
    timeoutMs: LIMIT_MS,
  });
  const probes: Probe[] = [];
  const running = new Set<Promise<void>>();
  const body = JSON.stringify({ level: 'rate_plan', mode: 'async', subject_id: ratePlanId });
  const probe = async () => {
    const begun = performance.now();
    const { answer, ok } = await http.exchange('PUT', '/settings/acceptance', body).then(
      ({ status, text }) => ({ answer: status < 400 ? String(status) : `${status} ${codeOf(text)}`, ok: status < 400 }),
      (error: { details?: { reason?: unknown } }) => ({ answer: `no answer: ${error.details?.reason}`, ok: false }),
    );
    probes.push({ begun, ended: performance.now(), answer, ok });
  };
  const timer = setInterval(() => {
    if (running.size >= MOST) return;
    const one: Promise<void> = probe().finally(() => running.delete(one));
    running.add(one);
  }, PROBE_EVERY_MS);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    clearInterval(timer);
    await Promise.all(running);
    await http.close();
  };
  return {
    probes,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function codeOf(text: string): string {
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? text.slice(0, 60);
}

/** Longest time between two moments of a list, ms; the edges count as moments of it. */
export function longestPause(moments: readonly number[], from: number, to: number): number {
  const inside = moments.filter((at) => at > from && at < to).sort((a, b) => a - b);
  let last = from;
  let longest = 0;
  for (const at of [...inside, to]) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return Math.round(longest);
}
