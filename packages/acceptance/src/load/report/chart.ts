/** A line of a chart: one value a second. */
export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

const WIDTH = 920;
const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 26;

/** A chart as SVG: lines over the seconds of a run, with a grid, labels and a legend. Needs nothing else to be shown. */
export function chart(title: string, unit: string, lines: readonly ChartLine[]): string {
  const seconds = Math.max(1, ...lines.map(({ values }) => values.length));
  const top = niceTop(Math.max(...lines.flatMap(({ values }) => values), 0));
  const x = (second: number) => LEFT + ((WIDTH - LEFT - RIGHT) * second) / Math.max(1, seconds - 1);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const grid = Array.from({ length: 5 }, (_, n) => {
    const value = (top * n) / 4;
    const at = y(value).toFixed(1);
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" class="grid"/><text x="${LEFT - 6}" y="${at}" class="tick end">${label(value)}</text>`;
  }).join('');
  const ticks = Array.from({ length: 7 }, (_, n) => {
    const second = Math.round(((seconds - 1) * n) / 6);
    return `<text x="${x(second).toFixed(1)}" y="${HEIGHT - 8}" class="tick mid">${second} s</text>`;
  }).join('');
  const paths = lines
    .map(({ values, colour, name }) => {
      const points = values.map((value, second) => `${x(second).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
      return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.8"><title>${escapeHtml(name)}</title></polyline>`;
    })
    .join('');
  const legend = lines
    .map(({ name, colour }) => `<span class="key"><i style="background:${colour}"></i>${escapeHtml(name)}</span>`)
    .join('');
  return `<figure><figcaption>${escapeHtml(title)} <small>${escapeHtml(unit)}</small> ${legend}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">${grid}${ticks}${paths}</svg></figure>`;
}

/** 1, 2 or 5 times a power of ten, not below the value. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

function label(value: number): string {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(2);
}

/** Text that may stand in HTML and in attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
