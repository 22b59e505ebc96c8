import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { type Language, type Spoken, speak, type Texts } from './language.ts';

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState>({ language: 'zh', setLanguage: () => undefined });
const STORED = 'yuzhu.language';

/** Hands the chosen language to the pages and remembers it on this machine. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(STORED, language);
  }, [language]);
  const state = useMemo(() => ({ language, setLanguage }), [language]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

/** The language, and how to change it. */
export function useLanguage(): LanguageState {
  return use(LanguageContext);
}

/** A part's texts in the chosen language. */
export function useTexts<const T extends Texts>(texts: T): Spoken<T> {
  return speak(texts, useLanguage().language);
}
