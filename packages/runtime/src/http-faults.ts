import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { AppError } from './errors.ts';
import { RUNTIME_ERRORS } from './runtime-errors.ts';

/** Turns whatever a request ran into into an error of a registry. */
export function toAppError(thrown: unknown, request: FastifyRequest, bodyLimit: number): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown === 'not_found') return RUNTIME_ERRORS.error('HTTP_NOT_FOUND', { path: pathOf(request) });
  const { code, statusCode, message } = (thrown ?? {}) as { code?: string; statusCode?: number; message?: string };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return RUNTIME_ERRORS.error('HTTP_BODY_TOO_LARGE', { limit: bodyLimit }, thrown);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return RUNTIME_ERRORS.error('HTTP_MEDIA_TYPE', { value: request.headers['content-type'] ?? '' }, thrown);
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const malformed = thrown instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY';
    return RUNTIME_ERRORS.error(
      malformed ? 'HTTP_BODY_MALFORMED' : 'HTTP_BAD_REQUEST',
      { reason: message ?? '' },
      thrown,
    );
  }
  return RUNTIME_ERRORS.error('INTERNAL', { request_id: request.id }, thrown);
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0] ?? '';
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}

const BROKEN: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'the headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'the request took too long to arrive'],
};

/** Answers what is not HTTP at all, then hangs up. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, reason] = BROKEN[error.code ?? ''] ?? [400, 'Bad Request', 'this is not valid HTTP'];
  const body = JSON.stringify({ error: RUNTIME_ERRORS.error('HTTP_BAD_REQUEST', { reason }).toJSON() });
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
