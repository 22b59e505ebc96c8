import { resolve } from 'node:path';
import { GATEWAY_SETTINGS } from '@yuzhu/gateway/settings';
import { type Config, defineSettings, loadConfig } from '@yuzhu/runtime';
import { SANDBOX_SETTINGS } from '@yuzhu/sandbox/settings';

/** What only the command reads. */
export const COMMAND_ONLY_SETTINGS = defineSettings({
  apiKey: {
    name: 'YUZHU_API_KEY',
    type: 'text',
    secret: true,
    optional: true,
    doc: 'API key of the hotel whose sales `yuzhu stop-sell` stops. Absent: the demo hotel of the data folder. It is no option of the command, so that it stands in no history and no list of processes.',
    doc_zh:
      '命令 `yuzhu stop-sell` 所用的酒店接口密钥。不设则为数据目录中的演示酒店。它不是命令行选项，以免留在历史记录与进程列表中。',
  },
});

/** What the command reads in all; the programs' settings are the very same, so that nothing is written down twice. */
const COMMAND_SETTINGS = defineSettings({
  gatewayPort: GATEWAY_SETTINGS.port,
  sandboxPort: SANDBOX_SETTINGS.port,
  databaseUrl: GATEWAY_SETTINGS.databaseUrl,
  dataDir: GATEWAY_SETTINGS.dataDir,
  adminKey: GATEWAY_SETTINGS.adminKey,
  logLevel: GATEWAY_SETTINGS.logLevel,
  ...COMMAND_ONLY_SETTINGS,
});

/** Names of every variable any program of this project knows. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...new Set(
    [GATEWAY_SETTINGS, SANDBOX_SETTINGS, COMMAND_ONLY_SETTINGS].flatMap((settings) =>
      Object.values(settings).map(({ name }) => name),
    ),
  ),
];

/** The command's configuration; `dataDir` is absolute. @throws AppError CONFIG_INVALID */
export function commandConfig(env: NodeJS.ProcessEnv = process.env): Config<typeof COMMAND_SETTINGS> {
  const config = loadConfig(COMMAND_SETTINGS, env, { alsoKnown: KNOWN_VARIABLES });
  return { ...config, dataDir: resolve(config.dataDir) };
}
