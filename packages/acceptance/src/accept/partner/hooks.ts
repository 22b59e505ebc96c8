import { spawn } from 'node:child_process';
import { HttpClient } from '../../actors/http.ts';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';

/** What the partner's own product is asked to do during a run. */
export const ACTIONS = [
  'connect',
  'look-up-hotels',
  'save-hotel',
  'save-room',
  'room-shelf',
  'publish-goods',
  'push-calendar',
  'save-voucher',
  'shelf-on',
  'change-price',
  'close-night',
  'notice-change',
  'accept-booking',
  'reject-booking',
  'check-in',
  'check-out',
  'no-show',
  'fetch-bill',
] as const;

/** One of them. */
export type Action = (typeof ACTIONS)[number];

/** What an action is about, e.g. `order_id`, `rate_plan_id`, `date`; filled into `{name}` of a hook. */
export type ActionDetails = Readonly<Record<string, string | number>>;

/** How an action is brought about: a command, or one HTTP call. Both may hold `{name}` placeholders. */
export type HookSetting =
  | { readonly command: readonly string[] }
  | {
      readonly http: {
        readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
        readonly url: string;
        readonly headers: Readonly<Record<string, string>>;
        /** JSON with placeholders in its texts; undefined = no body. */
        readonly body: unknown;
      };
    };

/** Hooks by action; actions without one are done by a person. */
export type HookSettings = Readonly<Partial<Record<Action, HookSetting>>>;

/** Makes the partner's product act. */
export interface Hooks {
  has(action: Action): boolean;
  /** @throws AppError HOOK_FAILED */
  act(action: Action, details: ActionDetails): Promise<void>;
}

const LIMIT_MS = 60_000;

/** Hooks out of a partner file. */
export function hooksOf(settings: HookSettings): Hooks {
  return {
    has: (action) => settings[action] !== undefined,
    act: async (action, details) => {
      const hook = settings[action];
      if (hook === undefined) throw new RangeError(`no hook for ${action}`);
      if ('command' in hook)
        await runCommand(
          action,
          hook.command.map((word) => filled(word, details)),
        );
      else await callHttp(action, hook.http, details);
    },
  };
}

/** Fills `{name}` from the details; unknown names stay, so that JSON braces in a command survive. */
export function filled(text: string, details: ActionDetails): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(details, name) ? String(details[name]) : whole,
  );
}

function runCommand(action: Action, command: readonly string[]): Promise<void> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk.toString('utf8')}`.slice(-2000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const failed = (reason: string) =>
      reject(ACCEPTANCE_ERRORS.error('HOOK_FAILED', { action, reason: `${reason} ${output}`.trim() }));
    child.once('error', (error) => failed(error.message));
    child.once('close', (code, signal) => (code === 0 ? resolve() : failed(`exit ${code ?? signal ?? ''}`)));
  });
}

async function callHttp(
  action: Action,
  http: Extract<HookSetting, { http: unknown }>['http'],
  details: ActionDetails,
): Promise<void> {
  const client = new HttpClient({ baseUrl: '', headers: http.headers, connections: 1, timeoutMs: LIMIT_MS });
  try {
    const body = http.body === undefined ? undefined : JSON.stringify(deepFilled(http.body, details));
    const answer = await client.exchange(http.method, filled(http.url, details), body);
    if (answer.status >= 400) {
      throw ACCEPTANCE_ERRORS.error('HOOK_FAILED', {
        action,
        reason: `HTTP ${answer.status} ${answer.text.slice(0, 300)}`,
      });
    }
  } finally {
    await client.close();
  }
}

function deepFilled(value: unknown, details: ActionDetails): unknown {
  if (typeof value === 'string') return filled(value, details);
  if (Array.isArray(value)) return value.map((one) => deepFilled(one, details));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deepFilled(inner, details)]));
}
