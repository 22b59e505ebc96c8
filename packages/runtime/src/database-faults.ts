import pg from 'pg';
import { RUNTIME_ERRORS } from './runtime-errors.ts';

/** Host, port and database of an address, without user and password. */
export function databaseAddress(url: string): string {
  if (!URL.canParse(url)) return '(unreadable address)';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}:${port || 5432}${decodeURIComponent(pathname)}`;
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ECONNRESET',
]);
/** Wrong password, unknown database, server starting or stopping, too many connections. */
const REFUSED_STATES = new Set(['28P01', '28000', '3D000', '57P03', '57P01', '53300']);

/** The error DATABASE_UNREACHABLE when that is what an error means, else undefined. */
export function unreachable(address: string, error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const timedOut = /timeout exceeded when trying to connect|Connection terminated/.test(error.message);
  if (!UNREACHABLE.has(code) && !REFUSED_STATES.has(code) && !timedOut) return undefined;
  return RUNTIME_ERRORS.error('DATABASE_UNREACHABLE', { address, reason: error.message || code }, error);
}

const RETRYABLE = new Set(['40P01', '40001']);

/** True for a deadlock or a serialization failure: the same transaction may succeed when it is run again. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(sqlState(error) ?? '');
}

/** The five-character SQLSTATE of a database error, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
