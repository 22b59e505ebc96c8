import { startOwnPostgres } from './own-postgres.ts';
import type { FailureReport } from './report.ts';
import { type FailureOptions, underFailure } from './under-failure.ts';

/** A dead server stays away for 1 to 3 s before somebody starts it again. */
const DOWN_MS = { least: 1000, spread: 2000 };

/** PostgreSQL killed under load and started again; the sandbox's own database is on another server. */
export async function proveDatabase(options: FailureOptions): Promise<FailureReport> {
  options.onStep?.({ zh: '启动一个专供本次证明的 PostgreSQL', en: 'starting a PostgreSQL of the proof’s own' });
  const server = await startOwnPostgres();
  try {
    return await underFailure(options, {
      proof: 'database',
      stand: { gatewayDatabaseUrl: server.url },
      begin: async (stand) => [stand.gateway().url],
      fault: () => ({ zh: 'PostgreSQL 主进程被 SIGKILL', en: 'the postmaster killed by SIGKILL' }),
      breakIt: server.kill,
      downMs: (fraction) => DOWN_MS.least + fraction * DOWN_MS.spread,
      mend: server.start,
    });
  } finally {
    await server.close();
  }
}
