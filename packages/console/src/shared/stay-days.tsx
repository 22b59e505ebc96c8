import { useTexts } from './language-context.tsx';
import { COMMON } from './texts.ts';
import { weekdayWord } from './words.ts';

/** From arrival to departure with the days of the week; no day is torn apart at the end of a line. */
export function StayDays({ from, to }: { readonly from: string; readonly to: string }) {
  const common = useTexts(COMMON);
  const end = from.slice(0, 4) === to.slice(0, 4) ? to.slice(5) : to;
  return (
    <>
      <span className="nowrap">
        {from} {weekdayWord(common, from)}
      </span>{' '}
      <span className="nowrap">
        → {end} {weekdayWord(common, to)}
      </span>
    </>
  );
}
