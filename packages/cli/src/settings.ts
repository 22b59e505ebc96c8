import { resolve } from 'node:path';
import { GATEWAY_SETTINGS } from '@yuzhu/gateway/settings';
import { type Config, defineSettings, loadConfig } from '@yuzhu/runtime';
import { SANDBOX_SETTINGS } from '@yuzhu/sandbox/settings';

/** What the command itself reads; the very settings of the programs, so that nothing is written down twice. */
const COMMAND_SETTINGS = defineSettings({
  gatewayPort: GATEWAY_SETTINGS.port,
  sandboxPort: SANDBOX_SETTINGS.port,
  databaseUrl: GATEWAY_SETTINGS.databaseUrl,
  dataDir: GATEWAY_SETTINGS.dataDir,
  adminKey: GATEWAY_SETTINGS.adminKey,
  logLevel: GATEWAY_SETTINGS.logLevel,
});

/** Names of every variable any program of this project knows. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...new Set([...Object.values(GATEWAY_SETTINGS), ...Object.values(SANDBOX_SETTINGS)].map(({ name }) => name)),
];

/** The command's configuration; `dataDir` is absolute. @throws AppError CONFIG_INVALID */
export function commandConfig(env: NodeJS.ProcessEnv = process.env): Config<typeof COMMAND_SETTINGS> {
  const config = loadConfig(COMMAND_SETTINGS, env, { alsoKnown: KNOWN_VARIABLES });
  return { ...config, dataDir: resolve(config.dataDir) };
}
