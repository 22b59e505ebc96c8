import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import type { OfferedVoucher } from '../api/vouchers.ts';
import { GUEST, OFFERS } from '../texts.ts';

/** What is special about a voucher: marketing that runs, and where it is sold. Nothing for a plain one. */
export function OfferMarks({ voucher }: { readonly voucher: OfferedVoucher }) {
  const texts = useTexts(GUEST);
  const words = useTexts(OFFERS);
  const { promotion } = voucher.offer;
  if (promotion === undefined && !voucher.live_only) return null;
  const kind = promotion?.kind ?? '';
  const left = promotion?.stock_left ?? null;
  return (
    <span className="tools">
      {promotion === undefined ? null : (
        <Mark tone="wait">
          {(kind in words ? words[kind as keyof typeof words] : promotion.name) +
            (left === null ? '' : ` · ${fill(texts.left, { n: left })}`)}
        </Mark>
      )}
      {voucher.live_only ? <Mark tone="plain">{texts.liveOnly}</Mark> : null}
    </span>
  );
}
