import { type Session, statement } from '@yuzhu/runtime';
import type { RawExchange } from './exchange.ts';
import type { SignedRequest } from './signed-request.ts';

/** A call as it is kept. */
export interface KeptCall {
  readonly accountId: string;
  readonly callId: string;
  readonly clientKey: string;
  readonly interface: string;
  readonly subject: string;
  readonly body: Buffer;
  readonly stress: boolean;
  readonly state: 'open' | 'answered' | 'given-up';
  readonly attempts: number;
  readonly firstAt: number;
}

/** Which copy of an attempt: itself, the same bytes at the same moment, the same bytes later. */
export const COPY = { itself: 0, twin: 1, late: 2 } as const;

const COLUMNS = `account_id AS "accountId", call_id::text AS "callId", client_key AS "clientKey", interface, subject, body,
  stress, state, attempts, first_at_ms AS "firstAt"`;

const INSERT_CALL = statement(
  'sandbox.spi.call',
  `INSERT INTO sandbox.spi_calls (account_id, client_key, interface, subject, body, stress, state, first_at_ms)
   VALUES ($1, $2, $3, $4, $5, $6, 'open', $7) RETURNING call_id::text AS id`,
);
const READ_CALL = statement(
  'sandbox.spi.read',
  `SELECT ${COLUMNS} FROM sandbox.spi_calls WHERE account_id = $1 AND call_id = $2`,
);
const END_ATTEMPT = statement(
  'sandbox.spi.attempted',
  'UPDATE sandbox.spi_calls SET attempts = $3, state = $4 WHERE account_id = $1 AND call_id = $2',
);
const BEGIN_ATTEMPT = statement(
  'sandbox.spi.attempt',
  `INSERT INTO sandbox.spi_attempts (account_id, call_id, number, copy, logid, url, headers, sent_at_ms, fault)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ON CONFLICT (account_id, call_id, number, copy) DO UPDATE SET logid = $5, url = $6, headers = $7, sent_at_ms = $8, fault = $9`,
);
const FINISH_ATTEMPT = statement(
  'sandbox.spi.finish',
  `UPDATE sandbox.spi_attempts SET status = $5, answer = $6, verdict = $7, reason = $8, code = $9, duration_ms = $10
   WHERE account_id = $1 AND call_id = $2 AND number = $3 AND copy = $4`,
);

/** Notes a call that is to be made; its id. */
export async function insertCall(
  session: Session,
  call: Pick<KeptCall, 'accountId' | 'clientKey' | 'interface' | 'subject' | 'body' | 'stress' | 'firstAt'>,
): Promise<string> {
  const { accountId, clientKey, subject, body, stress, firstAt } = call;
  const values = [accountId, clientKey, call.interface, subject, body, stress, firstAt];
  return (await session.one<{ id: string }>(INSERT_CALL, values)).id;
}

export function readCall(session: Session, accountId: string, callId: string): Promise<KeptCall | undefined> {
  return session.first<KeptCall>(READ_CALL, [accountId, callId]);
}

/** Notes how many attempts were made and whether more will follow. */
export async function endAttempt(
  session: Session,
  call: KeptCall,
  attempts: number,
  state: KeptCall['state'],
): Promise<void> {
  await session.execute(END_ATTEMPT, [call.accountId, call.callId, attempts, state]);
}

/** One attempt, in the key's order. */
export type AttemptKey = readonly [accountId: string, callId: string, number: number, copy: number];

/** Notes an attempt before it leaves: what was on its way when the program died stays visible. */
export async function beginAttempt(
  session: Session,
  key: AttemptKey,
  logid: string,
  signed: SignedRequest,
  sentAt: number,
  fault: string | undefined,
): Promise<void> {
  const headers = JSON.stringify(signed.headers);
  await session.execute(BEGIN_ATTEMPT, [...key, logid, signed.url, headers, sentAt, fault ?? null]);
}

/** Notes what came back. `code` is the partner's, where one could be read. */
export async function finishAttempt(
  session: Session,
  key: AttemptKey,
  raw: RawExchange,
  read: { readonly verdict: string; readonly reason: string; readonly code: number | undefined },
): Promise<void> {
  await session.execute(FINISH_ATTEMPT, [
    ...key,
    raw.status ?? null,
    raw.answer ?? null,
    read.verdict,
    read.reason,
    read.code ?? null,
    raw.durationMs,
  ]);
}

/** What an attempt sent, for a later copy of it. */
export function readAttempt(
  session: Session,
  key: AttemptKey,
): Promise<{ url: string; headers: Record<string, string>; logid: string } | undefined> {
  return session.first(
    `SELECT url, headers, logid FROM sandbox.spi_attempts
     WHERE account_id = $1 AND call_id = $2 AND number = $3 AND copy = $4`,
    key,
  );
}
