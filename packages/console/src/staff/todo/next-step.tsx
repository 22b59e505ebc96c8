import { fill, label } from '../../shared/language.ts';
import { useTexts } from '../../shared/language-context.tsx';
import { COMMON } from '../../shared/texts.ts';
import { NEXT_STEPS } from './texts.ts';

/** What a person can do now. */
export function NextStep({ code }: { readonly code: string | null }) {
  const common = useTexts(COMMON);
  const steps = useTexts(NEXT_STEPS);
  return code === null ? null : <span className="block">{fill(common.nextStep, { text: label(steps, code) })}</span>;
}
