import { GatewayAdmin } from '@yuzhu/acceptance';
import { Command } from 'commander';
import { both, withManners } from '../help.ts';
import { line, note } from '../output.ts';
import { commandConfig } from '../settings.ts';
import { readRunning } from '../start/running-file.ts';
import { keptSecret } from '../start/secrets.ts';

interface CreateOptions {
  readonly account: string;
  readonly label: string;
  readonly url?: string;
}

/** `yuzhu key`: keys of the hotel API. */
export function keyCommand(): Command {
  const key = withManners(new Command('key')).description(both('酒店接口的密钥。', 'Keys of the hotel API.'));
  key.addCommand(
    withManners(new Command('create'))
      .description(
        both(
          '为一个商家总户创建接口密钥；密钥只显示这一次。需要正在运行的网关及其 YUZHU_ADMIN_KEY。',
          'Make an API key for an account; it is shown this once. Needs a running gateway and its YUZHU_ADMIN_KEY.',
        ),
      )
      .requiredOption('--account <id>', both('商家总户编号', 'id of the account'))
      .option('--label <text>', both('用途说明', 'what it is for'), 'yuzhu key create')
      .option(
        '--url <address>',
        both(
          '网关地址；不写则为本数据目录中正在运行的那一个',
          'address of the gateway; default: the one running in this data folder',
        ),
      )
      .action(runCreate),
  );
  return key;
}

async function runCreate({ account, label, url }: CreateOptions): Promise<void> {
  const config = commandConfig();
  const { dataDir } = config;
  const address = url ?? (await readRunning(dataDir))?.gateway ?? `http://127.0.0.1:${config.gatewayPort}`;
  const adminKey = config.adminKey ?? (await keptSecret(dataDir, 'admin-key'));
  const admin = new GatewayAdmin(address.replace(/\/+$/, ''), adminKey);
  try {
    const made = await admin.createKey(account, label);
    note(`密钥编号 · key id ${made.key_id}`);
    line(made.key);
  } finally {
    await admin.close();
  }
}
