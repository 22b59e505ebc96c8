import { join } from 'node:path';
import { Operator } from '@yuzhu/acceptance';
import { type AppError, freePort } from '@yuzhu/runtime';
import { errorColours } from '../colours.ts';
import { note } from '../output.ts';
import { ownCommand } from '../program-command.ts';
import { progress } from './progress.ts';
import { type Supervised, supervise } from './supervise.ts';

/** What both programs need. */
export interface ProgramsOptions {
  readonly gatewayPort: number;
  readonly sandboxPort: number;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly adminKey: string;
  /** Their logs go to the terminal as well. */
  readonly logs: boolean;
  /** One of them can not be kept alive. */
  readonly onGivenUp: (error: AppError) => void;
}

/** Both programs, kept alive. */
export interface Programs {
  readonly gateway: Supervised;
  readonly sandbox: Supervised;
  readonly operator: Operator;
  /** Ends both: first the one that calls, then the one that answers. */
  stop(): Promise<void>;
}

/**
 * Starts sandbox and gateway, each as a process of its own; the gateway goes by the sandbox's clock.
 * @throws AppError PROGRAM_DID_NOT_START
 */
export async function startPrograms(options: ProgramsOptions): Promise<Programs> {
  const { dataDir } = options;
  // Both addresses are settled before, so that the programs can start side by side.
  const gatewayPort = options.gatewayPort === 0 ? await freePort() : options.gatewayPort;
  const sandboxPort = options.sandboxPort === 0 ? await freePort() : options.sandboxPort;
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const env = { ...process.env, DATABASE_URL: options.databaseUrl, YUZHU_DATA_DIR: dataDir };
  const started: Supervised[] = [];
  let operator: Operator | undefined;
  const follow = async () => {
    if (operator !== undefined) await followClock(operator, gatewayUrl);
  };
  const stop = async () => {
    await operator?.close();
    for (const name of ['sandbox', 'gateway']) await started.find((one) => one.name === name)?.stop();
  };
  const keepAlive = async (name: 'gateway' | 'sandbox', more: Record<string, string>) => {
    const one = await supervise({
      name,
      command: ownCommand(name),
      env: { ...env, ...more },
      portVariable: name === 'gateway' ? 'YUZHU_GATEWAY_PORT' : 'YUZHU_SANDBOX_PORT',
      logFile: join(dataDir, 'logs', `${name}.log`),
      ...(options.logs ? { onOutput: (text: string) => void process.stderr.write(text) } : {}),
      onCrash: (reason) =>
        note(
          errorColours.yellow(
            `${NAMES[name]}意外退出（${reason}），正在重启 · ${name} ended unexpectedly (${reason}), starting it again`,
          ),
        ),
      onRestarted: async () => {
        await follow();
        note(errorColours.green(`${NAMES[name]}已恢复 · ${name} is back`));
      },
      onGivenUp: options.onGivenUp,
    });
    started.push(one);
    return one;
  };
  try {
    const [sandbox, gateway] = await progress(
      '沙箱（平台侧）与网关（酒店侧）',
      'sandbox (platform) and gateway (hotel)',
      () =>
        bothOrNone([
          keepAlive('sandbox', { YUZHU_SANDBOX_PORT: String(sandboxPort), YUZHU_PARTNER_URL: gatewayUrl }),
          keepAlive('gateway', {
            YUZHU_GATEWAY_PORT: String(gatewayPort),
            YUZHU_PLATFORM_URL: sandboxUrl,
            YUZHU_CLOCK: 'follow',
            // The demo hotel is small: a load test would be over with its last room.
            YUZHU_STRESS_ROOMS: process.env.YUZHU_STRESS_ROOMS ?? '100000',
            YUZHU_ADMIN_KEY: options.adminKey,
          }),
        ]),
    );
    operator = new Operator(sandbox.url);
    await follow();
    return { gateway, sandbox, operator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const NAMES = { sandbox: '沙箱', gateway: '网关' } as const;

/** Waits for both, also when one fails early: what is still starting has to be stopped later. */
async function bothOrNone<T>([first, second]: readonly [Promise<T>, Promise<T>]): Promise<readonly [T, T]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

/** Makes the gateway the clock's one follower (an earlier run may have left another address) and the address of notices. */
async function followClock(operator: Operator, gatewayUrl: string): Promise<void> {
  const own = `${gatewayUrl}/clock`;
  const { followers } = await operator.clock();
  for (const { url } of followers) if (url !== own) await operator.removeFollower(url);
  await operator.addFollower(own);
  const [application] = await operator.applications();
  const webhook = `${gatewayUrl}/webhooks`;
  // The platform asks a new address for its challenge, which the gateway can answer now.
  if (application !== undefined && application.webhook_url !== webhook) {
    await operator.setWebhook(application.client_key, webhook);
  }
}
