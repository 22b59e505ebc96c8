import { logid as makeLogid, type RequestOf, type Spi, webhookBody } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import type { HttpAnswer } from '../../actors/http.ts';
import { PlatformCaller, type SignedCall } from '../../actors/platform-caller.ts';
import { ACCEPTANCE_ERRORS } from '../../errors.ts';
import type { Recorded } from './recorded.ts';

/** Where and as whom the judge calls. */
export interface DirectOptions {
  readonly clientKey: string;
  readonly clientSecret: string;
  /** Full address of each SPI by its short name. */
  readonly spi: Readonly<Record<string, string>>;
  readonly webhook: string | undefined;
  readonly now: () => number;
  readonly random: Random;
}

/** The longest the judge waits for an answer, real ms: longer than any time-out, to tell slow from silent. */
const PATIENCE_MS = 15_000;

/** Calls the partner as the platform does and records every byte of it. Never rejects because of the partner. */
export class Direct {
  readonly #caller: PlatformCaller;
  readonly #options: DirectOptions;

  constructor(options: DirectOptions) {
    this.#options = options;
    this.#caller = new PlatformCaller({
      partnerUrl: '',
      paths: options.spi,
      clientKey: options.clientKey,
      clientSecret: options.clientSecret,
      now: options.now,
      random: options.random,
      timeoutMs: PATIENCE_MS,
    });
  }

  /** Signs a message, or any bytes, without sending it. */
  prepare<I extends Spi>(spi: I, message: RequestOf<I> | Uint8Array): SignedCall {
    return message instanceof Uint8Array ? this.#caller.prepareBytes(spi, message) : this.#caller.prepare(spi, message);
  }

  /** Signs and sends. */
  call<I extends Spi>(spi: I, message: RequestOf<I>): Promise<Recorded> {
    return this.send(spi, this.prepare(spi, message));
  }

  /** Sends the very bytes of a prepared call, as often as wanted. */
  send(spi: Spi, call: SignedCall): Promise<Recorded> {
    const sent = { interface: spi.name, url: call.target, headers: call.headers, logid: call.logid, body: call.body };
    return this.#record(sent, () => this.#caller.sendRaw(call));
  }

  /** Sends a notice as the platform does; the same message id is a repeat. */
  notice(interfaceName: string, event: string, content: object, messageId: string, secret?: string): Promise<Recorded> {
    const logid = this.#logid();
    const body = webhookBody(event, this.#options.clientKey, content, logid);
    return this.webhook(interfaceName, body, messageId, logid, secret);
  }

  /** Sends any body to the webhook address. @param secret Another secret spoils the signature. */
  webhook(name: string, text: string, messageId: string, logid = this.#logid(), secret?: string): Promise<Recorded> {
    const body = Buffer.from(text);
    const call = this.#caller.prepareWebhook(this.#options.webhook ?? '', body, messageId, secret);
    const sent = { interface: name, url: call.target, headers: call.headers, logid, body };
    return this.#record(sent, () => this.#caller.sendRaw({ ...call, logid }));
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#caller.close();
  }

  #logid(): string {
    return makeLogid(this.#options.now(), Buffer.from(this.#options.random.hex(20), 'hex'));
  }

  async #record(
    sent: {
      interface: string;
      url: string;
      headers: Readonly<Record<string, string>>;
      logid: string;
      body: Uint8Array;
    },
    send: () => Promise<HttpAnswer>,
  ): Promise<Recorded> {
    const at = this.#options.now();
    const begun = performance.now();
    const came: { answer?: HttpAnswer; fault?: string } = await send().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ fault: reasonOf(error) }),
    );
    return {
      interface: sent.interface,
      from: 'platform',
      logid: sent.logid,
      at,
      url: sent.url,
      requestHeaders: sent.headers,
      request: Buffer.from(sent.body).toString('utf8'),
      status: came.answer?.status,
      response: came.answer?.text ?? '',
      ms: Math.round(performance.now() - begun),
      fault: came.fault,
    };
  }
}

function reasonOf(error: unknown): string {
  if (ACCEPTANCE_ERRORS.is(error, 'NO_ANSWER')) return String(error.details.reason);
  throw error;
}
