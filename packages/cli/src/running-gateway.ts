import { GatewayAdmin } from '@yuzhu/acceptance';
import { Option } from 'commander';
import { both } from './help.ts';
import { commandConfig } from './settings.ts';
import { readRunning } from './start/running-file.ts';
import { keptSecret } from './start/secrets.ts';

/** The option that names a gateway which was not started by `yuzhu start` of this data folder. */
export function gatewayUrlOption(): Option {
  return new Option(
    '--url <address>',
    both(
      '网关地址；不写则为本数据目录中正在运行的那一个',
      'address of the gateway; default: the one running in this data folder',
    ),
  );
}

/** Where the gateway is: at the address, else in this data folder, else at the port of the settings. */
export async function gatewayAddress(url: string | undefined): Promise<string> {
  const { dataDir, gatewayPort } = commandConfig();
  const address = url ?? (await readRunning(dataDir))?.gateway ?? `http://127.0.0.1:${gatewayPort}`;
  return address.replace(/\/+$/, '');
}

/** Works as the operator of the gateway at an address, or of the one of this data folder. */
export async function withGatewayAdmin<T>(
  url: string | undefined,
  work: (admin: GatewayAdmin) => Promise<T>,
): Promise<T> {
  const { dataDir, adminKey: given } = commandConfig();
  const adminKey = given ?? (await keptSecret(dataDir, 'admin-key'));
  const admin = new GatewayAdmin(await gatewayAddress(url), adminKey);
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}
