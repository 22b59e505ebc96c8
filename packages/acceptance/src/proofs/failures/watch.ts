import { HttpClient } from '../../actors/http.ts';

/** What `/ready` of one gateway said from a moment on. */
export interface ReadyChange {
  /** Real ms of `performance.now()`. */
  readonly at: number;
  /** Which gateway, from 1. */
  readonly gateway: number;
  /** `ready`, `503 database: ...`, `no answer`. */
  readonly says: string;
}

/** What somebody sees who looks after the gateways. */
export interface Watch {
  readonly ready: readonly ReadyChange[];
  /** What one says now. */
  now(gateway: number): string;
  /** Takes a piece of a program's output. */
  output(text: string): void;
  /** Warnings and errors of the log with how often they came, since a moment. */
  logSince(moment: number): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const EVERY_MS = 100;
const WARN = 40;

/** Looks at `/ready` of every gateway all the time and reads along in their logs. */
export function startWatch(gatewayUrls: readonly string[]): Watch {
  const clients = gatewayUrls.map((baseUrl) => new HttpClient({ baseUrl, connections: 2, timeoutMs: 5000 }));
  const says = gatewayUrls.map(() => 'ready');
  const ready: ReadyChange[] = [];
  const lines: { readonly at: number; readonly text: string }[] = [];
  const running = new Set<number>();
  let rest = '';
  const look = async (http: HttpClient, index: number) => {
    running.add(index);
    const seen = await http.exchange('GET', '/ready').then(
      ({ status, text }) => (status === 200 ? 'ready' : `${status} ${failing(text)}`),
      () => 'no answer',
    );
    running.delete(index);
    if (says[index] === seen) return;
    says[index] = seen;
    ready.push({ at: performance.now(), gateway: index + 1, says: seen });
  };
  const timer = setInterval(() => {
    for (const [index, http] of clients.entries()) if (!running.has(index)) void look(http, index);
  }, EVERY_MS);
  return {
    ready,
    now: (gateway) => says[gateway - 1] ?? '',
    output: (text) => {
      const pieces = `${rest}${text}`.split('\n');
      rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        const said = warning(piece);
        if (said !== undefined) lines.push({ at: performance.now(), text: said });
      }
    },
    logSince: (moment) => {
      const counts = new Map<string, number>();
      for (const { at, text } of lines) if (at >= moment) counts.set(text, (counts.get(text) ?? 0) + 1);
      return counts;
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(clients.map((http) => http.close()));
    },
  };
}

/** Names and reasons of the checks that fail. */
function failing(text: string): string {
  try {
    const { checks } = JSON.parse(text) as { checks: { name: string; ok: boolean; reason?: string }[] };
    const failed = checks.filter(({ ok }) => !ok);
    const reason = failed[0]?.reason?.slice(0, 120) ?? '';
    return `${failed.map(({ name }) => name).join(', ')}: ${reason}`;
  } catch {
    return text.slice(0, 120);
  }
}

/** What a line of the log says in one breath, when it is a warning or worse. */
function warning(line: string): string | undefined {
  try {
    const { level, msg, loop, err } = JSON.parse(line) as {
      level: number | string;
      msg?: string;
      loop?: string;
      err?: { code?: string; message?: string };
    };
    const number = typeof level === 'number' ? level : LEVELS.indexOf(level) * 10 + 10;
    if (number < WARN) return undefined;
    const why = err === undefined ? '' : ` (${err.code ?? err.message?.slice(0, 80)})`;
    return `${loop === undefined ? '' : `${loop}: `}${msg ?? ''}${why}`;
  } catch {
    return undefined;
  }
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
