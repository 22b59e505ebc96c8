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
  'EPIPE',
]);
/**
 * Wrong password, unknown database, server starting, stopping or crashed, too many connections; and a server that takes
 * no writes, because another one of its cluster leads now.
 */
const REFUSED_STATES = new Set(['28P01', '28000', '3D000', '57P03', '57P02', '57P01', '53300', '25006']);
/** No space left where the server keeps its data. */
const DISK_FULL = '53100';
/** What the driver says of a connection that never came, ended under a statement, or had ended before it. */
const BROKEN = /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable/;

/** DATABASE_UNREACHABLE or DATABASE_FULL when that is what an error means, else undefined. */
export function databaseFault(address: string, error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = error.message || code;
  if (code === DISK_FULL) return RUNTIME_ERRORS.error('DATABASE_FULL', { address, reason }, error);
  if (!UNREACHABLE.has(code) && !REFUSED_STATES.has(code) && !BROKEN.test(error.message)) return undefined;
  return RUNTIME_ERRORS.error('DATABASE_UNREACHABLE', { address, reason }, error);
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
