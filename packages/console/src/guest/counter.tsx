import { Button } from 'antd';
import { useTexts } from '../shared/language-context.tsx';
import { GUEST } from './texts.ts';

/** A number between two buttons, made for thumbs. */
export function Counter({
  label,
  value,
  min,
  max,
  step = 1,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}) {
  const texts = useTexts(GUEST);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw the label outside the row
    <span className="counter" role="group" aria-label={label}>
      <span className="soft">{label}</span>
      <Button
        shape="circle"
        aria-label={`${texts.less}: ${label}`}
        disabled={value - step < min}
        onClick={() => onChange(value - step)}
      >
        −
      </Button>
      <output className="number" aria-live="polite">
        {value}
      </output>
      <Button
        shape="circle"
        aria-label={`${texts.moreOf}: ${label}`}
        disabled={value + step > max}
        onClick={() => onChange(value + step)}
      >
        +
      </Button>
    </span>
  );
}
