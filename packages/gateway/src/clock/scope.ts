import type { Scope, SettableClock } from '@yuzhu/runtime';
import Type from 'typebox';
import { apiErrorReply } from '../api/error-reply.ts';
import { inputInvalid, problemsOf } from '../api/problems.ts';
import { GATEWAY_ERRORS } from '../errors.ts';

/** What the clock's door needs to know of the program. */
export interface FollowedClock {
  readonly clock: SettableClock;
  /** Does everything that is due at the clock's present time; false when there was more than fits a few seconds. */
  settle(): Promise<boolean>;
  /** When the next thing is due, Unix ms; undefined when nothing is foreseen. */
  nextDue(): number | undefined;
}

/** The answer of `PUT /clock` and `GET /clock`. */
export interface ClockReply {
  /** Unix ms. */
  readonly now: number;
  /** Clock milliseconds per real millisecond; 0 stands still. */
  readonly rate: number;
  /** When the next thing is due, Unix ms; null when nothing is foreseen. */
  readonly next_due: number | null;
  /** True when everything due was done before this answer; absent when nobody asked for it. */
  readonly settled?: boolean;
}

/** The year 9999 is far enough; a moment beyond it could not be written as a date. */
const LATEST = 253_402_300_799_999;

const order = Type.Object(
  {
    now: Type.Optional(Type.Integer({ minimum: 0, maximum: LATEST })),
    rate: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
  },
  { additionalProperties: false },
);

/**
 * The door by which another program leads this one's clock (tests and demonstrations): from this machine only, and only
 * when the settings say so. An answer comes when everything that was due up to the new moment has been done.
 */
export function clockScope({ clock, settle, nextDue }: FollowedClock): Scope {
  const state = (): ClockReply => ({ now: clock.now(), rate: clock.rate, next_due: nextDue() ?? null });
  return {
    name: 'clock',
    prefix: '/clock',
    bodyLimit: 10_000,
    body: 'json',
    errorReply: apiErrorReply,
    register: (app) => {
      app.addHook('onRequest', async (request) => {
        if (!isLoopback(request.socket.remoteAddress)) throw GATEWAY_ERRORS.error('CLOCK_LOCAL_ONLY');
      });
      app.get('/', async () => state());
      app.put('/', async (request) => {
        const problems = problemsOf(order, request.body, 'body');
        if (problems.length > 0) throw inputInvalid(problems);
        const { now, rate } = request.body as { now?: number; rate?: number };
        if (now !== undefined) clock.set(now);
        if (rate !== undefined) clock.run(rate);
        const settled = await settle();
        return { ...state(), settled };
      });
    },
  };
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}
