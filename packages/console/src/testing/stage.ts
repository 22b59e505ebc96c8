import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { demoHotel, Guest, openStand, type Provisioned, provisioning, type Stand } from '@yuzhu/acceptance';
import { build } from 'vite';

const CONSOLE = resolve(import.meta.dirname, '../..');
const CLI = resolve(CONSOLE, '../cli/src/main.ts');

/** Both programs with freshly built pages, a hotel on sale, and the clock stopped on a Thursday morning. */
export interface Stage {
  readonly stand: Stand;
  readonly world: Provisioned;
  /** The sandbox's made-up guests. */
  readonly guests: readonly Guest[];
  /** Ends everything; the database goes with it. */
  close(): Promise<void>;
}

/** Builds the pages into a folder of their own, so that a test sees today's sources and not yesterday's build. */
async function buildPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yuzhu-pages-'));
  await build({
    configFile: join(CONSOLE, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  return folder;
}

/** Starts the real programs and brings the story's hotel onto the platform, all through public interfaces. */
export async function openStage(serverUrl: string): Promise<Stage> {
  const pages = await buildPages();
  const command = (name: string) => [process.execPath, CLI, name];
  const stand = await openStand({
    commands: { gateway: command('gateway'), sandbox: command('sandbox') },
    serverUrl,
    label: 'pages',
    env: {
      YUZHU_CONSOLE_DIR: pages,
      YUZHU_SANDBOX_CLOCK_START: '2026-09-10 10:00',
      YUZHU_SANDBOX_CLOCK_RATE: '0',
      YUZHU_SANDBOX_SEED: 'pages',
      // A call that is given up is repeated at a later time of the clock, which stands: on a crowded machine that would
      // never come. Networks have real time, so they get plenty of it.
      YUZHU_SANDBOX_SPI_TIMEOUT: '60s',
      YUZHU_PLATFORM_TIMEOUT: '60s',
    },
  });
  const setUp = provisioning({
    gatewayUrl: stand.gatewayUrl,
    adminKey: stand.adminKey,
    operator: stand.operator,
    plan: demoHotel((await stand.operator.clock()).now, 60),
    keyLabel: 'pages',
  });
  for (const step of setUp.steps) await step.run();
  const world = setUp.result();
  const users = await stand.operator.users();
  const guests = users.map(({ user_id, name }) => new Guest(stand.sandboxUrl, { userId: user_id, name }));
  return {
    stand,
    world,
    guests,
    close: async () => {
      await Promise.all(guests.map((guest) => guest.close()));
      await world.hotel.close();
      await stand.close();
      await rm(pages, { recursive: true, force: true });
    },
  };
}
