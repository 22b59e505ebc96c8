import { stripVTControlCharacters } from 'node:util';
import type { Command, HelpConfiguration } from 'commander';
import pc from 'picocolors';

/** A text for people: Chinese on the first line, English on the second. */
export function both(zh: string, en: string): string {
  return `${zh}\n${en}`;
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法 · Usage:',
  'Options:': '选项 · Options:',
  'Commands:': '命令 · Commands:',
  'Arguments:': '参数 · Arguments:',
};

/** Both languages in every part of the help. */
export const BILINGUAL_HELP: HelpConfiguration = {
  styleTitle: (title) => pc.bold(TITLES[title] ?? title),
  styleSubcommandTerm: (term) => pc.cyan(term),
  styleOptionTerm: (term) => pc.cyan(term),
  displayWidth,
};

/** Columns a text takes on a terminal: Chinese characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of stripVTControlCharacters(text)) width += WIDE.test(char) ? 2 : 1;
  return width;
}

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Gives a command its bilingual `--help` and the manners all commands share. */
export function withManners(command: Command): Command {
  return command.helpOption('-h, --help', both('显示帮助', 'show this help')).configureHelp(BILINGUAL_HELP);
}
