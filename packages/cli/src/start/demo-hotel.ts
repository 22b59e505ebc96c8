import { demoHotel, Hotel, type Operator, provisioning } from '@yuzhu/acceptance';
import { type DemoHotel, readDemoHotel, writeDemoHotel } from './demo-file.ts';

/** Nights of the demo hotel that get stock and prices. */
const NIGHTS = 180;

/**
 * The demo hotel: the one of this data folder when its key still opens the database, else a new set-up through the
 * public interfaces.
 */
export async function ensureDemoHotel(parts: {
  readonly dataDir: string;
  readonly gatewayUrl: string;
  readonly adminKey: string;
  readonly operator: Operator;
}): Promise<DemoHotel> {
  const { dataDir, gatewayUrl, operator, adminKey } = parts;
  const known = await readDemoHotel(dataDir);
  if (known !== undefined && (await opens(gatewayUrl, known))) return known;
  const { now } = await operator.clock();
  const setUp = provisioning({
    gatewayUrl,
    adminKey,
    operator,
    plan: demoHotel(now, NIGHTS),
    keyLabel: 'yuzhu start',
  });
  for (const { run } of setUp.steps) await run();
  const { accountId, accountName, hotelId, hotelName, apiKey, hotel } = setUp.result();
  await hotel.close();
  const demo = { accountId, accountName, hotelId, hotelName, apiKey };
  await writeDemoHotel(dataDir, demo);
  return demo;
}

async function opens(gatewayUrl: string, { apiKey, accountId }: DemoHotel): Promise<boolean> {
  const hotel = new Hotel(gatewayUrl, apiKey);
  try {
    return (await hotel.account()).account_id === accountId;
  } catch {
    return false;
  } finally {
    await hotel.close();
  }
}
