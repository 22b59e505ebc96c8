/** The pages speak Simplified Chinese first, English on a switch. */
export type Language = 'zh' | 'en';

/** Texts of one part of the pages. Both languages stand side by side, so neither can be forgotten. */
export type Texts = Readonly<Record<string, readonly [zh: string, en: string]>>;

/** The same texts in one language. */
export type Spoken<T extends Texts> = { readonly [Key in keyof T]: string };

const cache = new WeakMap<Texts, Partial<Record<Language, Record<string, string>>>>();

/** Texts in one language; the same object every time, so that it may stand in dependency lists. */
export function speak<const T extends Texts>(texts: T, language: Language): Spoken<T> {
  const spoken = cache.get(texts) ?? {};
  cache.set(texts, spoken);
  spoken[language] ??= Object.fromEntries(
    Object.entries(texts).map(([key, [zh, en]]) => [key, language === 'zh' ? zh : en]),
  );
  return spoken[language] as Spoken<T>;
}

/** Puts values into a text's `{places}`; an unknown place stays as it is, so that a slip can be seen. */
export function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** A text of a table whose key comes from a program: an unknown key shows itself instead of hiding the row. */
export function label(spoken: Readonly<Record<string, string>>, key: string): string {
  return spoken[key] ?? key;
}
