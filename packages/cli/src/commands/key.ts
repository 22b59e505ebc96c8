import { Command } from 'commander';
import { both, withManners } from '../help.ts';
import { line, note } from '../output.ts';
import { gatewayUrlOption, withGatewayAdmin } from '../running-gateway.ts';

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
      .addOption(gatewayUrlOption())
      .action(runCreate),
  );
  return key;
}

async function runCreate({ account, label, url }: CreateOptions): Promise<void> {
  const made = await withGatewayAdmin(url, (admin) => admin.createKey(account, label));
  note(`密钥编号 · key id ${made.key_id}`);
  line(made.key);
}
