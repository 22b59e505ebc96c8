// Started by the tests of the embedded server: uses it until SIGTERM, then lets go of it.
import { startEmbeddedPostgres } from '../../embedded-postgres/start.ts';

const server = await startEmbeddedPostgres({ folder: process.env.TEST_FOLDER ?? '' });
const keepAlive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', async () => {
  const stopped = await server.stop();
  process.stdout.write(`stopped ${stopped}\n`);
  clearInterval(keepAlive);
});
process.stdout.write(`ready pid=${server.pid} attached=${server.attached} url=${server.url}\n`);
