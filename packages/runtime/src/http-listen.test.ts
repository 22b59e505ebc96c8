import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createServer } from './http-server.ts';
import { silentLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { seededRandom } from './random.ts';

const CROWD = 1500;

/** Connects at once and tells how many were let in: all of them, or those of the first seconds. */
const CALLERS = `
  const { connect } = require('node:net');
  const [port, crowd] = process.argv.slice(1).map(Number);
  let inside = 0;
  const tell = () => process.stdout.write(String(inside), () => process.exit(0));
  const late = setTimeout(tell, 5000);
  for (let n = 0; n < crowd; n++) {
    connect(port, '127.0.0.1', () => { inside += 1; if (inside === crowd) tell(); }).on('error', () => undefined);
  }
`;

it('a crowd that comes while the program is busy finds a place', { timeout: 30_000 }, async () => {
  const server = await createServer({
    name: 'gateway',
    version: '1.2.3',
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    random: seededRandom(1),
    scopes: [],
  });
  const { port } = await server.listen({ port: 0, variable: 'YUZHU_TEST_PORT' });
  try {
    // Until the callers are done this program takes nobody in.
    const inside = execFileSync(process.execPath, ['-e', CALLERS, String(port), String(CROWD)], { encoding: 'utf8' });
    expect(Number(inside)).toBe(CROWD);
  } finally {
    await server.close();
  }
});
