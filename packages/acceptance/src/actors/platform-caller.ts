import {
  HEADERS,
  logid as makeLogid,
  parseJson,
  queryPairs,
  type RequestOf,
  type Spi,
  signSpi,
  signSpiOld,
  signWebhook,
  VERIFY_WEBHOOK,
  webhookBody,
} from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import { type HttpAnswer, HttpClient } from './http.ts';

/** How the platform's part is played towards a partner. */
export interface PlatformCallerOptions {
  /** Base address of the partner; the SPI paths of the contract are appended unless `paths` says otherwise. */
  readonly partnerUrl: string;
  /** Addresses of single interfaces by their short name, for partners with doors of their own. */
  readonly paths?: Readonly<Record<string, string>>;
  readonly clientKey: string;
  readonly clientSecret: string;
  /** Unix milliseconds for timestamp and logid. */
  readonly now: () => number;
  readonly random: Random;
  /** Calls in flight at most, default 64. */
  readonly connections?: number;
  /** Real milliseconds until a call counts as unanswered; default the interface's own time-out. */
  readonly timeoutMs?: number;
}

/** One call as it will go over the wire; change a member to spoil it. */
export interface SignedCall {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly logid: string;
}

/** What the platform makes of a partner's answer: HTTP 200 with a number in `data.error_code`, or no answer (twin). */
export interface SpiAnswer {
  readonly logid: string;
  readonly status: number;
  /** `data.error_code`; undefined = no answer in the platform's eyes. */
  readonly code: number | undefined;
  readonly description: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Plays the platform: signs and sends the contract's SPI calls and webhooks to any partner address. */
export class PlatformCaller {
  readonly #options: PlatformCallerOptions;
  readonly #http: HttpClient;

  constructor(options: PlatformCallerOptions) {
    this.#options = options;
    this.#http = new HttpClient({
      baseUrl: options.partnerUrl,
      connections: options.connections ?? 64,
      timeoutMs: options.timeoutMs ?? 8000,
    });
  }

  /** Signs a call, new and old signature as the live platform does, without sending it. */
  prepare<I extends Spi>(one: I, request: RequestOf<I>): SignedCall {
    return this.prepareBytes(one, Buffer.from(JSON.stringify(request)));
  }

  /** Signs any bytes as a call, for messages that break the contract on purpose. */
  prepareBytes(one: Spi, body: Uint8Array): SignedCall {
    const { clientKey, clientSecret, now, random } = this.#options;
    const at = now();
    const [path = '', ownQuery = ''] = (this.#options.paths?.[one.name] ?? one.path).split('?', 2);
    // Parameters of the configured address take part in the signature (documented).
    const pairs: [string, string][] = [...queryPairs(ownQuery), ['client_key', clientKey], ['timestamp', String(at)]];
    const query = new URLSearchParams([...pairs, ['sign', signSpiOld(clientSecret, pairs, body)]]);
    const logid = makeLogid(at, Buffer.from(random.hex(20), 'hex'));
    return {
      target: `${path}?${query}`,
      headers: {
        'content-type': 'application/json',
        [HEADERS.logid]: logid,
        [HEADERS.clientKey]: clientKey,
        [HEADERS.spiSignature]: signSpi(clientSecret, pairs, body),
      },
      body,
      logid,
    };
  }

  /** Sends the very bytes of a prepared call, as often as wanted. @throws AppError NO_ANSWER */
  async send(call: SignedCall): Promise<SpiAnswer> {
    return { logid: call.logid, ...readSpiAnswer(await this.sendRaw(call)) };
  }

  /** The same, with the answer as it came. @throws AppError NO_ANSWER */
  sendRaw(call: SignedCall): Promise<HttpAnswer> {
    return this.#http.exchange('POST', call.target, call.body, call.headers);
  }

  /** Signs and sends. @throws AppError NO_ANSWER */
  call<I extends Spi>(one: I, request: RequestOf<I>): Promise<SpiAnswer> {
    return this.send(this.prepare(one, request));
  }

  /** Sends a webhook; the same `messageId` is a repetition of the same notice. @throws AppError NO_ANSWER */
  webhook(path: string, event: string, content: object, messageId: string): Promise<HttpAnswer> {
    const { clientKey, now, random } = this.#options;
    const logid = makeLogid(now(), Buffer.from(random.hex(20), 'hex'));
    return this.sendRaw({
      ...this.prepareWebhook(path, Buffer.from(webhookBody(event, clientKey, content, logid)), messageId),
      logid,
    });
  }

  /** Signs any bytes as a webhook. @param secret Another secret spoils the signature. */
  prepareWebhook(path: string, body: Uint8Array, messageId: string, secret?: string): Omit<SignedCall, 'logid'> {
    return {
      target: path,
      headers: {
        'content-type': 'application/json',
        [HEADERS.messageId]: messageId,
        [HEADERS.webhookSignature]: signWebhook(secret ?? this.#options.clientSecret, body),
      },
      body,
    };
  }

  /** Checks a webhook address the way the platform does; the partner has to give the challenge back. */
  async challenge(path: string): Promise<boolean> {
    const challenge = this.#options.random.int(1_000_000);
    const answer = await this.webhook(path, VERIFY_WEBHOOK, { challenge }, `verify-${challenge}`);
    const body = asRecord(answer.text);
    return answer.status === 200 && body?.challenge === challenge;
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#http.close();
  }
}

function readSpiAnswer(answer: HttpAnswer): Omit<SpiAnswer, 'logid'> {
  const data = asRecord(answer.text)?.data as Record<string, unknown> | undefined;
  const code = answer.status === 200 && typeof data?.error_code === 'number' ? data.error_code : undefined;
  return {
    status: answer.status,
    code,
    description: typeof data?.description === 'string' ? data.description : '',
    data: data ?? {},
    text: answer.text,
  };
}

function asRecord(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = parseJson(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
