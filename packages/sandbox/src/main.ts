import { AppError, createLogger, createShutdown, EXIT, loadConfig, RUNTIME_ERRORS } from '@yuzhu/runtime';
import { SANDBOX_SETTINGS, type SandboxSettings } from './config.ts';
import { startSandbox } from './program.ts';

/** Settings of the environment. Variables of the gateway may stand beside them: both programs share one environment. */
function settingsOf(env: NodeJS.ProcessEnv): SandboxSettings {
  const own = Object.values(SANDBOX_SETTINGS).map(({ name }) => name as string);
  const others = Object.keys(env).filter((name) => !name.startsWith('YUZHU_SANDBOX_') && !own.includes(name));
  return loadConfig(SANDBOX_SETTINGS, env, { alsoKnown: others });
}

/** Says in both languages what is wrong and what to do, and ends. */
function explain(error: unknown): never {
  if (error instanceof AppError) {
    const { message, message_en, next, next_en } = error.toJSON();
    console.error(`${message}\n${message_en}\n→ ${next}\n→ ${next_en}`);
    process.exit(RUNTIME_ERRORS.is(error, 'CONFIG_INVALID') ? EXIT.usage : EXIT.failure);
  }
  console.error(error);
  process.exit(EXIT.failure);
}

try {
  const settings = settingsOf(process.env);
  const log = createLogger({ name: 'sandbox', level: settings.logLevel });
  const shutdown = createShutdown({ log, limitMs: settings.shutdownLimit });
  shutdown.install();
  const sandbox = await startSandbox(settings, { log });
  shutdown.add('sandbox', sandbox.stop);
  process.stdout.write(`sandbox ready at ${sandbox.url} (docs ${sandbox.url}/docs)\n`);
} catch (error) {
  explain(error);
}
