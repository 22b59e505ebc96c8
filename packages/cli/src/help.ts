import { displayWidth } from '@yuzhu/acceptance/width';
import type { Command, HelpConfiguration } from 'commander';
import { colours } from './colours.ts';

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
const BILINGUAL_HELP: HelpConfiguration = {
  styleTitle: (title) => colours.bold(TITLES[title] ?? title),
  styleSubcommandTerm: (term) => colours.cyan(term),
  styleOptionTerm: (term) => colours.cyan(term),
  displayWidth,
};

/** Gives a command its bilingual `--help` and the manners all commands share. */
export function withManners(command: Command): Command {
  return command.helpOption('-h, --help', both('显示帮助', 'show this help')).configureHelp(BILINGUAL_HELP);
}
