import { Link, Outlet } from '@tanstack/react-router';
import { Button } from 'antd';
import { useDocumentTitle } from '../shared/document-title.ts';
import { LanguageSwitch } from '../shared/frame.tsx';
import { useTexts } from '../shared/language-context.tsx';
import { COMMON } from '../shared/texts.ts';
import './guest.css';
import { useGuestName } from './api/guests.ts';
import { GUEST } from './texts.ts';
import { becomeGuest, useGuestId } from './who.ts';
import { WhoPage } from './who-page.tsx';

/** The frame of the guest pages: a narrow column, the places at the bottom where a thumb reaches them. */
export function GuestFrame() {
  const texts = useTexts(GUEST);
  const common = useTexts(COMMON);
  useDocumentTitle(texts.area);
  const guestId = useGuestId();
  const name = useGuestName(guestId);
  const places = [
    { to: '/', title: texts.vouchers },
    { to: '/orders', title: texts.orders },
    { to: '/bookings', title: texts.bookings },
  ];
  return (
    <div className="phone">
      <header className="phone-top">
        <span className="brand">
          <span className="brand-name">预住</span>
          {/* A phone has room for the guest's name or for this. */}
          <span className={guestId === null ? 'brand-area' : 'brand-area desk-only'}>{texts.area}</span>
        </span>
        <span className="frame-extra">
          {guestId === null ? null : (
            <Button type="text" size="small" className="on-dark" onClick={() => becomeGuest(null)}>
              {name ?? guestId} · {texts.change}
            </Button>
          )}
          <LanguageSwitch />
        </span>
      </header>
      <main className="phone-page">{guestId === null ? <WhoPage /> : <Outlet />}</main>
      {guestId === null ? null : (
        <nav className="phone-places" aria-label={common.navigation}>
          {places.map(({ to, title }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/' }} activeProps={{ 'aria-current': 'page' }}>
              {title}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}
