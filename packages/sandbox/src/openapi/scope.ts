import { gatewayCode, logid, openApiFailure, PLATFORM } from '@yuzhu/contract';
import { type AppError, type ErrorReply, type Random, RUNTIME_ERRORS, type Scope, systemRandom } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import { inboundFaults } from '../faults/inbound.ts';
import type { RegisteredOpenApi } from './handler.ts';
import { type Door, type IncomingCall, serveOpenApi } from './serve.ts';
import { createWindows } from './windows.ts';

const PREFIX = '/goodlife';
/** Largest body taken (inferred). The fullest call of the contract is far below. */
const BODY_LIMIT = 2 * 1024 * 1024;

/** What tests replace. */
export interface OpenApiScopeOptions {
  /** Real time for the rate limits, milliseconds. */
  readonly realMs?: () => number;
  /** Randomness of request ids. */
  readonly secrets?: Random;
}

/** The door under `/goodlife`: one route per registered interface, one envelope for every answer. */
export function openApiScope(
  ctx: SandboxContext,
  registered: readonly RegisteredOpenApi[],
  options: OpenApiScopeOptions = {},
): Scope {
  const door: Door = {
    ctx,
    windows: createWindows(ctx.clock, options.realMs),
    secrets: options.secrets ?? systemRandom(),
  };
  const answers = ctx.metrics.counter('sandbox_openapi_total', 'OpenAPI calls by interface and fault', [
    'interface',
    'fault',
  ]);
  return {
    name: 'openapi',
    prefix: PREFIX,
    bodyLimit: BODY_LIMIT,
    body: 'raw',
    errorReply: (error) => envelopeOf(error, door),
    register: (app) => {
      const faults = inboundFaults(app);
      for (const one of registered) {
        app.route({
          method: one.interface.method,
          url: one.interface.path.slice(PREFIX.length),
          handler: async (request, reply) => {
            const fault = await ctx.faults.decide(one.interface.name, 'in');
            answers.inc({ interface: one.interface.name, fault: fault?.kind ?? 'none' });
            const incoming: IncomingCall = {
              headers: request.headers,
              body: request.rawBody,
              query: request.query,
              target: request.url,
            };
            return faults.send(fault, request, reply, () => serveOpenApi(door, one, incoming, fault));
          },
        });
      }
    },
  };
}

/** Faults met before an interface was reached: the same envelope, HTTP 200 as for every documented error. */
function envelopeOf(error: AppError, door: Door): ErrorReply {
  const now = door.ctx.clock.now();
  const id = logid(now, Buffer.from(door.secrets.hex(20), 'hex'));
  const notFound: boolean = RUNTIME_ERRORS.is(error, 'HTTP_NOT_FOUND');
  const [code, text] = notFound
    ? [PLATFORM.unknownPath, gatewayCode(PLATFORM.unknownPath).meaning.zh]
    : error.status >= 500
      ? [PLATFORM.unknown, gatewayCode(PLATFORM.unknown).meaning.zh]
      : [PLATFORM.unreadableBody, gatewayCode(PLATFORM.unreadableBody).meaning.zh];
  return { status: 200, body: openApiFailure(code, text, error.toJSON().message_en, id, now) };
}
