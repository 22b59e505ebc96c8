import { Hotel } from '@yuzhu/acceptance';
import { CLI_ERRORS } from './errors.ts';
import { gatewayAddress } from './running-gateway.ts';
import { commandConfig } from './settings.ts';
import { readDemoHotel } from './start/demo-file.ts';

/**
 * Works as a hotel's system, at the gateway of an address or of this data folder: with the key of the environment, else as
 * the demo hotel of this data folder.
 * @throws AppError API_KEY_MISSING
 */
export async function withHotel<T>(url: string | undefined, work: (hotel: Hotel) => Promise<T>): Promise<T> {
  const { apiKey, dataDir } = commandConfig();
  const key = apiKey ?? (await readDemoHotel(dataDir))?.apiKey;
  if (key === undefined) throw CLI_ERRORS.error('API_KEY_MISSING', { folder: dataDir });
  const hotel = new Hotel(await gatewayAddress(url), key, { connections: 1, timeoutMs: 30_000 });
  try {
    return await work(hotel);
  } finally {
    await hotel.close();
  }
}
