import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Random } from './random.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes exactly as received; undefined when there was no body. */
    rawBody: Buffer | undefined;
    /** The caller's id of this exchange (header `x-bytedance-logid`), or an empty text. */
    readonly logid: string;
  }
}

/** What an error answer is made of. */
export interface ErrorReply {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
}

/**
 * A POST route that works on the raw exchange: it reads the body and answers by itself, and no hook, parser or error of
 * the scope has a part in it. Counted, timed, logged and shut down like every other.
 */
export interface DirectRoute {
  /** Below the scope's prefix, beginning with a slash. */
  readonly path: string;
  /**
   * Must answer every exchange, call `answered` when it has, and never throw. Asking the response when it is finished
   * instead costs 1.4 us of the 56 of an SPI call.
   */
  handle(request: IncomingMessage, response: ServerResponse, answered: () => void): void;
}

/**
 * One front door: paths under a prefix with a body limit, a way of parsing and an error shape of its own. Nothing that
 * one scope adds (hooks, parsers, errors) reaches another.
 */
export interface Scope {
  /** For logs and metrics. */
  readonly name: string;
  /** `/spi`, `/api/v1`; an empty text for a scope that owns the root. */
  readonly prefix: string;
  /** Largest body in bytes; a larger one is refused with HTTP_BODY_TOO_LARGE. */
  readonly bodyLimit: number;
  /**
   * `json`: `request.body` is the parsed JSON (malformed JSON, `__proto__` and `constructor.prototype` keys refused).
   * `raw`: `request.body` is the Buffer and the scope parses it itself. `request.rawBody` is there in both.
   */
  readonly body: 'json' | 'raw';
  /** The shape of every error of this scope, also of faults met before a handler ran (404, 413, malformed JSON). */
  errorReply(error: AppError, request: FastifyRequest): ErrorReply;
  /** Routes for which every microsecond counts. */
  readonly direct?: readonly DirectRoute[];
  /** Adds routes and hooks. */
  register(app: FastifyInstance): void | Promise<void>;
}

/** One thing that must hold before a program is ready for work. */
export interface ReadinessCheck {
  /** `database`, `migrations`, `workers`. */
  readonly name: string;
  /** Resolves when all is well, rejects with the reason when not. */
  check(): Promise<void>;
}

/** What a server needs. */
export interface ServerOptions {
  /** The program: `gateway`, `sandbox`. */
  readonly name: string;
  readonly version: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly random: Random;
  readonly scopes: readonly Scope[];
  /** Asked by `/ready`, at once, each with a limit of 2 s. */
  readonly readiness?: readonly ReadinessCheck[];
  /** What is logged: `faults` (default) writes 5xx and slow exchanges, `all` every exchange, `none` nothing. */
  readonly accessLog?: 'faults' | 'all' | 'none';
  /** From how many ms on an exchange counts as slow, default 1000. */
  readonly slowMs?: number;
  /** Header that carries the caller's id of an exchange, default `x-bytedance-logid`. */
  readonly logidHeader?: string;
}

/** Where a server listens. */
export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1: nothing listens to the world unless told. */
  readonly host?: string;
  /** The environment variable that changes the port, named in the error about a busy port. */
  readonly variable: string;
}
