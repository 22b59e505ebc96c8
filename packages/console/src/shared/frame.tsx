import { Link, useLocation } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLanguage, useTexts } from './language-context.tsx';
import { COMMON } from './texts.ts';

/** One entry of the navigation. */
export interface Place {
  readonly to: string;
  readonly title: string;
  /** How many things wait there; 0 shows nothing. */
  readonly waiting?: number | undefined;
}

/** The frame of an area on a desk: name, navigation, language, and the page below. */
export function Frame({
  title,
  places,
  extra,
  children,
}: {
  readonly title: ReactNode;
  readonly places: readonly Place[];
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}) {
  const texts = useTexts(COMMON);
  const main = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  // Counts and the other language change the row's width after it was first drawn.
  const row = `${pathname} ${places.map(({ title: name, waiting }) => `${name}${waiting ?? ''}`).join()}`;
  useEffect(() => {
    // On a phone the row of places is wider than the screen: the present one is brought into sight. Sideways only: a
    // count that changes must not take somebody who reads further down back to the top.
    const here = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (row === '' || !here || list.current === null) return;
    const { offsetLeft, clientWidth } = list.current;
    list.current.scrollLeft = here.offsetLeft - offsetLeft - (clientWidth - here.offsetWidth) / 2;
  }, [row]);
  return (
    <>
      <header className="frame">
        <button type="button" className="skip" onClick={() => main.current?.focus()}>
          {texts.skip}
        </button>
        <div className="frame-top">
          <span className="brand">
            <span className="brand-name">预住</span>
            <span className="brand-area">{title}</span>
          </span>
          <span className="frame-extra">
            {extra}
            <LanguageSwitch />
          </span>
        </div>
        {places.length === 0 ? null : (
          <nav aria-label={texts.navigation}>
            <ul className="places" ref={list}>
              {places.map(({ to, title: name, waiting = 0 }) => (
                <li key={to}>
                  <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                    {name}
                    {waiting > 0 ? <span className="waiting">{waiting}</span> : null}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </header>
      <main ref={main} tabIndex={-1} className="page">
        {children}
      </main>
    </>
  );
}

/** Changes between the two languages; the button is written in the other one. */
export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  const texts = useTexts(COMMON);
  return (
    <Button
      type="text"
      size="small"
      className="on-dark"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {texts.switchLanguage}
    </Button>
  );
}

/** The head of one page: its name, and what belongs to the whole page on the right. */
export function PageHead({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
