import { PARTNER, partnerCodes } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import { type Explanation, HINTS, type Hint } from './hints.ts';

export type { Hint };

/** A condition that does not hold, as far as an explanation needs it. */
interface Failed {
  readonly one: Recorded;
  readonly path: string;
  readonly actual: unknown;
  readonly hint: Hint | undefined;
}

const CODE = '$.resp.data.error_code';
/** Hints about signatures: the only ones that a 401 confirms. */
const SIGNATURE: readonly Hint[] = ['signatureReserialised', 'signatureRefused', 'oldOnly', 'signatureUnchecked'];

/**
 * The likely cause and the next step. What the answer itself shows is stronger than what a case expected: a case about
 * repeats that meets a 500 is about the 500.
 */
export function explain({ one, path, actual, hint }: Failed): Explanation {
  return (
    byTransport(one, hint) ?? byValue(one, path, actual, hint) ?? (hint === undefined ? HINTS.contract : HINTS[hint])
  );
}

function byTransport({ status }: Recorded, hint: Hint | undefined): Explanation | undefined {
  if (status === undefined) return HINTS.noAnswer;
  if (status >= 500) {
    if (hint === 'unusable') return HINTS.unusable;
    return hint === 'honestRefused' ? HINTS.honestFailed : HINTS.serverFault;
  }
  // Refusals are what some conditions look for; their own hint knows better.
  if (hint === 'unusable' || hint === 'signatureUnchecked') return undefined;
  if (status === 404 || status === 405) return HINTS.notFound;
  if ((status === 401 || status === 403) && (hint === undefined || !SIGNATURE.includes(hint)))
    return HINTS.signatureRefused;
  return undefined;
}

function byValue(one: Recorded, path: string, actual: unknown, hint: Hint | undefined): Explanation | undefined {
  if (/_id$/.test(path) && typeof actual === 'number') return HINTS.idAsNumber;
  if ((path === '$.resp.data' || path === CODE) && actual === undefined) return HINTS.envelope;
  if (path.startsWith('$.resp.extra')) return HINTS.openApiRefused;
  if (path !== CODE) return undefined;
  if (actual === PARTNER.duplicate) return HINTS.repeatRefused;
  if (actual === PARTNER.priceDiffers && one.interface === 'booking' && hint !== 'priceUnchecked')
    return HINTS.wrongTotal;
  // A right call that was refused for another reason than the usual mistake: the code's own meaning is all there is.
  return hint === undefined || hint === 'wrongTotal' ? meaningOf(actual) : undefined;
}

function meaningOf(code: unknown): Explanation | undefined {
  const known = partnerCodes.find((entry) => entry.code === code);
  if (known === undefined || known.code === PARTNER.ok) return undefined;
  return {
    cause: {
      zh: `请求是正确的，却被答以 ${known.code}（${known.meaning.zh}）。`,
      en: `The call is right and was answered ${known.code} (${known.meaning.en}).`,
    },
    next: {
      zh: '按该 logid 查你方日志，看是哪一项校验拒绝了它；注意商品、日期与券是否已在你方建立对应。',
      en: 'Look for this logid in your log: which check refused it? Mind whether goods, dates and voucher are mapped on your side.',
    },
  };
}
