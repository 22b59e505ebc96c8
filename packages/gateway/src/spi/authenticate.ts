import { HEADERS, queryPairs, sameSignature, signSpi, signSpiOld } from '@yuzhu/contract';
import type { Application, Directory } from '../accounts/directory.ts';

/** The signed parts of a call as they were received. */
export interface SignedCall {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Raw query without the question mark. */
  readonly search: string;
  readonly body: Uint8Array;
}

/**
 * Finds the application that signed a call. The new signature goes by the key in the header, which differs from the one
 * in the query for migrated applications (documented); the old one, when allowed, by the key in the query.
 * @returns undefined when nobody we know signed these bytes
 */
export async function authenticate(
  directory: Directory,
  call: SignedCall,
  allowOldSignature: boolean,
): Promise<Application | undefined> {
  const query = queryPairs(call.search);
  const inQuery = query.find(([key]) => key === 'client_key')?.[1];
  const signature = text(call.headers[HEADERS.spiSignature]);
  const old = signature === undefined;
  if (old && !allowOldSignature) return undefined;
  const given = signature ?? query.find(([key]) => key === 'sign')?.[1];
  const clientKey = old ? inQuery : (text(call.headers[HEADERS.clientKey]) ?? inQuery);
  // A NUL is no text to the database, and no key has one.
  if (given === undefined || clientKey === undefined || clientKey.includes('\0')) return undefined;
  const signedBy = ({ secret }: Application) =>
    sameSignature(old ? signSpiOld(secret, query, call.body) : signSpi(secret, query, call.body), given);
  const known = await directory.application(clientKey);
  if (known === undefined || signedBy(known)) return known;
  // The secret may have been changed a moment ago.
  const now = await directory.application(clientKey, true);
  return now !== undefined && now.secret !== known.secret && signedBy(now) ? now : undefined;
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}
