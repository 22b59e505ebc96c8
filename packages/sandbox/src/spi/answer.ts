import { describeProblem, nestedDeeper, parseJson, type ReplyOf, readMessage, type Spi } from '@yuzhu/contract';

/** The partner's word, or why it does not count as one. */
export type SpiWord<I extends Spi = Spi> =
  | { readonly kind: 'answer'; readonly code: number; readonly description: string; readonly data: ReplyOf<I> }
  | { readonly kind: 'no-answer'; readonly verdict: 'status' | 'malformed'; readonly reason: string };

/**
 * Members a success must have beyond what the schema asks (observed). Without the hotel's word on acceptance the
 * platform could not go on.
 */
const NEEDED_ON_SUCCESS: Readonly<Record<string, (data: Record<string, unknown>) => string | undefined>> = {
  'voucher-order': (data) => (hasText(data.order_out_id) ? undefined : 'data.order_out_id is missing'),
  booking: (data) => {
    if (!hasText(data.order_out_id)) return 'data.order_out_id is missing';
    if (!isObject(data.confirm_info)) return 'data.confirm_info is missing';
    const { confirm_mode: mode, confirm_result: result } = data.confirm_info;
    if (mode !== 1 && mode !== 2) return 'data.confirm_info.confirm_mode is not 1 or 2';
    return mode === 1 && result !== 1 && result !== 2 ? 'data.confirm_info.confirm_result is not 1 or 2' : undefined;
  },
};

/** Nesting beyond which an answer is not read. */
const DEEPEST = 32;

/**
 * Reads an answer. Not HTTP 200, not JSON or wrong field types = no answer (twin). The business members are read only
 * on success: a refusal need not carry them.
 */
export function readSpiAnswer<I extends Spi>(one: I, status: number, body: Uint8Array): SpiWord<I> {
  if (status !== 200) return { kind: 'no-answer', verdict: 'status', reason: `HTTP ${status}` };
  const malformed = (reason: string): SpiWord<I> => ({ kind: 'no-answer', verdict: 'malformed', reason });
  const data = dataOf(one, Buffer.from(body).toString('utf8'));
  if (typeof data === 'string') return malformed(data);
  const { error_code: code, description = '' } = data;
  if (!Number.isSafeInteger(code)) return malformed('data.error_code is missing or not an integer');
  if (description !== null && typeof description !== 'string') return malformed('data.description is not text');
  const said = { kind: 'answer', code: code as number, description: description ?? '' } as const;
  const reading = readMessage(one.reply, data, 'strict');
  if (said.code === 0 && reading.value === undefined) {
    return malformed(reading.faults.map(describeProblem).join('; '));
  }
  const lacking = said.code === 0 ? NEEDED_ON_SUCCESS[one.name]?.(data) : undefined;
  if (lacking !== undefined) return malformed(lacking);
  return { ...said, data: (reading.value ?? withoutFaulty(one, data)) as ReplyOf<I> };
}

function dataOf(one: Spi, text: string): Record<string, unknown> | string {
  if (nestedDeeper(text, DEEPEST)) return `nested deeper than ${DEEPEST}`;
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    return 'not JSON';
  }
  if (!isObject(parsed)) return 'not a JSON object';
  if (isObject(parsed.data)) return parsed.data;
  // The presale page of the ARI pull lists its members without the wrapper (documented); both forms are read (inferred).
  if (one.name === 'ari-pull' && 'room_rates' in parsed) return { error_code: 0, ...parsed };
  return 'data is missing';
}

/** What can be used of a refusal's members, e.g. `ari`; odd members are dropped. */
function withoutFaulty(one: Spi, data: Record<string, unknown>): unknown {
  const required = (one.reply as { required?: readonly string[] }).required ?? [];
  const filled = { ...Object.fromEntries(required.map((name) => [name, ''])), ...data };
  return readMessage(one.reply, filled, 'lenient').value ?? {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
