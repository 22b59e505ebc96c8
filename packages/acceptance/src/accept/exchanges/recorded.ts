/** One exchange as the judge looks at it, whoever recorded it. */
export interface Recorded {
  /** The contract's short name; `webhook` for an address check, which belongs to no interface. */
  readonly interface: string;
  /** Who called. */
  readonly from: 'platform' | 'partner';
  readonly logid: string;
  /** Platform time, Unix ms. */
  readonly at: number;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The body as it was sent. */
  readonly request: string;
  /** HTTP status; undefined = there was no answer, `fault` says why. */
  readonly status: number | undefined;
  readonly response: string;
  /** Milliseconds until the answer was complete; undefined when the recorder does not know. */
  readonly ms: number | undefined;
  readonly fault: string | undefined;
  /** The code the platform's half put down: all there is of the credential call, whose bytes it does not keep. */
  readonly code?: number;
}

/**
 * What conditions look at: `$.req` and `$.resp` are the parsed bodies as at the platform; `$.http` and `$.code` are the
 * judge's own.
 */
export interface Root {
  readonly req: unknown;
  readonly resp: unknown;
  readonly http: { readonly status: number | undefined; readonly ms: number | undefined };
  readonly code: number | undefined;
}

/**
 * The exchange as a document for JSONPath. Numbers stay numbers here, however long: an id that was sent as a number is
 * what a condition wants to see. A GET's request is its query.
 */
export function rootOf(one: Recorded): Root {
  return {
    req: requestOf(one),
    resp: parsedOrText(one.response),
    http: { status: one.status, ms: one.ms },
    code: one.code,
  };
}

function requestOf({ request, url }: Recorded): unknown {
  if (request !== '') return parsedOrText(request);
  const at = url.indexOf('?');
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)));
}

/** Parsed JSON, or the text itself when it is none; undefined when there is nothing. */
export function parsedOrText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
