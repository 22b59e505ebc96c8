import { Link } from '@tanstack/react-router';
import { useTexts } from './language-context.tsx';
import { Nothing } from './states.tsx';
import { COMMON } from './texts.ts';

/** An address without a page. */
export function NotFound() {
  const texts = useTexts(COMMON);
  return (
    <Nothing>
      {texts.notFound} <Link to="/">{texts.backHome}</Link>
    </Nothing>
  );
}
