import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { Mark } from '../../shared/mark.tsx';
import { COMMON } from '../../shared/texts.ts';
import { nightWords, roomWords } from '../../shared/words.ts';
import type { Voucher } from '../api/vouchers.ts';
import { GUEST } from '../texts.ts';

/** What one voucher is worth, in marks. */
export function VoucherWorth({
  voucher,
}: {
  readonly voucher: Pick<Voucher, 'rooms_per_voucher' | 'nights_per_voucher' | 'separable'>;
}) {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  const rooms = roomWords(common, voucher.rooms_per_voucher);
  const nights = nightWords(common, voucher.nights_per_voucher);
  return (
    <span className="tools">
      <Mark tone="good">{fill(texts.worth, { rooms, nights })}</Mark>
      {voucher.nights_per_voucher === 1 ? null : (
        <Mark tone="plain">{voucher.separable ? texts.separable : texts.wholeOnly}</Mark>
      )}
    </span>
  );
}
