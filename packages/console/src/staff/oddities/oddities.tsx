import { Button } from 'antd';
import { label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { ProblemNote } from '../../shared/states.tsx';
import { ATTENTION, ODDITIES } from './texts.ts';

/** What is odd about a booking or a voucher order, and the button of the person who has seen it. */
export function Oddities({
  names,
  clear,
  onSeen,
}: {
  readonly names: readonly string[];
  readonly clear: { readonly error: Error | null; readonly isPending: boolean };
  readonly onSeen: () => void;
}) {
  const texts = useTexts(ODDITIES);
  const words = useTexts(ATTENTION);
  return (
    <>
      <ul className="bullets">
        {names.map((one) => (
          <li key={one}>{label(words, one)}</li>
        ))}
      </ul>
      {clear.error === null ? null : <ProblemNote error={clear.error} />}
      <Button loading={clear.isPending} onClick={onSeen}>
        {texts.seen}
      </Button>
    </>
  );
}
