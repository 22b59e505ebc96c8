import { startGateway } from '@yuzhu/gateway';
import { GATEWAY_SETTINGS } from '@yuzhu/gateway/settings';
import { loadConfig } from '@yuzhu/runtime';
import { Command } from 'commander';
import { both, withManners } from '../help.ts';
import { serve } from '../serve.ts';
import { KNOWN_VARIABLES } from '../settings.ts';

/** `yuzhu gateway`: the hotel's side alone, as in production. */
export function gatewayCommand(): Command {
  return withManners(new Command('gateway'))
    .description(
      both(
        '只运行网关（酒店侧）。生产环境用这个命令；配置全部来自环境变量。',
        'Run the gateway (hotel’s side) alone. This is the one for production; everything is set by the environment.',
      ),
    )
    .action(async () => {
      const settings = loadConfig(GATEWAY_SETTINGS, process.env, { alsoKnown: KNOWN_VARIABLES });
      await serve({
        name: 'gateway',
        logLevel: settings.logLevel,
        limitMs: settings.shutdownLimit,
        start: async ({ log, shutdown }) => {
          const gateway = await startGateway(settings, { log });
          shutdown.add('gateway', gateway.stop);
          return gateway.url;
        },
      });
    });
}
