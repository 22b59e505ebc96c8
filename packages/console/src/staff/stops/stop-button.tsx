import { Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/language-context.tsx';
import type { StopScope } from '../api/stops.ts';
import { StopForm } from './stop-form.tsx';
import { STOPS } from './texts.ts';

/** Opens the form that stops sales, with a first choice. */
export function StopButton({ scope, small }: { readonly scope: StopScope; readonly small?: true }) {
  const texts = useTexts(STOPS);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger {...(small === true ? { size: 'small' as const } : {})} onClick={() => setOpen(true)}>
        {texts.stopMore}
      </Button>
      {open ? <StopForm first={scope} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
