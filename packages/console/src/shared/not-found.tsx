import { Link } from '@tanstack/react-router';
import { useTexts } from './language-context.tsx';
import { Nothing } from './states.tsx';
import { COMMON } from './texts.ts';

/** An address without a page. */
export function NotFound() {
  const texts = useTexts(COMMON);
  return (
    <>
      <h1>{texts.notFound}</h1>
      <Nothing>
        <Link to="/">{texts.backHome}</Link>
      </Nothing>
    </>
  );
}
