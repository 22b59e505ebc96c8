import { Outlet } from '@tanstack/react-router';
import { useDocumentTitle } from '../shared/document-title.ts';
import { Frame } from '../shared/frame.tsx';
import { hotelSecond } from '../shared/hotel-time.ts';
import { useTexts } from '../shared/language-context.tsx';
import { useClock } from './api/clock.ts';
import { useAudits } from './api/products.ts';
import './operator.css';
import { OPERATOR } from './texts.ts';

/** The frame of the operator's pages, with the platform's time in it. */
export function OperatorFrame() {
  const texts = useTexts(OPERATOR);
  useDocumentTitle(texts.area);
  const clock = useClock();
  const waiting = useAudits(true).data?.length;
  return (
    <Frame
      title={texts.area}
      places={[
        { to: '/clock', title: texts.clock },
        { to: '/products', title: texts.products },
        { to: '/audits', title: texts.audits, waiting },
        { to: '/matches', title: texts.matches },
        { to: '/promotions', title: texts.promotions },
        { to: '/back-office', title: texts.backOffice },
        { to: '/merchants', title: texts.merchants },
        { to: '/exchanges', title: texts.exchanges },
        { to: '/notices', title: texts.notices },
        { to: '/faults', title: texts.faults },
        { to: '/ledger', title: texts.ledger },
      ]}
      extra={clock.data === undefined ? null : <FrameTime now={clock.data.now} />}
    >
      <Outlet />
    </Frame>
  );
}

/** The platform's time; a phone has no room for the year. */
function FrameTime({ now }: { readonly now: number }) {
  const text = hotelSecond(now);
  return (
    <time className="number frame-time">
      <span className="desk-only">{text.slice(0, 5)}</span>
      {text.slice(5)}
    </time>
  );
}
