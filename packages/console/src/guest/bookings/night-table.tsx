import { fill } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { money } from '../../shared/money.ts';
import { COMMON } from '../../shared/texts.ts';
import { roomWords, weekdayWord } from '../../shared/words.ts';
import type { StayNight } from '../api/bookings.ts';
import { GUEST } from '../texts.ts';

/** The nights of a stay with the surcharge of each; the voucher has paid for the rooms already. */
export function NightTable({
  nights,
  rooms,
  surcharge,
  currency,
}: {
  readonly nights: readonly StayNight[];
  readonly rooms: number;
  readonly surcharge: number;
  readonly currency: string;
}) {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  return (
    <table className="nights">
      <tbody>
        {nights.map((one) => (
          <tr key={one.night}>
            <th scope="row">
              {one.night} <span className="soft">{weekdayWord(common, one.night)}</span>
            </th>
            <td>
              {one.surcharge === 0 ? (
                <span className="soft">{texts.noSurcharge}</span>
              ) : (
                fill(texts.plus, { amount: money(one.surcharge, currency) })
              )}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {texts.surcharge} × {roomWords(common, rooms)}
          </th>
          <td>
            <strong>{money(surcharge, currency)}</strong>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
