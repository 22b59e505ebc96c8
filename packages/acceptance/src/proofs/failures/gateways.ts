import { freePort } from '@yuzhu/runtime';
import type { RunningProgram } from '../../programs/program.ts';
import { startBalancer } from './balancer.ts';
import type { FailureReport } from './report.ts';
import { type FailureOptions, underFailure } from './under-failure.ts';

/** A dead gateway stays away for 1 to 3 s before somebody starts it again. */
const DOWN_MS = { least: 1000, spread: 2000 };

/** Two gateways on one database behind a load balancer, of which one is killed and comes back, in turn. */
export async function proveGateways(options: FailureOptions): Promise<FailureReport> {
  const balancer = await startBalancer();
  const gateways: RunningProgram[] = [];
  let start: (port: number) => Promise<RunningProgram>;
  let handedBefore = new Map<string, number>();
  const victim = (number: number) => number % 2;
  const urls = () => gateways.map(({ url }) => url);
  try {
    return await underFailure(options, {
      proof: 'gateways',
      stand: {
        via: {
          gateway: (url) => {
            balancer.use([url]);
            return balancer.url;
          },
        },
      },
      begin: async (stand) => {
        start = stand.addGateway;
        gateways.push(stand.gateway(), await start(await freePort()));
        balancer.use(urls());
        return urls();
      },
      fault: (number) => ({
        zh: `网关 ${victim(number) + 1} 被 SIGKILL`,
        en: `gateway ${victim(number) + 1} killed by SIGKILL`,
      }),
      breakIt: async (number) => {
        handedBefore = new Map(balancer.handed());
        await gateways[victim(number)]?.stop('SIGKILL');
      },
      downMs: (fraction) => DOWN_MS.least + fraction * DOWN_MS.spread,
      mend: async (number) => {
        const { url } = gateways[victim(number)] as RunningProgram;
        gateways[victim(number)] = await start(Number(new URL(url).port));
      },
      measure: () =>
        Object.fromEntries(
          urls().map((url, index) => [
            `requests_gateway_${index + 1}`,
            (balancer.handed().get(url) ?? 0) - (handedBefore.get(url) ?? 0),
          ]),
        ),
    });
  } finally {
    await balancer.close();
  }
}
