import { waitFor } from '../../../wait.ts';
import type { FailureReport } from '../report.ts';
import { type FailureOptions, underFailure } from '../under-failure.ts';
import { startCluster } from './cluster.ts';
import { LEADER_TTL_S } from './settings.ts';

/**
 * A cluster of three servers losing its leader under load: killed with its Patroni, replaced by the synchronous standby,
 * and started again as a standby.
 * @throws AppError PROOF_NOT_HERE where the programs are missing and can not be installed
 */
export async function proveCluster(options: FailureOptions): Promise<FailureReport> {
  const cluster = await startCluster((text) => options.onStep?.(text));
  let old = '';
  let next = '';
  try {
    return await underFailure(options, {
      proof: 'cluster',
      stand: { gatewayDatabaseUrl: cluster.url },
      begin: async (stand) => [stand.gateway().url],
      fault: () => ({
        zh: `主库 ${old} 与其 Patroni 被 SIGKILL`,
        en: `the leader ${old} and its Patroni killed by SIGKILL`,
      }),
      breakIt: async () => {
        old = (await cluster.leader()) ?? '';
        await cluster.kill(old);
      },
      downMs: () => 0,
      mend: async () => {
        // Nobody does anything: the others notice and elect one.
        next =
          (await waitFor(cluster.leader, (name) => name !== undefined && name !== old, {
            what: 'another leader',
            limitMs: 120_000,
            everyMs: 50,
          })) ?? '';
      },
      measure: async () => {
        const begun = performance.now();
        cluster.start(old);
        await cluster.complete();
        return {
          leader: `${old} → ${next}`,
          leader_ttl_s: LEADER_TTL_S,
          old_leader_back_as_standby_ms: Math.round(performance.now() - begun),
        };
      },
    });
  } finally {
    await cluster.close();
  }
}
