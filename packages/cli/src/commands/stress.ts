import { Command } from 'commander';
import { both, withManners } from '../help.ts';
import { line } from '../output.ts';
import { gatewayUrlOption, withGatewayAdmin } from '../running-gateway.ts';

/** `yuzhu stress`: what load tests left in the gateway. */
export function stressCommand(): Command {
  const stress = withManners(new Command('stress')).description(
    both('网关中的压测数据。', 'What load tests left in the gateway.'),
  );
  stress.addCommand(
    withManners(new Command('purge'))
      .description(
        both(
          '清除压测订单、消息与交互记录，真实数据不受影响。需要正在运行的网关及其 YUZHU_ADMIN_KEY。',
          'Remove orders, messages and exchanges of load tests; real data are not touched. Needs a running gateway and its YUZHU_ADMIN_KEY.',
        ),
      )
      .addOption(gatewayUrlOption())
      .action(runPurge),
  );
  return stress;
}

async function runPurge({ url }: { readonly url?: string }): Promise<void> {
  const purged = await withGatewayAdmin(url, (admin) => admin.purgeStress());
  line(`预约单 · bookings ${purged.bookings}`);
  line(`预售订单 · voucher orders ${purged.voucher_orders}`);
  line(`消息 · messages ${purged.messages}`);
  line(`交互记录 · exchanges ${purged.exchanges}`);
}
