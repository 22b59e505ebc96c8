import { openDatabase } from '@yuzhu/runtime';
import { startOwnPostgres } from './own-postgres.ts';
import type { FailureReport } from './report.ts';
import { mountSmallDisk } from './small-disk.ts';
import { type FailureOptions, underFailure } from './under-failure.ts';

/** Room for the data, the log of changes and some growth, MB. */
const SIZE_MB = 320;
/** The disk stays full for 6 to 10 s: long enough for the server to need a new piece of log, or a table a new page. */
const FULL_MS = { least: 6000, spread: 4000 };

/** Every second time the log of changes is brought to its end too. */
const hard = (number: number) => number % 2 === 0;
/** More than the server keeps in store. */
const LOG_FILES = 12;

/** Little of the log of changes is kept: it meets the full disk soon, as a busy server's does. */
const SETTINGS = { max_wal_size: '48MB', min_wal_size: '32MB', shared_buffers: '32MB' };

/**
 * The database's disk full under load, then room again. PostgreSQL refuses what does not fit, or, when its log of changes
 * finds no room, ends itself rather than lose anything; then somebody has to start it again once there is room.
 * @throws AppError PROOF_NOT_HERE where no file system can be mounted
 */
export async function proveDisk(options: FailureOptions): Promise<FailureReport> {
  const disk = await mountSmallDisk(SIZE_MB);
  options.onStep?.({
    zh: `已挂载 ${SIZE_MB} MB 的 tmpfs（${disk.folder}），在其中启动 PostgreSQL`,
    en: `mounted a tmpfs of ${SIZE_MB} MB (${disk.folder}), starting PostgreSQL on it`,
  });
  try {
    const server = await startOwnPostgres({ parent: disk.folder, settings: SETTINGS });
    let died = false;
    const answers = async () => {
      const database = openDatabase(server.url, { name: 'yuzhu proof', max: 1 });
      try {
        await database.ping();
        return true;
      } catch {
        return false;
      } finally {
        await database.close();
      }
    };
    const exhaustLog = async () => {
      const database = openDatabase(server.url, { name: 'yuzhu proof', max: 1 });
      try {
        // Each turn begins a new file of the log; those it keeps in store are used up soon.
        for (let file = 0; file < LOG_FILES; file++) {
          await database.query("SELECT pg_logical_emit_message(false, 'yuzhu proof', 'x')");
          await database.query('SELECT pg_switch_wal()');
        }
      } catch {
        // The server ended itself, which is what was wanted.
      } finally {
        await database.close();
      }
    };
    try {
      return await underFailure(options, {
        proof: 'disk',
        stand: { gatewayDatabaseUrl: server.url },
        begin: async (stand) => [stand.gateway().url],
        fault: (number) =>
          hard(number)
            ? {
                zh: '数据库磁盘写满，事务日志也无处可写',
                en: 'the disk of the database full, for its log of changes too',
              }
            : { zh: '数据库磁盘写满', en: 'the disk of the database full' },
        breakIt: async (number) => {
          await disk.fill();
          if (hard(number)) await exhaustLog();
        },
        downMs: (fraction) => FULL_MS.least + fraction * FULL_MS.spread,
        mend: async () => {
          died = !(await answers());
          await disk.clear();
          // A server that lives on needs nothing; one that ended itself is started, as a supervisor or a person would.
          await server.start();
        },
        measure: () => ({ server_ended_itself: died ? 'yes' : 'no' }),
      });
    } finally {
      await disk.clear();
      await server.close();
    }
  } finally {
    await disk.close();
  }
}
