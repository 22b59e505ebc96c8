// The deliberately wrong partner as a program: node main.ts [port] [mistake ...]
import type { AddressInfo } from 'node:net';
import { MISTAKES, type Mistake } from './mistakes.ts';
import { createPartner } from './server.ts';

const [port = '0', ...wanted] = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(MISTAKES, name));
if (unknown.length > 0) {
  process.stderr.write(`unknown mistake ${unknown.join(', ')}; there are:\n`);
  for (const [name, text] of Object.entries(MISTAKES)) process.stderr.write(`  ${name}: ${text}\n`);
  process.exit(2);
}
const server = createPartner(new Set(wanted as Mistake[]));
server.listen(Number(port), '127.0.0.1', () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`partner at ${url}, mistakes: ${wanted.join(', ') || 'none'}\n`);
  process.send?.({ ready: url });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
