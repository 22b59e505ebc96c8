import { EXIT } from '@yuzhu/runtime';
import { Command, CommanderError } from 'commander';
import { both, withManners } from './help.ts';
import { Interrupted } from './interrupt.ts';
import { printError, ReaderGone } from './output.ts';
import { usageError } from './usage-errors.ts';
import { VERSION } from './version.ts';

/**
 * The commands in the order of the help. Each is loaded when it is wanted: a gateway that starts again after a crash
 * should not wait for the sandbox's code.
 */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['start', async () => (await import('./commands/start.ts')).startCommand()],
  ['demo', async () => (await import('./commands/demo.ts')).demoCommand()],
  ['status', async () => (await import('./commands/status.ts')).statusCommand()],
  ['gateway', async () => (await import('./commands/gateway.ts')).gatewayCommand()],
  ['sandbox', async () => (await import('./commands/sandbox.ts')).sandboxCommand()],
  ['migrate', async () => (await import('./commands/migrate.ts')).migrateCommand()],
  ['key', async () => (await import('./commands/key.ts')).keyCommand()],
  ['stop-sell', async () => (await import('./commands/stop-sell.ts')).stopSellCommand()],
  ['prove', async () => (await import('./commands/prove.ts')).proveCommand()],
  ['load', async () => (await import('./commands/load.ts')).loadCommand()],
  ['accept', async () => (await import('./commands/accept.ts')).acceptCommand()],
  ['simulate', async () => (await import('./commands/simulate.ts')).simulateCommand()],
  ['fuzz', async () => (await import('./commands/fuzz.ts')).fuzzCommand()],
  ['stress', async () => (await import('./commands/stress.ts')).stressCommand()],
]);

/**
 * Builds the command `yuzhu`.
 * @param word the command that is wanted; all of them when it is none
 */
export async function buildCommandLine(word?: string): Promise<Command> {
  const yuzhu = withManners(new Command('yuzhu'))
    .description(
      both(
        '预住：抖音酒店预售券直连。网关（酒店侧）、沙箱（平台侧）与验收。',
        'Yuzhu: direct connection to the Douyin hotel presale voucher. Gateway (hotel), sandbox (platform), acceptance.',
      ),
    )
    .version(VERSION, '-V, --version', both('显示版本', 'show the version'))
    .helpCommand('help [command]', both('显示某个命令的帮助', 'show the help of a command'))
    .showSuggestionAfterError();
  const wanted = COMMANDS.get(word ?? '');
  for (const load of wanted === undefined ? COMMANDS.values() : [wanted]) yuzhu.addCommand(await load());
  silence(yuzhu);
  return yuzhu;
}

/** Commander must neither print faults in its own words nor end the process. */
function silence(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  for (const sub of command.commands) silence(sub);
}

/** Runs a command line (without program and file name); gives the exit code. Faults are printed for a person. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const yuzhu = await buildCommandLine(args[0]);
  if (args.length === 0) {
    yuzhu.outputHelp();
    return EXIT.ok;
  }
  try {
    await yuzhu.parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      // A command group without a command: commander shows its help, on the channel that is silent here.
      if (error.code === 'commander.help') process.stderr.write(helpOf(yuzhu, args));
      else printError(usageError(error));
      return EXIT.usage;
    }
    if (error instanceof ReaderGone) return EXIT.ok;
    if (error instanceof Interrupted) return error.exitCode;
    printError(error);
    return EXIT.failure;
  }
}

function helpOf(yuzhu: Command, args: readonly string[]): string {
  let command = yuzhu;
  for (const word of args) command = command.commands.find((one) => one.name() === word) ?? command;
  return command.helpInformation();
}
