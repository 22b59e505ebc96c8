import { startServer } from '../processes.ts';
import type { Measured } from '../row.ts';
import { type Case, portable } from './case.ts';

/**
 * The request path of an SPI: signature over the raw bytes, parse, validation, the booking's own reading, reply. The
 * booking has a wrong biz_type, so it goes this far; the look for an earlier answer finds an empty database that answers
 * at once. The reference does the same work by the same functions on raw node:http.
 */
export const spiPath: Case = {
  name: 'path',
  run: async ({ database, generator, rounds, scale, say }) => {
    const seeded = portable(database);
    const [path, recorded, raw] = await Promise.all([
      startServer('door', seeded.secret),
      startServer('gateway', database.url),
      startServer('raw-spi', seeded.secret),
    ]);
    const load = (url: string) =>
      generator.run({
        url,
        kind: 'misread-booking',
        seeded,
        requests: 20_000 * scale,
        atOnce: 64,
        hot: false,
        prefix: '0',
      });
    const ours: Measured[] = [];
    const withRecord: Measured[] = [];
    const theirs: Measured[] = [];
    // The compilers of all three are warm before anything counts.
    for (const { url } of [path, raw, recorded]) await load(url);
    for (let round = 1; round <= rounds; round++) {
      say(`SPI request path, round ${round} of ${rounds}`);
      ours.push(await load(path.url));
      theirs.push(await load(raw.url));
      withRecord.push(await load(recorded.url));
    }
    await Promise.all([path.stop(), recorded.stop(), raw.stop()]);
    const reference = 'raw node:http, same work';
    return {
      rows: [
        { name: 'SPI request path', reference, ours, theirs, target: 0.85 },
        { name: '… with every exchange recorded', reference, ours: withRecord, theirs },
      ],
      memory: {},
    };
  },
};
