/**
 * Indents JSON without reading it: numbers of twenty digits, keys that come twice and broken ends stay exactly as they
 * are. What does not begin like JSON comes back unchanged.
 */
export function indentJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  let out = '';
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (inString) {
      out += char;
      if (char === '\\') out += text[++at] ?? '';
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
      out += char;
    } else if (char === '{' || char === '[') {
      const end = /^[{[]\s*[}\]]/.exec(text.slice(at));
      if (end === null) {
        out += `${char}${line(++depth)}`;
      } else {
        out += `${char}${char === '{' ? '}' : ']'}`;
        at += end[0].length - 1;
      }
    } else if (char === '}' || char === ']') {
      depth = Math.max(0, depth - 1);
      out += `${line(depth)}${char}`;
    } else if (char === ',') {
      out += `${char}${line(depth)}`;
    } else if (char === ':') {
      out += ': ';
    } else if (!/\s/.test(char)) {
      out += char;
    }
  }
  return out;
}

function line(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
