import { hotelClock, parseHotelClock } from '@yuzhu/contract';
import Type from 'typebox';
import type { ClockKeeper, ClockState } from '../clock/keeper.ts';
import { addFollower, readFollowers, removeFollower } from '../clock/store.ts';
import type { SandboxContext } from '../context.ts';
import { invalidRequest, SANDBOX_ERRORS } from '../errors.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { usableAddress } from '../spi/addresses.ts';
import { nextDue } from '../timers/store.ts';

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(one: T) => Type.Union([one, Type.Null()]);

const stateShape = Type.Object({
  now: Type.Integer({ description: 'Unix milliseconds' }),
  hotel_time: Type.String(),
  rate: Type.Number({ description: 'clock milliseconds per real millisecond; 0 stopped' }),
  moving_to: orNull(Type.Integer()),
  next_due: orNull(Type.Integer({ description: 'when the next timer is due' })),
  followers: Type.Array(
    Type.Object({ url: Type.String(), failures: Type.Integer(), last_error: orNull(Type.String()) }),
  ),
});

const reportShape = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  hotel_time: Type.String(),
  steps: Type.Integer(),
  ran: Type.Integer({ description: 'timers run' }),
  timers: Type.Array(
    Type.Object({
      at: Type.Integer(),
      hotel_time: Type.String(),
      kind: Type.String(),
      subject: Type.String(),
      error: Type.Optional(Type.String()),
    }),
    { description: 'the first thousand, in the order they were done' },
  ),
  dropped_followers: Type.Array(Type.String()),
  unsettled: Type.Array(Type.Integer({ description: 'moments at which followers went on working without end' })),
});

const TAG = 'operator: clock';

/** The platform's clock: stop, run, move; who follows it; what is due. */
export function clockRoutes(ctx: SandboxContext, keeper: ClockKeeper, prefix: string): readonly JsonRoute[] {
  const { db } = ctx;
  const view = async (state: ClockState) => ({
    now: state.now,
    hotel_time: hotelClock(state.now),
    rate: state.rate,
    moving_to: state.movingTo ?? null,
    next_due: (await nextDue(db)) ?? null,
    followers: await readFollowers(db),
  });

  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/clock`,
      summary: { zh: '平台时钟', en: 'The platform’s clock' },
      tag: TAG,
      reply: stateShape,
      handle: () => view(keeper.state()),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/clock/stop`,
      summary: { zh: '停止时钟', en: 'Stop the clock' },
      tag: TAG,
      reply: stateShape,
      handle: async () => view(await keeper.stop()),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/clock/run`,
      summary: { zh: '以指定速度运行时钟', en: 'Run the clock at a speed' },
      tag: TAG,
      body: Type.Object({
        rate: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000, description: 'default 1' })),
      }),
      reply: stateShape,
      handle: async ({ body }) => view(await keeper.run(body.rate ?? 1)),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/clock/move`,
      summary: {
        zh: '拨动时钟：途中到期的事情按各自时间依次发生，全部完成后应答',
        en: 'Move the clock: what is due on the way happens at its own time, in order; answers when all is done',
      },
      tag: TAG,
      body: Type.Object({
        to: Type.Optional(
          Type.Union([Type.Integer(), Type.String()], {
            description: 'Unix milliseconds, or hotel time yyyy-MM-dd HH:mm[:ss]',
          }),
        ),
        by: Type.Optional(
          Type.Union([Type.Integer(), Type.String()], { description: 'milliseconds, or 90s, 30m, 2h, 3d' }),
        ),
      }),
      reply: reportShape,
      handle: async ({ body }) => {
        const report = await keeper.move(targetOf(body));
        return {
          from: report.from,
          to: report.to,
          hotel_time: hotelClock(report.to),
          steps: report.steps,
          ran: report.ran,
          timers: report.timers.map((timer) => ({ ...timer, hotel_time: hotelClock(timer.at) })),
          dropped_followers: [...report.droppedFollowers],
          unsettled: [...report.unsettled],
        };
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/clock/followers`,
      summary: { zh: '登记时钟跟随者', en: 'Register a follower of the clock' },
      tag: TAG,
      body: Type.Object({
        url: Type.String({ minLength: 1, maxLength: 500, description: 'gets PUT {now, rate}, answers {next_due}' }),
      }),
      reply: stateShape,
      status: 201,
      handle: async ({ body }) => {
        await addFollower(db, usableAddress(body.url));
        await keeper.tell();
        return view(keeper.state());
      },
    }),
    jsonRoute({
      method: 'DELETE',
      path: `${prefix}/clock/followers`,
      summary: { zh: '移除时钟跟随者', en: 'Remove a follower' },
      tag: TAG,
      query: Type.Object({ url: Type.String({ minLength: 1, maxLength: 500 }) }),
      reply: stateShape,
      handle: async ({ query }) => {
        if (!(await removeFollower(db, query.url)))
          throw SANDBOX_ERRORS.error('NOT_FOUND', { what: 'follower', value: query.url });
        return view(keeper.state());
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${prefix}/timers`,
      summary: { zh: '待办定时任务', en: 'What is due, soonest first' },
      tag: TAG,
      query: Type.Object({
        subject: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      }),
      reply: Type.Object({
        timers: Type.Array(
          Type.Object({
            id: Type.String(),
            due_at: Type.Integer(),
            hotel_time: Type.String(),
            kind: Type.String(),
            subject: Type.String(),
            attempts: Type.Integer(),
            failure: orNull(Type.String()),
          }),
        ),
      }),
      handle: async ({ query }) => {
        const rows = await db.query<{
          id: string;
          due_at: number;
          kind: string;
          subject: string;
          attempts: number;
          failure: string | null;
        }>(
          `SELECT id::text, due_ms AS due_at, kind, subject, attempts, failure FROM sandbox.timers
           WHERE $1::text IS NULL OR subject = $1 ORDER BY due_ms, id LIMIT $2`,
          [query.subject ?? null, query.limit ?? 200],
        );
        return { timers: rows.map((row) => ({ ...row, hotel_time: hotelClock(row.due_at) })) };
      },
    }),
  ];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** No move goes further than this: a typing error must not cost an hour. */
const FURTHEST_MS = 3 * 366 * 86_400_000;

function targetOf({
  to,
  by,
}: {
  readonly to?: number | string | undefined;
  readonly by?: number | string | undefined;
}) {
  if ((to === undefined) === (by === undefined))
    throw invalidRequest('to', 'to 与 by 须且只能给一个', 'give exactly one of `to` and `by`');
  const far = (target: number, now: number) => {
    if (target - now > FURTHEST_MS)
      throw invalidRequest(to === undefined ? 'by' : 'to', '超过三年', 'more than three years ahead');
    return target;
  };
  if (to !== undefined) {
    const moment = typeof to === 'number' ? to : parseHotelClock(to);
    if (moment === undefined)
      throw invalidRequest(
        'to',
        '写作酒店时间 yyyy-MM-dd HH:mm 或毫秒时间戳',
        'write yyyy-MM-dd HH:mm in hotel time, or Unix milliseconds',
      );
    return (now: number) => far(moment, now);
  }
  const match = typeof by === 'string' ? /^(\d{1,9})(ms|s|m|h|d)$/.exec(by) : undefined;
  const step = typeof by === 'number' ? by : Number(match?.[1] ?? Number.NaN) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!Number.isSafeInteger(step))
    throw invalidRequest('by', '写作毫秒数，或 90s、30m、2h、3d', 'write milliseconds, or 90s, 30m, 2h, 3d');
  return (now: number) => far(now + step, now);
}
