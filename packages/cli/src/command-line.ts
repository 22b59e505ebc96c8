import { EXIT } from '@yuzhu/runtime';
import { Command, CommanderError } from 'commander';
import { demoCommand } from './commands/demo.ts';
import { fuzzCommand } from './commands/fuzz.ts';
import { gatewayCommand } from './commands/gateway.ts';
import { keyCommand } from './commands/key.ts';
import { migrateCommand } from './commands/migrate.ts';
import { proveCommand } from './commands/prove.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { both, withManners } from './help.ts';
import { Interrupted } from './interrupt.ts';
import { printError, ReaderGone } from './output.ts';
import { usageError } from './usage-errors.ts';
import { VERSION } from './version.ts';

/** Builds the command `yuzhu` with all its parts. */
export function buildCommandLine(): Command {
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
  for (const command of [
    startCommand(),
    demoCommand(),
    statusCommand(),
    gatewayCommand(),
    sandboxCommand(),
    migrateCommand(),
    keyCommand(),
    proveCommand(),
    fuzzCommand(),
  ]) {
    yuzhu.addCommand(command);
  }
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
  const yuzhu = buildCommandLine();
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
