import { conforms, HEADERS, queryPairs, readMessage, sameSignature, signSpi } from '@yuzhu/contract';
import type { Check } from '../report/events.ts';
import type { SeenExchange } from './exchange.ts';

/**
 * What holds for every exchange, whatever the story expects of it: request and answer are as the contract says, the
 * platform's calls are signed over the very bytes, and both sides kept it.
 * @param secretOf gives the secret of an application
 */
export function checkExchange(seen: SeenExchange, secretOf: (clientKey: string) => string): Check[] {
  return [contractCheck(seen), ...signatureCheck(seen, secretOf), ...recordCheck(seen)];
}

function contractCheck({ definition, request, reply, code }: SeenExchange): Check {
  const faults =
    definition.name === 'token'
      ? []
      : readMessage(
          definition.request,
          request,
          definition.kind === 'openapi' && definition.method === 'GET' ? 'lenient' : 'strict',
        ).faults;
  const where = faults[0]?.path ?? (code === 0 && !conforms(definition.reply, reply) ? 'reply' : undefined);
  return {
    what: { zh: '契约', en: 'contract' },
    ok: where === undefined,
    ...(where === undefined ? {} : { seen: where }),
  };
}

function signatureCheck(
  { definition, url, headers, requestText }: SeenExchange,
  secretOf: (clientKey: string) => string,
): Check[] {
  if (definition.kind !== 'spi') return [];
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === HEADERS.spiSignature)?.[1] ?? '';
  const { search, searchParams } = new URL(url);
  const pairs = queryPairs(search);
  const secret = secretOf(searchParams.get('client_key') ?? '');
  const ok = sameSignature(signSpi(secret, pairs, Buffer.from(requestText)), given);
  return [{ what: { zh: '签名', en: 'signed' }, ok }];
}

function recordCheck({ keptByHotel }: SeenExchange): Check[] {
  if (keptByHotel === undefined) return [];
  return [{ what: { zh: '留档', en: 'kept by both' }, ok: keptByHotel }];
}
