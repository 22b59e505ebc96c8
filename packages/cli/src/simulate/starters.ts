import type { ProgramStarters, SimulatedSettings } from '@yuzhu/acceptance';
import { GATEWAY_MIGRATIONS, startGateway } from '@yuzhu/gateway';
import { GATEWAY_SETTINGS } from '@yuzhu/gateway/settings';
import { loadConfig } from '@yuzhu/runtime';
import { SANDBOX_MIGRATIONS, startSandbox } from '@yuzhu/sandbox';
import { SANDBOX_SETTINGS } from '@yuzhu/sandbox/settings';

/** What both programs are told alike. A small pool, so that its limits are met. */
const common = ({ databaseUrl }: SimulatedSettings) => ({
  DATABASE_URL: databaseUrl,
  YUZHU_DATABASE_POOL: '8',
  YUZHU_LOG_LEVEL: 'silent',
  YUZHU_ACCESS_LOG: 'none',
  // No folder has pages there: nobody looks at pages in a simulation.
  YUZHU_CONSOLE_DIR: '/nonexistent',
});

/** The real gateway and the real sandbox, for simulations in this process. */
export const programStarters: ProgramStarters = {
  migrations: [SANDBOX_MIGRATIONS, GATEWAY_MIGRATIONS],
  startGateway: (settings, parts) =>
    startGateway(
      loadConfig(GATEWAY_SETTINGS, {
        ...common(settings),
        YUZHU_DATA_KEY: settings.dataKey,
        YUZHU_ADMIN_KEY: settings.adminKey,
        YUZHU_PLATFORM_URL: settings.sandboxUrl,
      }),
      parts,
    ),
  startSandbox: (settings, parts) =>
    startSandbox(
      loadConfig(SANDBOX_SETTINGS, {
        ...common(settings),
        YUZHU_PARTNER_URL: settings.gatewayUrl,
        YUZHU_SANDBOX_ARI_PULL_EVERY: '3h',
      }),
      parts,
    ),
};
