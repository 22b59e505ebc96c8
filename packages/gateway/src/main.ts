import { AppError, createLogger, createShutdown, EXIT, loadConfig, RUNTIME_ERRORS } from '@yuzhu/runtime';
import { GATEWAY_SETTINGS } from './config.ts';
import { GATEWAY_ERRORS } from './errors.ts';
import { startGateway } from './program.ts';

/** Variables of the programs that may share this machine and its environment; none of the gateway's business. */
function othersVariables(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env).filter((name) => /^YUZHU_(SANDBOX_|ACCEPTANCE_|PARTNER_URL$)/.test(name));
}

/** Tells a person why it did not start, in both languages, and ends with the code that fits. */
function giveUp(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const { code, message, message_en, next, next_en } = error.toJSON();
  process.stderr.write(`${code}\n${message}\n${next}\n\n${message_en}\n${next_en}\n`);
  const usage = RUNTIME_ERRORS.is(error, 'CONFIG_INVALID') || GATEWAY_ERRORS.is(error, 'SETTINGS_CONFLICT');
  process.exit(usage ? EXIT.usage : EXIT.failure);
}

try {
  const settings = loadConfig(GATEWAY_SETTINGS, process.env, { alsoKnown: othersVariables(process.env) });
  const log = createLogger({ name: 'gateway', level: settings.logLevel });
  const gateway = await startGateway(settings, { log });
  const shutdown = createShutdown({ log, limitMs: settings.shutdownLimit });
  shutdown.add('gateway', () => gateway.stop());
  shutdown.install();
  process.stdout.write(`网关已就绪 · gateway ready: ${gateway.url}\n`);
} catch (error) {
  giveUp(error);
}
