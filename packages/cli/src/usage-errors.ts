import type { AppError } from '@yuzhu/runtime';
import type { CommanderError } from 'commander';
import { CLI_ERRORS } from './errors.ts';

/** Turns what commander says about a command line into an error of the registry, with its suggestion kept. */
export function usageError({ code, message }: CommanderError): AppError {
  const reason = message.replace(/^error: /, '');
  const word = /'([^']*)'/.exec(reason)?.[1] ?? '';
  const guess = /\(Did you mean (?:one of )?(.*?)\?\)/s.exec(reason)?.[1];
  const guesses = {
    guess_zh: guess === undefined ? '' : `是不是想用 ${guess}？`,
    guess_en: guess === undefined ? '' : `Did you mean ${guess}?`,
  };
  if (code === 'commander.unknownCommand') return CLI_ERRORS.error('UNKNOWN_COMMAND', { word, ...guesses });
  if (code === 'commander.unknownOption') return CLI_ERRORS.error('UNKNOWN_OPTION', { word, ...guesses });
  // A word behind a command that takes none: most likely one of its own commands, mistyped.
  const extra = code === 'commander.excessArguments' ? / got \d+: (.*)\.$/.exec(reason)?.[1] : undefined;
  if (extra !== undefined) return CLI_ERRORS.error('UNKNOWN_COMMAND', { word: extra, ...guesses });
  return CLI_ERRORS.error('USAGE_INVALID', { reason });
}
