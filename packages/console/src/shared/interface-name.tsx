import { INTERFACE_WORDS } from './interface-words.ts';
import { label } from './language.ts';
import { useTexts } from './language-context.tsx';

/** An interface or notice: what it does, and below its short name with a note. An unknown one shows its name alone. */
export function InterfaceName({ name, note }: { readonly name: string; readonly note?: string }) {
  const does = label(useTexts(INTERFACE_WORDS), name);
  const below = does === name ? undefined : <span className="mono">{name}</span>;
  return (
    <>
      <strong className="block">{does}</strong>
      {below === undefined && note === undefined ? null : (
        <span className="soft small block">
          {below}
          {below === undefined || note === undefined ? '' : ' · '}
          {note}
        </span>
      )}
    </>
  );
}
