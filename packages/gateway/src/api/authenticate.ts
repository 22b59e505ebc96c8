import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { hashApiKey } from '../api-keys/api-key.ts';
import { findApiKey } from '../api-keys/store.ts';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS } from '../errors.ts';
import type { AdminCaller, ApiCaller } from './route.ts';

/** Finds the account a request's key opens. @throws AppError API_KEY_MISSING, API_KEY_INVALID */
export function apiCaller({ db }: Pick<GatewayContext, 'db'>) {
  return async (request: FastifyRequest): Promise<ApiCaller> => {
    const key = keyOf(request);
    if (key === undefined) throw GATEWAY_ERRORS.error('API_KEY_MISSING');
    const found = await findApiKey(db, hashApiKey(key));
    if (found === undefined) throw GATEWAY_ERRORS.error('API_KEY_INVALID');
    return { accountId: found.account_id, keyId: found.key_id };
  };
}

/** Lets the operator in. @throws AppError ADMIN_CLOSED (no key is set), ADMIN_KEY_INVALID */
export function adminCaller({ settings }: Pick<GatewayContext, 'settings'>) {
  const wanted = settings.adminKey === undefined ? undefined : sha256(settings.adminKey);
  return async (request: FastifyRequest): Promise<AdminCaller> => {
    if (wanted === undefined) throw GATEWAY_ERRORS.error('ADMIN_CLOSED');
    // Digests have one length, so the comparison tells nothing about the key by its time.
    if (!timingSafeEqual(sha256(keyOf(request) ?? ''), wanted)) throw GATEWAY_ERRORS.error('ADMIN_KEY_INVALID');
    return {};
  };
}

/** `Authorization: Bearer <key>`, or `X-API-Key: <key>`. */
function keyOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const bearer = authorization === undefined ? undefined : /^Bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
  const header = request.headers['x-api-key'];
  return bearer ?? (typeof header === 'string' && header !== '' ? header : undefined);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
