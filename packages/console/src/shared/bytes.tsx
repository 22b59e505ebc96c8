import { indentJson } from './json-text.ts';
import { useTexts } from './language-context.tsx';
import { COMMON } from './texts.ts';

/** What went over the wire, as text: JSON indented, everything else as it was. */
export function Bytes({ label, text }: { readonly label: string; readonly text: string | null }) {
  const texts = useTexts(COMMON);
  return (
    <section className="bytes">
      <h2 className="bytes-title">{label}</h2>
      {text === null || text === '' ? (
        <p className="soft">{texts.noData}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
        <pre className="mono" tabIndex={0}>
          {indentJson(text)}
        </pre>
      )}
    </section>
  );
}
