import { HEADERS, type OpenApi, PLATFORM } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { isLive } from '../applications/tokens.ts';
import { type OpenApiCall, refuse, refuseWith } from './handler.ts';
import { countItems, illegalCode } from './read-request.ts';
import type { Windows } from './windows.ts';

/** Calls an application may make to an interface without a limit of its own (inferred). */
const DEFAULT_CALLS = { max: 20, perSeconds: 1 };

const FIND = statement(
  'sandbox.openapi.admission',
  `SELECT t.client_key AS "clientKey", t.expires_ms AS "expiresMs", t.superseded_ms AS "supersededMs",
     EXISTS (SELECT 1 FROM sandbox.application_scopes s WHERE s.client_key = t.client_key AND s.scope = $2) AS scoped,
     EXISTS (SELECT 1 FROM sandbox.authorisations a WHERE a.client_key = t.client_key AND a.account_id = $3) AS authorised,
     l.max_calls AS "maxCalls", l.per_seconds AS "perSeconds", l.per
   FROM sandbox.tokens t
   LEFT JOIN sandbox.application_limits l ON l.client_key = t.client_key AND l.interface = $4
   WHERE t.token = $1`,
);

interface AdmissionRow {
  readonly clientKey: string;
  readonly expiresMs: number;
  readonly supersededMs: number | null;
  readonly scoped: boolean;
  readonly authorised: boolean;
  readonly maxCalls: number | null;
  readonly perSeconds: number | null;
  readonly per: 'application' | 'merchant' | null;
}

/** Token, scope and call limit. Returns the admission's row. @throws Refusal 2190002, 2190008, 2190004, 2119003 */
export async function admit(
  session: Session,
  windows: Windows,
  one: OpenApi,
  headers: Readonly<Record<string, unknown>>,
  accountId: string,
  now: number,
  arrivedAt: number,
): Promise<AdmissionRow> {
  const token = headers[HEADERS.accessToken];
  if (typeof token !== 'string' || token === '' || token.includes('\0'))
    return refuseWith(PLATFORM.tokenInvalid, `header ${HEADERS.accessToken} is missing`);
  const row = await session.first<AdmissionRow>(FIND, [token, one.scope ?? '', accountId, one.name]);
  if (row === undefined)
    return refuseWith(PLATFORM.tokenInvalid, 'the token is not known, or two newer ones were given');
  if (!isLive(row, now))
    return refuseWith(PLATFORM.tokenExpired, row.supersededMs === null ? 'after two hours' : 'replaced by a newer one');
  if (one.scope !== null && !row.scoped) return refuseWith(PLATFORM.scopeMissing, one.scope);
  const limit =
    row.maxCalls !== null && row.perSeconds !== null
      ? { max: row.maxCalls, perSeconds: row.perSeconds }
      : callLimit(one);
  const who = row.per === 'merchant' ? `${row.clientKey} ${accountId}` : row.clientKey;
  if (!windows.take(`${who} ${one.path}`, 1, limit, arrivedAt))
    return refuseWith(PLATFORM.tooFrequent, `more than ${limit.max} calls in ${limit.perSeconds} s`);
  return row;
}

function callLimit(one: OpenApi): { readonly max: number; readonly perSeconds: number } {
  const own = one.limits.find((limit) => limit.counts === 'calls' && limit.perSeconds !== undefined);
  return own?.perSeconds === undefined ? DEFAULT_CALLS : { max: own.max, perSeconds: own.perSeconds };
}

/**
 * The merchant a call is about: `account_id` of the request, else the header. A header that names another merchant than
 * the body is refused (inferred: live, the product lands under the wrong account).
 */
export function accountOf(
  one: OpenApi,
  headers: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, unknown>>,
): string {
  const inHeader = headers[HEADERS.account];
  const header = typeof inHeader === 'string' ? inHeader.slice(0, LONGEST_ID) : '';
  if (one.accountHeader === 'required' && header === '')
    refuse(PLATFORM.badParameter, '缺少请求头Rpc-Transit-Life-Account', 'header Rpc-Transit-Life-Account is missing');
  const body = namedAccount(one, members);
  if (header !== '' && body !== '' && header !== body)
    refuse(
      PLATFORM.badParameter,
      '请求头Rpc-Transit-Life-Account与account_id不一致',
      'header Rpc-Transit-Life-Account differs from account_id',
    );
  return body || header;
}

/** Longest id the contract allows. What is longer is left to the strict reading, and never becomes a key of a record. */
const LONGEST_ID = 128;

/** `account_id`, where it is a member of the interface's request; interfaces without one ignore it like any other. */
function namedAccount(one: OpenApi, members: Readonly<Record<string, unknown>>): string {
  const known = Object.hasOwn((one.request as { properties?: object }).properties ?? {}, 'account_id');
  const given = known && Object.hasOwn(members, 'account_id') ? members.account_id : undefined;
  return typeof given === 'string' && given.length <= LONGEST_ID ? given : '';
}

/** Refuses a call about a merchant that has not authorised the application; unknown merchants look the same. */
export function requireAuthorised(authorised: boolean, accountId: string): void {
  if (accountId !== '' && !authorised) refuseWith(PLATFORM.notAuthorised, `account_id ${accountId}`);
}

/** The limits on what is inside a call. @throws Refusal 2119001 or 2100005 (per call), 2119003 (per window) */
export function admitItems(
  one: OpenApi,
  windows: Windows,
  accountId: string,
  request: unknown,
  arrivedAt: number,
): void {
  for (const limit of one.limits) {
    if (limit.counts !== 'items' || limit.path === undefined) continue;
    const count = countItems(limit.path, request);
    if (limit.perSeconds === undefined) {
      if (count > limit.max) refuseWith(illegalCode(one), `${limit.path} holds ${count}, at most ${limit.max} a call`);
    } else if (
      !windows.take(
        `${accountId} ${one.name} items`,
        count,
        { max: limit.max, perSeconds: limit.perSeconds },
        arrivedAt,
      )
    ) {
      refuseWith(PLATFORM.tooFrequent, `more than ${limit.max} in ${limit.perSeconds} s: ${limit.path}`);
    }
  }
}

/**
 * For handlers whose request names no merchant: refuses unless the owner of the subject has authorised the caller.
 * @throws Refusal 2119005
 */
export async function assertAuthorised(
  call: Pick<OpenApiCall<OpenApi>, 'session' | 'clientKey'>,
  accountId: string,
): Promise<void> {
  const row = await call.session.first(
    'SELECT 1 FROM sandbox.authorisations WHERE account_id = $1 AND client_key = $2',
    [accountId, call.clientKey],
  );
  requireAuthorised(row !== undefined, accountId);
}
