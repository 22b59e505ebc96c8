import { interfaceNamed, type Source } from '@yuzhu/contract';
import { parsePath } from './json-path.ts';

/** What the contract says about the place a condition looks at. */
export interface Provenance {
  readonly source: Source;
  /** The contract's own words about the member. */
  readonly meaning: string;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly description?: string;
  readonly 'x-source'?: Source;
}

/** Members of the envelopes, which stand around every interface's own. */
const ENVELOPE: Readonly<Record<string, Provenance>> = {
  '$.resp': { source: 'documented', meaning: 'the answer is a JSON object' },
  '$.resp.data': { source: 'documented', meaning: 'wrapper of every answer' },
  '$.resp.data.error_code': { source: 'documented', meaning: '0 success, otherwise a code of the table' },
  '$.resp.data.description': { source: 'documented', meaning: 'reason as text' },
  '$.resp.extra.error_code': { source: 'documented', meaning: 'the platform’s gateway code' },
  '$.resp.challenge': { source: 'documented', meaning: 'the number of the address check, as a number' },
  '$.code': { source: 'documented', meaning: 'the code the platform answered' },
  '$.http.status': { source: 'documented', meaning: 'HTTP 200; anything else is no answer' },
};

/** Where the contract knows a place from; undefined when it does not say anything about it. */
export function provenanceOf(interfaceName: string, path: string): Provenance | undefined {
  const known = ENVELOPE[path];
  if (known !== undefined) return known;
  const one = interfaceNamed(interfaceName);
  if (one === undefined) return undefined;
  if (path === '$.http.ms') {
    return one.kind === 'spi'
      ? { source: one.timeoutSource, meaning: `the platform waits ${one.timeoutMs} ms` }
      : { source: 'documented', meaning: 'webhooks are dropped after 5 s' };
  }
  const [side, ...rest] = parsePath(path);
  if (side?.kind !== 'member') return undefined;
  let schema: Schema | undefined = side.name === 'req' ? one.request : one.reply;
  const segments = side.name === 'resp' ? rest.slice(1) : rest;
  for (const segment of segments) {
    schema = segment.kind === 'member' ? schema?.properties?.[segment.name] : schema?.items;
  }
  const source = schema?.['x-source'];
  return source === undefined ? undefined : { source, meaning: schema?.description ?? '' };
}
