import { HEADERS, queryPairs, signSpi, signSpiOld } from '@yuzhu/contract';

/** What a signed call is made of. */
export interface SigningInput {
  /** Address of the scene; a query of its own takes part in the signature. */
  readonly url: string;
  readonly clientKey: string;
  readonly secret: string;
  readonly body: Uint8Array;
  /** Unix ms of the platform's clock. */
  readonly now: number;
  readonly logid: string;
  readonly stress: boolean;
}

/** A call as it goes onto the wire. */
export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Signs a call both ways, as the platform does in production (observed): SHA-256 in the header `x-life-sign` and the
 * older MD5 in the query `sign`.
 */
export function signRequest(input: SigningInput): SignedRequest {
  const { clientKey, secret, body, now, logid, stress } = input;
  const [address = '', own = ''] = input.url.split('#', 1)[0]?.split(/\?(.*)/s) ?? [];
  const pairs: [string, string][] = [...queryPairs(own), ['client_key', clientKey], ['timestamp', String(now)]];
  const query = new URLSearchParams([...pairs, ['sign', signSpiOld(secret, pairs, body)]]);
  return {
    url: `${address}?${query}`,
    headers: {
      'content-type': 'application/json',
      [HEADERS.logid]: logid,
      [HEADERS.clientKey]: clientKey,
      [HEADERS.spiSignature]: signSpi(secret, pairs, body),
      ...(stress ? { [HEADERS.stress]: '1' } : {}),
    },
  };
}
