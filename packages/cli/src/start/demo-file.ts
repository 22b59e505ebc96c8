import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The demo hotel that was set up once for this data folder. */
export interface DemoHotel {
  readonly accountId: string;
  readonly accountName: string;
  readonly hotelId: string;
  readonly hotelName: string;
  readonly apiKey: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'demo-hotel.json');

/** The demo hotel of a data folder, if one was set up. */
export async function readDemoHotel(dataDir: string): Promise<DemoHotel | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as DemoHotel;
  } catch {
    return undefined;
  }
}

/** Notes it; readable by its owner only, since it holds the API key. */
export async function writeDemoHotel(dataDir: string, demo: DemoHotel): Promise<void> {
  await writeFile(fileOf(dataDir), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}
