import { Hotel, type PreparedLoad, prepareLoad } from '@yuzhu/acceptance';
import { CLI_ERRORS } from '../errors.ts';
import { withOperator } from '../running-sandbox.ts';
import { commandConfig } from '../settings.ts';
import { readDemoHotel } from '../start/demo-file.ts';
import { readRunning } from '../start/running-file.ts';

/** Plan and variables for the demo hotel that runs in this data folder. @throws AppError NOT_RUNNING */
export async function prepareDemo(bookings: number): Promise<PreparedLoad> {
  const { dataDir } = commandConfig();
  const running = await readRunning(dataDir);
  const demo = await readDemoHotel(dataDir);
  if (running === undefined || demo === undefined) throw CLI_ERRORS.error('NOT_RUNNING', { folder: dataDir });
  const { now, application } = await withOperator(running.sandbox, async (operator) => ({
    now: (await operator.clock()).now,
    application: (await operator.applications())[0],
  }));
  if (application === undefined) throw CLI_ERRORS.error('NOT_RUNNING', { folder: dataDir });
  const { client_key: clientKey, client_secret: clientSecret } = application;
  const hotel = new Hotel(running.gateway, demo.apiKey);
  try {
    return await prepareLoad({
      hotel,
      hotelId: demo.hotelId,
      partner: { url: running.gateway, clientKey, clientSecret },
      now,
      stamp: Date.now(),
      bookings,
      seed: 'demo hotel',
    });
  } finally {
    await hotel.close();
  }
}
