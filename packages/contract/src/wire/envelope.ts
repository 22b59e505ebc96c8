/** `extra` of an OpenAPI answer (sdk: all six members are present when it is). */
export interface Extra {
  readonly error_code: number;
  readonly description: string;
  readonly sub_error_code: number;
  readonly sub_description: string;
  readonly logid: string;
  /** Server time. Milliseconds in one document, seconds in another: read both with `readNow`. */
  readonly now: number;
}

/** An OpenAPI answer: success needs `extra.error_code` and, where present, `data.error_code` to be 0 (documented). */
export interface OpenApiReply {
  readonly data?: unknown;
  readonly extra?: Extra;
}

/** Builds a standard answer: business members flat beside the two of the envelope. */
export function openApiSuccess(data: object, logid: string, now: number): object {
  return { data: { error_code: 0, description: 'success', ...data }, extra: extra(0, '', logid, now) };
}

/** Builds an answer whose `data` is an array (product operate). */
export function openApiList(data: readonly unknown[], logid: string, now: number): object {
  return { data, extra: extra(0, '', logid, now) };
}

/** Builds a refusal; gateway codes stand in both places (inferred), the detail in `sub_description`. */
export function openApiFailure(
  code: number,
  description: string,
  detail: string,
  logid: string,
  now: number,
  shape: 'standard' | 'list' = 'standard',
): object {
  const inExtra = { ...extra(code, description, logid, now), sub_description: detail };
  return shape === 'list' ? { extra: inExtra } : { data: { error_code: code, description }, extra: inExtra };
}

function extra(code: number, description: string, logid: string, now: number): Extra {
  return { error_code: code, description, sub_error_code: 0, sub_description: '', logid, now };
}

/** `extra.now` in Unix milliseconds, whichever unit it came in. */
export function readNow(now: number): number {
  return now < 100_000_000_000 ? now * 1000 : now;
}

/** An SPI answer: HTTP 200 with `data.error_code`; everything else is "no answer" (twin). */
export function spiReply(code: number, description: string, data: object = {}): object {
  return { data: { error_code: code, description, ...data } };
}
