import { GATEWAY_MIGRATIONS } from '@yuzhu/gateway';
import { migrate, openDatabase } from '@yuzhu/runtime';
import { SANDBOX_MIGRATIONS } from '@yuzhu/sandbox';
import { Command, Option } from 'commander';
import { useDatabaseServer } from '../database-server.ts';
import { both, withManners } from '../help.ts';
import { line } from '../output.ts';
import { commandConfig } from '../settings.ts';

const SCHEMAS = { gateway: GATEWAY_MIGRATIONS, sandbox: SANDBOX_MIGRATIONS } as const;

interface MigrateOptions {
  readonly only?: keyof typeof SCHEMAS;
}

/** `yuzhu migrate`: brings the database up to date without starting a program. */
export function migrateCommand(): Command {
  return withManners(new Command('migrate'))
    .description(
      both(
        '升级数据库结构（程序启动时也会自动升级，可同时执行多次）。',
        'Bring the database up to date (programs do so at start as well; any number may do it at once).',
      ),
    )
    .addOption(new Option('--only <schema>', both('只升级其中一个', 'only one of them')).choices(Object.keys(SCHEMAS)))
    .action(async ({ only }: MigrateOptions) => {
      const config = commandConfig();
      const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
      const database = openDatabase(server.url, { name: 'yuzhu migrate', max: 2 });
      try {
        await database.ping();
        for (const migrations of only === undefined ? Object.values(SCHEMAS) : [SCHEMAS[only]]) {
          const { schema, applied, version } = await migrate(database, migrations);
          const what = applied.length === 0 ? '已是最新 · up to date' : applied.join(', ');
          line(`${schema}  v${version}  ${what}`);
        }
      } finally {
        await database.close();
        await server.release();
      }
    });
}
