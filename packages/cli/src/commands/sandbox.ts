import { loadConfig } from '@yuzhu/runtime';
import { startSandbox } from '@yuzhu/sandbox';
import { SANDBOX_SETTINGS } from '@yuzhu/sandbox/settings';
import { Command } from 'commander';
import { both, withManners } from '../help.ts';
import { serve } from '../serve.ts';
import { KNOWN_VARIABLES } from '../settings.ts';
import { clockCommand } from './clock.ts';

/** `yuzhu sandbox`: the platform's side alone; with a word behind it, a handle on one that runs. */
export function sandboxCommand(): Command {
  return withManners(new Command('sandbox'))
    .description(
      both(
        '只运行沙箱（平台侧），用来检验任何一套酒店系统（YUZHU_PARTNER_URL）。',
        'Run the sandbox (platform’s side) alone, against any hotel system (YUZHU_PARTNER_URL).',
      ),
    )
    .addCommand(clockCommand())
    .action(async () => {
      const settings = loadConfig(SANDBOX_SETTINGS, process.env, { alsoKnown: KNOWN_VARIABLES });
      await serve({
        name: 'sandbox',
        logLevel: settings.logLevel,
        limitMs: settings.shutdownLimit,
        start: async ({ log, shutdown }) => {
          const sandbox = await startSandbox(settings, { log });
          shutdown.add('sandbox', sandbox.stop);
          return sandbox.url;
        },
      });
    });
}
