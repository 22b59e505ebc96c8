import Type from 'typebox';

const text = Type.String();
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(one: T) => Type.Union([one, Type.Null()]);

/** One exchange in either direction. */
export const exchangeShape = Type.Object({
  direction: Type.Union([Type.Literal('out'), Type.Literal('in')], {
    description: 'out: the platform called the partner; in: the partner called the platform',
  }),
  interface: text,
  account_id: text,
  client_key: text,
  subject: text,
  logid: text,
  at: Type.Integer({ description: 'platform clock, Unix milliseconds' }),
  url: text,
  headers: Type.Record(text, text),
  attempt: Type.Integer(),
  copy: Type.Integer({ description: '0 the attempt, 1 the same bytes at once, 2 the same bytes later' }),
  fault: orNull(text),
  status: orNull(Type.Integer()),
  code: orNull(Type.Integer()),
  verdict: orNull(text),
  reason: orNull(text),
  duration_ms: orNull(Type.Number()),
  request: Type.String({ description: 'the bytes sent, as text' }),
  reply: orNull(Type.String({ description: 'the bytes that came back, as text' })),
});

/** A webhook with its attempts. */
export const noticeShape = Type.Object({
  account_id: text,
  client_key: text,
  message_id: text,
  event: text,
  state: text,
  created_at: Type.Integer(),
  body: text,
  attempts: Type.Array(
    Type.Object({
      attempt: Type.Integer(),
      at: Type.Integer(),
      url: text,
      status: orNull(Type.Integer()),
      outcome: text,
      fault: orNull(text),
      duration_ms: Type.Number(),
    }),
  ),
});

/** Commercial terms, as set or as they hold. */
export const termsShape = Type.Object({
  creation_mode: Type.Union([Type.Literal('one-step'), Type.Literal('two-step')]),
  docking: Type.Union([Type.Literal('direct'), Type.Literal('manual')], {
    description: 'manual: no direct connection, orders are accepted in the merchant’s back office',
  }),
  accept_minutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
  service_fee_bp: Type.Integer({ minimum: 0, maximum: 10_000, description: 'basis points of what was paid' }),
  commission_bp: Type.Integer({ minimum: 0, maximum: 10_000, description: 'basis points of what was paid' }),
  creator_id: Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]),
});
