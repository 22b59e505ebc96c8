// `node bench/rush.ts [--runs 5]`: crowds of orders over the real door, every order delivered three times at once.
import { parseArgs } from 'node:util';
import { parseDataKeys } from '../packages/gateway/src/keys/data-keys.ts';
import {
  faultsOf,
  justEnough,
  justEnoughNights,
  overused,
  runRush,
  tooMany,
} from '../packages/gateway/src/testing/rush.ts';
import { DATA_KEY } from '../packages/gateway/src/testing/test-gateway.ts';
import { benchDatabase, benchServer } from './environment.ts';
import { startServer } from './processes.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);

const server = await benchServer();
const ground = await benchDatabase(server.url, { roomTypes: 1, nights: 1 });
const gateway = await startServer('gateway', ground.url);
const keys = parseDataKeys(DATA_KEY);
let account = 1;
let passed = 0;
let failed = 0;
try {
  for (const atOnce of [64, 1000]) {
    for (const prepare of [tooMany, justEnough, justEnoughNights, overused]) {
      for (let run = 1; run <= runs; run++) {
        account += 1;
        const rush = await prepare({ session: ground.db, keys, account });
        const outcome = await runRush(gateway.url, ground.db, rush, atOnce);
        const faults = faultsOf(rush, outcome);
        if (faults.length === 0) passed += 1;
        else failed += 1;
        const { codes, checks, seconds, sold } = outcome;
        const answers = Object.entries(codes).map(([code, count]) => `${count} x code ${code}`);
        process.stdout.write(
          `${faults.length === 0 ? 'ok  ' : 'FAIL'} ${rush.name}, ${atOnce} at once, run ${run}: ${answers.join(', ')}; ` +
            `${sold} room-nights sold; ${checks.answered} checks meanwhile, slowest ${checks.slowestMs.toFixed(0)} ms; ` +
            `${seconds.toFixed(1)} s${faults.map((fault) => `\n     ${fault}`).join('')}\n`,
        );
      }
    }
  }
} finally {
  await gateway.stop();
  await ground.drop();
  await server.stop();
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
