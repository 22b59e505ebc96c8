import { type Bilingual, hotelClock } from '@yuzhu/contract';
import type { Actor, Check, StoryEvent } from './events.ts';
import { padTo } from './width.ts';

/** In which language lines are written; headings always carry both. */
export type Language = 'zh' | 'en';

/** Colours of a terminal, or none. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const same = (text: string) => text;
/** No colours, for pipes and files. */
export const PLAIN: Palette = { bold: same, dim: same, green: same, red: same, cyan: same, yellow: same };

const ACTORS: Readonly<Record<Actor, Bilingual>> = {
  guest: { zh: '客人', en: 'guest' },
  hotel: { zh: '酒店', en: 'hotel' },
  operator: { zh: '平台运营', en: 'operator' },
  clock: { zh: '时钟', en: 'clock' },
  judge: { zh: '核对', en: 'judge' },
};

/** The event as lines for a person; the last event gives the bare verdict line. */
export function storyLines(event: StoryEvent, language: Language, palette: Palette): string[] {
  switch (event.type) {
    case 'chapter': {
      const heading = `${event.number}  ${event.title.zh} · ${event.title.en}`;
      return ['', palette.bold(heading), ''];
    }
    case 'step':
      return [
        `${time(event.at, palette)} ${palette.yellow(`${ACTORS[event.actor][language]}: `)}${event.text[language]}`,
      ];
    case 'exchange':
      return [exchangeLine(event, language, palette)];
    case 'checks':
      return [`${time(event.at, palette)} ${event.text[language]}  ${checkList(event.checks, language, palette)}`];
    case 'end':
      return ['', `${event.passed} passed, ${event.failed} failed`];
  }
}

function exchangeLine(event: Extract<StoryEvent, { type: 'exchange' }>, language: Language, palette: Palette): string {
  const arrow =
    event.from === 'platform'
      ? { zh: '平台 ─▶ 酒店', en: 'platform ─▶ hotel' }[language]
      : { zh: '平台 ◀─ 酒店', en: 'platform ◀─ hotel' }[language];
  const name = padTo(
    language === 'zh' ? `${event.title.zh} ${event.interface}` : event.interface,
    NAME_COLUMNS[language],
  );
  const repeat = event.attempt > 1 ? { zh: ` 第 ${event.attempt} 次`, en: ` attempt ${event.attempt}` }[language] : '';
  const times = event.times > 1 ? ` ×${event.times}` : '';
  const facts = `${event.facts[language]}${repeat}${times}`;
  return `${time(event.at, palette)}   ${palette.cyan(arrow)} ${palette.bold(name)} ${facts}  ${checkList(event.checks, language, palette)}`;
}

const NAME_COLUMNS: Readonly<Record<Language, number>> = { zh: 36, en: 22 };

function checkList(checks: readonly Check[], language: Language, palette: Palette): string {
  return checks
    .map(({ what, ok, seen }) =>
      ok
        ? palette.green(`✓ ${what[language]}`)
        : palette.red(`✗ ${what[language]}${seen === undefined ? '' : ` (${seen})`}`),
    )
    .join(' ');
}

/** Month, day and time of day on the platform's clock: the year does not change within a story. */
function time(at: number, palette: Palette): string {
  return palette.dim(hotelClock(at).slice(5));
}

/** The event as one line of JSON: moments in hotel time as well as Unix milliseconds. */
export function storyJson(event: StoryEvent): string {
  return JSON.stringify('at' in event ? { ...event, hotel_time: hotelClock(event.at) } : event);
}
